#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lbl/lines/line_source.hpp"

namespace vespa::lbl {

/// A list by what its files are called:
///  - NAME.data or NAME.header, alone: a HAPI table;
///  - NAME.def, alone: an ExoMol list, whose files stand beside it under ExoMol's names, plain or .bz2:
///  NAME.states,
///    NAME.trans or NAME__00000-01000.trans ..., NAME.pf for Q(296 K), and ISOTOPOLOGUE__BROADENER.broad;
///  - else HITRAN records, in one file or several.
/// Local. \throws BadInput that names the file
std::unique_ptr<LineSource> open_source(std::vector<std::filesystem::path> const& paths);

}  // namespace vespa::lbl
