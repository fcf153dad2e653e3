#include "core/record/detail/hdf5.hpp"

#include <stdexcept>

#include "core/errors/bad_input.hpp"

namespace vespa::record::detail {
namespace {

/// The innermost entry of HDF5's error stack: the one that names the cause.
std::string reason() {
    std::string text;
    auto const keep = [](unsigned, H5E_error2_t const* error, void* out) -> herr_t {
        if (error->desc && *error->desc) *static_cast<std::string*>(out) = error->desc;
        return 0;
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep, &text);
    H5Eclear2(H5E_DEFAULT);
    return text.empty() ? "HDF5 gives no reason" : text;
}

}  // namespace

Silence::Silence() {
    H5Eget_auto2(H5E_DEFAULT, &function_, &data_);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Silence::~Silence() {
    H5Eset_auto2(H5E_DEFAULT, function_, data_);
}

template <class Code>
Code require(Code code, char const* what) {
    if (code < 0) throw std::runtime_error(std::string("cannot ") + what + ": " + reason());
    return code;
}
template int require(int, char const*);
template hid_t require(hid_t, char const*);

hid_t memory_type(ElementType type) {
    switch (type) {
        case ElementType::int8:
            return H5T_NATIVE_INT8;
        case ElementType::int16:
            return H5T_NATIVE_INT16;
        case ElementType::int32:
            return H5T_NATIVE_INT32;
        case ElementType::int64:
            return H5T_NATIVE_INT64;
        case ElementType::uint8:
            return H5T_NATIVE_UINT8;
        case ElementType::uint16:
            return H5T_NATIVE_UINT16;
        case ElementType::uint32:
            return H5T_NATIVE_UINT32;
        case ElementType::uint64:
            return H5T_NATIVE_UINT64;
        case ElementType::float32:
            return H5T_NATIVE_FLOAT;
        case ElementType::float64:
            return H5T_NATIVE_DOUBLE;
    }
    throw std::logic_error("unknown element type");
}

hid_t file_type(ElementType type) {
    switch (type) {
        case ElementType::int8:
            return H5T_STD_I8LE;
        case ElementType::int16:
            return H5T_STD_I16LE;
        case ElementType::int32:
            return H5T_STD_I32LE;
        case ElementType::int64:
            return H5T_STD_I64LE;
        case ElementType::uint8:
            return H5T_STD_U8LE;
        case ElementType::uint16:
            return H5T_STD_U16LE;
        case ElementType::uint32:
            return H5T_STD_U32LE;
        case ElementType::uint64:
            return H5T_STD_U64LE;
        case ElementType::float32:
            return H5T_IEEE_F32LE;
        case ElementType::float64:
            return H5T_IEEE_F64LE;
    }
    throw std::logic_error("unknown element type");
}

ElementType element_type_of_hdf5(hid_t type, std::string const& where) {
    auto const kind = H5Tget_class(type);
    auto const size = H5Tget_size(type);
    if (kind == H5T_FLOAT && size == 4) return ElementType::float32;
    if (kind == H5T_FLOAT && size == 8) return ElementType::float64;
    if (kind == H5T_INTEGER) {
        bool const has_sign = H5Tget_sign(type) == H5T_SGN_2;
        if (size == 1) return has_sign ? ElementType::int8 : ElementType::uint8;
        if (size == 2) return has_sign ? ElementType::int16 : ElementType::uint16;
        if (size == 4) return has_sign ? ElementType::int32 : ElementType::uint32;
        if (size == 8) return has_sign ? ElementType::int64 : ElementType::uint64;
    }
    throw BadInput("elements of a kind that cannot be read", where,
                   "integers of 8 to 64 bits, floating-point numbers of 32 or 64 bits");
}

}  // namespace vespa::record::detail
