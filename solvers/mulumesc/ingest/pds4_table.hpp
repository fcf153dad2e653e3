#pragma once
#include <filesystem>

#include "mulumesc/ingest/column_table.hpp"

namespace vespa::mulumesc {

/// Reads the first Table_Character or Table_Delimited with two columns of numbers or more that a PDS4 label
/// (.xml, .xlblx) describes, from the file beside the label that it names (PDS4 Standards Reference, sections
/// 4B and 4C). Special constants and empty fields are missing values. \throws BadInput naming the label and
/// what in it, or the file and the record. Local.
ColumnTable read_pds4(std::filesystem::path const& label);

}  // namespace vespa::mulumesc
