#include "core/errors/bad_input.hpp"
#include "core/record/dataset.hpp"
#include "core/record/detail/node.hpp"

namespace vespa::record {
namespace {

using detail::LocalId;
using detail::require;

/// The path of the object that a reference leads to.
std::string path_of(hid_t file, hobj_ref_t const& reference) {
    hid_t const object =
        require(H5Rdereference2(file, H5P_DEFAULT, H5R_OBJECT, &reference), "follow a reference");
    std::string path(256, '\0');
    auto length = H5Iget_name(object, path.data(), path.size());
    if (length >= static_cast<ssize_t>(path.size())) {
        path.resize(static_cast<std::size_t>(length) + 1);
        length = H5Iget_name(object, path.data(), path.size());
    }
    require(H5Oclose(object), "close an object");
    path.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return path;
}

std::vector<std::string> read_scales(hid_t dataset, std::size_t extents, std::string const& where) {
    std::vector<std::string> paths(extents);
    if (require(H5Aexists(dataset, "DIMENSION_LIST"), "look for an attribute") == 0) return paths;
    LocalId const attribute(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), H5Aclose, "open an attribute");
    LocalId const type(H5Aget_type(attribute), H5Tclose, "read a type");
    LocalId const space(H5Aget_space(attribute), H5Sclose, "read a shape");
    LocalId const expected(H5Tvlen_create(H5T_STD_REF_OBJ), H5Tclose, "describe a type");
    if (H5Tequal(type, expected) <= 0 ||
        H5Sget_simple_extent_npoints(space) != static_cast<hssize_t>(extents)) {
        throw BadInput("attribute DIMENSION_LIST does not list the scales of its extents", where);
    }
    std::vector<hvl_t> lists(extents);
    require(H5Aread(attribute, expected, lists.data()), "read an attribute");
    for (std::size_t i = 0; i < extents; ++i) {
        if (lists[i].len > 0) paths[i] = path_of(dataset, *static_cast<hobj_ref_t const*>(lists[i].p));
    }
    require(H5Dvlen_reclaim(expected, space, H5P_DEFAULT, lists.data()), "free a list");
    return paths;
}

}  // namespace

std::vector<std::string> Dataset::scales() const {
    auto& session = *node().session;
    session.prepare(where(), detail::Arguments().add("scales"));
    return session.call(where(), [&] { return read_scales(node().id, shape().size(), where()); });
}

}  // namespace vespa::record
