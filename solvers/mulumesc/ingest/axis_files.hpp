#pragma once
#include <filesystem>
#include <vector>

#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc {

/// The numbers of a text with one a line, as splib07 gives wavelengths and widths: a title and lines that
/// begin with # are passed over. \throws BadInput naming file and line for what is no number. Local.
std::vector<double> read_column(std::filesystem::path const& file);

/// Replaces the axis' wavelengths and widths by those of the files that `reading` names, if it names any;
/// appends their names to `files`. The unit is then what the title of the wavelengths names, if it does.
void read_axis_files(Reading const& reading, StoredAxis& stored, std::vector<std::filesystem::path>& files);

}  // namespace vespa::mulumesc
