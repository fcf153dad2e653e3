#pragma once
#include <filesystem>

#include "mulumesc/ingest/source.hpp"
#include "mulumesc/ingest/table_source.hpp"

namespace vespa::mulumesc {

/// Reads spectra from a text, whose form is told by its content:
/// - splib07: a title "… Record=n: name" and one value a line; the wavelengths come from
/// reading.wavelength_file;
/// - ECOSTRESS: "Name: …" and other fields, "X Units", "Y Units" (percent is divided by 100), pairs of
/// numbers;
/// - RELAB .asc: the number of rows, then pairs in nm; RELAB .txt: a title, a line that names the columns,
/// pairs;
/// - tables: columns parted by commas, semicolons or white space, lines of # or % passed over. The first
/// column is the
///   wavelength. A line of names may come first; a column named as sigma, error, noise, std, unc… is the
///   standard deviation of the column before it, any other a spectrum. Three columns without names are
///   wavelength, reflectance and its standard deviation; otherwise each column is a spectrum.
/// \throws BadInput naming file and line. Local.
SpectrumTable read_text_table(std::filesystem::path const& file, Reading const& reading);

}  // namespace vespa::mulumesc
