#pragma once
#include <filesystem>
#include <string>

#include "core/record/file.hpp"

namespace vespa::record {

/// How paths lie in a file: items, each with rows of its own in a flat table of points (ragged.hpp).
struct PathsLayout {
    std::string items = "rays";
    std::string points = "samples";
    std::string position = "position";  ///< dataset of points, [N, 3]
    std::string index = "sample";       ///< of the items' datasets index_first and index_count
};

/// Writes paths as VTK XML PolyData (appended raw, little-endian, 64-bit headers), for ParaView: every item
/// of two points or more is a polyline; the other datasets of the points are point data, those of the items
/// cell data, with their units as VTK's UNITS_LABEL. Streams blocks of rows. \throws AgreedError or BadInput
/// where the file or the path cannot be taken, std::runtime_error for a full disk. As \collective as `file`
/// is; meant for File::open_alone().
void export_vtk(File const& file, PathsLayout const& layout, std::filesystem::path const& path,
                Overwrite overwrite);

}  // namespace vespa::record
