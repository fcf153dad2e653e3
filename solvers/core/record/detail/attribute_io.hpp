#pragma once
#include <string>
#include <vector>

#include "core/record/detail/hdf5.hpp"
#include "core/record/object.hpp"

namespace vespa::record::detail {

/// Writes an attribute anew. Texts are stored with a fixed length, which HDF5 writes alike at any number of
/// ranks.
void write_attribute(hid_t object, std::string const& name, AttributeValue const& value);

/// Reads an attribute, texts of fixed or variable length. \throws BadInput with where for a kind
/// AttributeValue lacks
AttributeValue read_attribute(hid_t object, std::string const& name, std::string const& where);

std::vector<std::string> attribute_names(hid_t object);

}  // namespace vespa::record::detail
