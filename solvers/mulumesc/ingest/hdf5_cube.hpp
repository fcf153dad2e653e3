#pragma once
#include <filesystem>
#include <memory>

#include "mulumesc/ingest/source.hpp"

namespace vespa::mulumesc {

/// Whether the file begins as HDF5 (netCDF-4) or as netCDF of the classic format, which is refused when
/// opened.
bool looks_like_hdf5(std::filesystem::path const& file);

/// Opens a dataset of an HDF5 or netCDF-4 file whose last extent is the channels: [spectrum][channel] or
/// [line][sample][channel]. _FillValue and missing_value are missing; scale_factor multiplies and add_offset
/// is refused. Wavelengths' attribute `units` (or `unit`) names their unit; "good_wavelengths" beside them
/// marks bad channels with 0, and "fwhm" beside them the widths. \throws BadInput where datasets are absent
/// or their extents do not match. Local.
std::unique_ptr<SpectrumSource> open_hdf5(std::filesystem::path const& file, Reading const& reading);

}  // namespace vespa::mulumesc
