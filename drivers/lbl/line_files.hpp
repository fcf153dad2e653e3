#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "lbl/absorption/line_supply.hpp"
#include "lbl/lines/line_source.hpp"

namespace vespa::lbl_driver {

/// A file named by a user: as it stands, or in `folder` where it is not there and has no folder of its own.
/// Empty stays empty.
std::filesystem::path found_file(std::string const& name, std::string const& folder);

/// The list that comes with the program. \throws BadInput where there is none for this gas
std::filesystem::path shipped_list(std::string const& gas);

/// Lines to sum: a store, or a list of records, which is read whole. Local. \throws BadInput
std::shared_ptr<lbl::LineSupply const> supply_of(std::filesystem::path const& path);

/// Lists to convert, by what their files are called (lbl/lines/catalogue/open_source.hpp). \throws BadInput
std::unique_ptr<lbl::LineSource> source_of(std::vector<std::filesystem::path> const& paths);

}  // namespace vespa::lbl_driver
