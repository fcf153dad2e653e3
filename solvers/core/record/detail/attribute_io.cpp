#include "core/record/detail/attribute_io.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <type_traits>

#include "core/errors/bad_input.hpp"

namespace vespa::record::detail {
namespace {

class Attribute : public LocalId {
  public:
    Attribute(hid_t id, char const* what) : LocalId(id, H5Aclose, what) {}
};

/// A value of the same type and extents takes the place of the old one: the file's layout stays.
bool rewrite(hid_t object, std::string const& name, hid_t file_type, hid_t memory_type, hid_t space,
             void const* data) {
    Attribute const attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), "open an attribute");
    LocalId const old_type(H5Aget_type(attribute), H5Tclose, "read a type");
    LocalId const old_space(H5Aget_space(attribute), H5Sclose, "read a shape");
    if (H5Tequal(old_type, file_type) <= 0 || H5Sextent_equal(old_space, space) <= 0) return false;
    require(H5Awrite(attribute, memory_type, data), "write an attribute");
    return true;
}

void write(hid_t object, std::string const& name, hid_t file_type, hid_t memory_type, hid_t space,
           void const* data) {
    if (require(H5Aexists(object, name.c_str()), "look for an attribute") > 0) {
        if (rewrite(object, name, file_type, memory_type, space, data)) return;
        require(H5Adelete(object, name.c_str()), "replace an attribute");
    }
    Attribute const attribute(H5Acreate2(object, name.c_str(), file_type, space, H5P_DEFAULT, H5P_DEFAULT),
                              "make an attribute");
    require(H5Awrite(attribute, memory_type, data), "write an attribute");
}

/// A UTF-8 text of fixed length, filled up with zeros; HDF5 has no text of length 0.
void set_up_text_type(hid_t type, std::size_t length) {
    require(H5Tset_size(type, std::max<std::size_t>(length, 1)), "describe a text");
    require(H5Tset_strpad(type, H5T_STR_NULLPAD), "describe a text");
    require(H5Tset_cset(type, H5T_CSET_UTF8), "describe a text");
}

void write_texts(hid_t object, std::string const& name, std::span<std::string const> texts, hid_t space) {
    std::size_t length = 1;
    for (auto const& text : texts) {
        length = std::max(length, text.size());
    }
    LocalId const type(H5Tcopy(H5T_C_S1), H5Tclose, "describe a text");
    set_up_text_type(type, length);
    std::vector<char> padded(length * texts.size(), '\0');
    for (std::size_t k = 0; k < texts.size(); ++k) {
        std::copy(texts[k].begin(), texts[k].end(), padded.begin() + static_cast<std::ptrdiff_t>(k * length));
    }
    write(object, name, type, type, space, padded.data());
}

template <class T>
void write_list(hid_t object, std::string const& name, std::span<T const> values, hid_t space) {
    if constexpr (std::is_same_v<T, std::string>) {
        write_texts(object, name, values, space);
    } else {
        auto const type = element_type_of<T>();
        write(object, name, file_type(type), memory_type(type), space, values.data());
    }
}

std::string without_padding(std::string text) {
    text.resize(std::min(text.find('\0'), text.size()));
    return text;
}

std::vector<std::string> read_variable_texts(hid_t attribute, hid_t type, hid_t space, std::size_t count) {
    std::vector<char*> pointers(count, nullptr);
    LocalId const memory(H5Tcopy(type), H5Tclose, "describe a text");
    require(H5Aread(attribute, memory, pointers.data()), "read an attribute");
    std::vector<std::string> texts;
    for (char const* const text : pointers) {
        texts.emplace_back(text ? text : "");
    }
    require(H5Dvlen_reclaim(memory, space, H5P_DEFAULT, pointers.data()), "free a text");
    return texts;
}

std::vector<std::string> read_fixed_texts(hid_t attribute, hid_t type, std::size_t count) {
    auto const length = H5Tget_size(type);
    std::string padded(length * count, '\0');
    require(H5Aread(attribute, type, padded.data()), "read an attribute");
    std::vector<std::string> texts;
    for (std::size_t k = 0; k < count; ++k) {
        texts.push_back(without_padding(padded.substr(k * length, length)));
    }
    return texts;
}

template <class T>
std::vector<T> read_numbers(hid_t attribute, std::size_t count) {
    std::vector<T> values(count);
    require(H5Aread(attribute, memory_type(element_type_of<T>()), values.data()), "read an attribute");
    return values;
}

template <class T>
AttributeValue one_or_list(std::vector<T> values, bool is_scalar) {
    if (is_scalar) return std::move(values[0]);
    return values;
}

}  // namespace

void write_attribute(hid_t object, std::string const& name, AttributeValue const& value) {
    std::visit(
        [&](auto const& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (requires { typename Held::allocator_type; } && !std::is_same_v<Held, std::string>) {
                hsize_t const count = held.size();
                LocalId const space(H5Screate_simple(1, &count, nullptr), H5Sclose, "describe an attribute");
                write_list(object, name, std::span(held), space);
            } else {
                LocalId const space(H5Screate(H5S_SCALAR), H5Sclose, "describe an attribute");
                write_list(object, name, std::span(&held, 1), space);
            }
        },
        value);
}

AttributeValue read_attribute(hid_t object, std::string const& name, std::string const& where) {
    if (require(H5Aexists(object, name.c_str()), "look for an attribute") == 0) {
        throw BadInput("there is no attribute \"" + name + "\"", where);
    }
    Attribute const attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), "open an attribute");
    LocalId const type(H5Aget_type(attribute), H5Tclose, "read a type");
    LocalId const space(H5Aget_space(attribute), H5Sclose, "read a shape");
    bool const is_scalar = H5Sget_simple_extent_type(space) == H5S_SCALAR;
    auto const count =
        static_cast<std::size_t>(require(hid_t{H5Sget_simple_extent_npoints(space)}, "read a shape"));
    switch (H5Tget_class(type)) {
        case H5T_STRING:
            return one_or_list(H5Tis_variable_str(type) > 0
                                   ? read_variable_texts(attribute, type, space, count)
                                   : read_fixed_texts(attribute, type, count),
                               is_scalar);
        case H5T_FLOAT:
            return one_or_list(read_numbers<double>(attribute, count), is_scalar);
        case H5T_INTEGER:
            return one_or_list(read_numbers<std::int64_t>(attribute, count), is_scalar);
        default:
            throw BadInput("attribute \"" + name + "\" is of a kind that cannot be read", where,
                           "texts, integers, floating-point numbers");
    }
}

std::vector<std::string> attribute_names(hid_t object) {
    std::vector<std::string> names;
    auto const keep = [](hid_t, char const* name, H5A_info_t const*, void* out) -> herr_t {
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
    };
    hsize_t position = 0;
    require(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, &position, keep, &names), "list attributes");
    return names;
}

}  // namespace vespa::record::detail
