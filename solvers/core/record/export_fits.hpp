#pragma once
#include <filesystem>
#include <string>

#include "core/record/file.hpp"

namespace vespa::record {

/// Writes a group of a finished file as a binary table of FITS (Standard 4.0, section 7.3): a column for each
/// dataset with TTYPE, TUNIT, TUCD and TCOMM (its description); attributes of the root and of groups that
/// hold nothing but attributes as HISTORY. The same bytes for the same file. A block of rows is all that is
/// held in memory. Errors and use as of export_votable().
void export_fits(File const& file, std::string const& table, std::filesystem::path const& path,
                 Overwrite overwrite);

/// The same of spectra, one row a wavenumber, as export_spectra_votable().
void export_spectra_fits(File const& file, std::string const& group, std::filesystem::path const& path,
                         Overwrite overwrite);

}  // namespace vespa::record
