#pragma once
#include <cstddef>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "mulumesc/ingest/column_table.hpp"

namespace vespa::mulumesc {

/// A FIELD of a VOTable.
struct VotableField {
    std::string name, unit, ucd, datatype;
    std::size_t element_bytes = 0;
    bool is_text = false, is_number = false;
    bool is_variable = false;     ///< arraysize ends in *
    std::size_t fixed_count = 1;  ///< elements of a cell of fixed size
    std::optional<double> null;   ///< VALUES null
};

/// \throws BadInput for a datatype or arraysize that VOTable does not have
VotableField votable_field(pugi::xml_node const& node, std::string const& where);

/// The serialised rows of a TABLE's DATA. \throws BadInput
void read_tabledata(pugi::xml_node const& data, std::vector<VotableField> const& fields, ColumnTable& out);
void read_binary(pugi::xml_node const& stream, bool has_null_flags, std::vector<VotableField> const& fields,
                 ColumnTable& out);

}  // namespace vespa::mulumesc
