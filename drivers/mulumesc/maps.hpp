#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/record/file.hpp"

namespace vespa::mulumesc_driver {

/// Writes maps of a finished result of an image as ENVI layers: of each range that was asked for, or of the
/// deepest band of each spectrum, centre, its error, depth, width and area; the number of bands; fits, with
/// each band of the model where one model was fitted; composition; abundances. NaN where there is none. Reads
/// the result by pieces: one layer is held in memory, and the numbers of the rows that it is made of. Local.
/// \param fields  of the header besides (EnviImage) \pre the result is of an image
void write_maps(record::File const& result, std::filesystem::path const& path, record::Overwrite overwrite,
                std::vector<std::pair<std::string, std::string>> fields);

/// Where on a planet an image lies, as the header of an ENVI cube among `files` says: its fields "map info",
/// "projection info" and "coordinate system string". Local.
std::vector<std::pair<std::string, std::string>> place_of(std::vector<std::filesystem::path> const& files);

}  // namespace vespa::mulumesc_driver
