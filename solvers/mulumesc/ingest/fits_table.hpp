#pragma once
#include <filesystem>

#include "mulumesc/ingest/column_table.hpp"

namespace vespa::mulumesc {

/// Whether the file begins as FITS: "SIMPLE  =".
bool looks_like_fits(std::filesystem::path const& file);

/// Reads the first table of a FITS file that has rows and two columns of numbers or more, ASCII or binary
/// (FITS 4.0, sections 7.2 and 7.3; TSCAL, TZERO, TNULL, TUNIT, TUCD, variable arrays), or, if it has none,
/// the first image of one or two extents, whose first axis is wavelength by CRVAL1, CDELT1 (or CD1_1),
/// CRPIX1, CUNIT1: each of its rows is a spectrum. Through CFITSIO. \throws BadInput naming the file. Local.
ColumnTable read_fits(std::filesystem::path const& file);

}  // namespace vespa::mulumesc
