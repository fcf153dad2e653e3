#pragma once
#include <filesystem>

#include "mulumesc/ingest/column_table.hpp"

namespace vespa::mulumesc {

/// Reads the first TABLE of a VOTable (IVOA VOTable 1.4, 2019) that has rows: TABLEDATA, BINARY and BINARY2,
/// base64 within the document. Columns of numbers (real ones, integers; complex ones and bits are left out)
/// and of characters; empty cells, NULLs and `null` of VALUES are missing. \throws BadInput naming the file
/// and what in it. Local.
ColumnTable read_votable(std::filesystem::path const& file);

}  // namespace vespa::mulumesc
