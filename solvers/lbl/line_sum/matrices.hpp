#pragma once
#include "lbl/line_sum/source_tree.hpp"

namespace vespa::lbl {

/// Adds the moments of the cells of `level` to those of their parents.
void push_up(Expansion const& expansion, SourceLevel const& level, double* parents, double const* children);

}  // namespace vespa::lbl
