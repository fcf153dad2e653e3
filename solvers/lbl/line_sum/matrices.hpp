#pragma once
#include <span>

#include "lbl/line_sum/source_tree.hpp"

namespace vespa::lbl {

/// One product that the tree needs: nodes += matrix times the first `terms` moments.
struct Transfer {
    double const* matrix;
    double const* moments;
    double* nodes;
    int terms;
};

void add_transfers(Expansion const& expansion, std::span<Transfer const> transfers);

/// Adds the moments of the cells of `level` to those of their parents.
void push_up(Expansion const& expansion, SourceLevel const& level, double* parents, double const* children);

}  // namespace vespa::lbl
