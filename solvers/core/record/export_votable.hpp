#pragma once
#include <filesystem>
#include <string>

#include "core/record/file.hpp"
#include "core/record/votable.hpp"

namespace vespa::record {

/// Writes a group of a finished file as a VOTable: a FIELD for each dataset, in the order of their making,
/// with its unit, UCD and description; a PARAM for each text or number among the attributes of the root and
/// of the groups that hold nothing but attributes. Streams blocks of rows. \param table the group's name:
/// "rays" \throws AgreedError or BadInput where the file or the path cannot be taken, std::runtime_error for
/// a full disk. As \collective as `file` is; meant for File::open_alone().
void export_votable(File const& file, std::string const& table, std::filesystem::path const& path,
                    Overwrite overwrite, Serialization serialization);

/// Whether a file holds spectra: tables one column a wavenumber, beside the dataset wavenumber. \collective
bool holds_spectra(File const& file);

/// Writes the spectra of a finished file as a VOTable, one row a wavenumber: the FIELD wavenumber, then one
/// for each row of each table of one or two extents, in groups too ("radiance_nadir", "cross_section_CO_2"),
/// named after `views` where the file has as many as the table has rows. Tables of more extents (Jacobians)
/// are left out. PARAMs, errors and use as of export_votable().
/// \param group  whose spectra: "" the file's own, or a group with a dataset wavenumber ("instrument",
/// "bins")
void export_spectra_votable(File const& file, std::string const& group, std::filesystem::path const& path,
                            Overwrite overwrite, Serialization serialization);

}  // namespace vespa::record
