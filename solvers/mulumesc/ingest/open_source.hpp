#pragma once
#include <filesystem>
#include <memory>

#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc {

/// Opens spectra in whichever form the file has: HDF5 and netCDF-4, FITS and XML (told by the first bytes; of
/// XML the root says whether it is a VOTable or a PDS4 label), ENVI (a header, or a file with a header beside
/// it), else text. With Reading::data_file the file is an ENVI header. \throws BadInput where the file cannot
/// be read as what it is. Local.
std::unique_ptr<SpectrumSource> open_source(std::filesystem::path const& file, Reading const& reading);

}  // namespace vespa::mulumesc
