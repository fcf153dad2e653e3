#include "core/record/group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/record/detail/node.hpp"

namespace vespa::record {
namespace {

using detail::Arguments;
using detail::LocalId;
using detail::Node;
using detail::require;

/// "a", "a/b", "a/b/c" of "a/b/c".
std::vector<std::string> steps_of(std::string const& name) {
    std::vector<std::string> steps;
    for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
        steps.push_back(name.substr(0, slash));
    }
    steps.push_back(name);
    return steps;
}

void check_name(std::string const& name, std::string const& where) {
    if (name.empty() || name.front() == '/' || name.back() == '/' || name.find("//") != std::string::npos) {
        throw std::invalid_argument(where + ": \"" + name + "\" is not the name of a group or dataset");
    }
}

bool exists(hid_t group, std::string const& name) {
    for (auto const& step : steps_of(name)) {
        if (require(H5Lexists(group, step.c_str(), H5P_DEFAULT), "look for a name") == 0) return false;
    }
    return require(H5Oexists_by_name(group, name.c_str(), H5P_DEFAULT), "look for an object") > 0;
}

/// Makes the groups of a name that are not there. HDF5's own way of doing so would put times into them.
void make_groups(hid_t group, std::vector<std::string> const& steps) {
    LocalId const creation(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "make a property list");
    require(H5Pset_obj_track_times(creation, false), "leave times out");
    for (auto const& step : steps) {
        if (exists(group, step)) continue;
        hid_t const id = H5Gcreate2(group, step.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT);
        require(H5Gclose(require(id, "make a group")), "close a group");
    }
}

void describe_layout(hid_t list, Shape const& chunk, int deflate) {
    require(H5Pset_obj_track_times(list, false), "leave times out");
    require(H5Pset_alloc_time(list, H5D_ALLOC_TIME_EARLY), "allocate early");
    // A new file's unwritten bytes are zero. A compressed chunk is made in memory, where they would not be.
    require(H5Pset_fill_time(list, deflate > 0 ? H5D_FILL_TIME_ALLOC : H5D_FILL_TIME_NEVER),
            "set the fill time");
    if (chunk.empty()) return;
    std::vector<hsize_t> const extents(chunk.begin(), chunk.end());
    require(H5Pset_chunk(list, static_cast<int>(extents.size()), extents.data()), "set the chunks");
    if (deflate > 0) {
        require(H5Pset_shuffle(list), "set shuffling");
        require(H5Pset_deflate(list, static_cast<unsigned>(deflate)), "set deflation");
    }
}

/// A dataset as it is to be made.
struct Plan {
    ElementType type;
    Shape shape;
    Shape chunk;  // empty: contiguous
    int deflate = 0;
    bool grows = false;
};

hid_t make_dataset(hid_t group, std::string const& name, Plan const& plan) {
    auto steps = steps_of(name);
    steps.pop_back();
    make_groups(group, steps);
    LocalId const list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "make a property list");
    describe_layout(list, plan.chunk, plan.deflate);
    std::vector<hsize_t> const extents(plan.shape.begin(), plan.shape.end());
    auto limits = extents;
    if (plan.grows) limits[0] = H5S_UNLIMITED;
    LocalId const space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), limits.data()),
                        H5Sclose, "describe a shape");
    return require(
        H5Dcreate2(group, name.c_str(), detail::file_type(plan.type), space, H5P_DEFAULT, list, H5P_DEFAULT),
        "make a dataset");
}

/// Bytes of the elements of some extents; a floating-point number, since the extents may be absurd.
double bytes_of(std::span<std::uint64_t const> extents, ElementType type) {
    double bytes = static_cast<double>(size_of(type));
    for (auto const extent : extents) {
        bytes *= static_cast<double>(extent);
    }
    return bytes;
}

/// \throws std::invalid_argument for a shape or storage that cannot be
void check_plan(Plan const& plan, Storage storage, std::string const& where) {
    auto const refuse = [&](std::string const& what) { throw std::invalid_argument(where + ": " + what); };
    if (storage.deflate < 0 || storage.deflate > 9 || (storage.deflate > 0 && storage.chunk_rows == 0)) {
        refuse(fmt::format(
            "deflate {} with chunks of {} rows; allowed: 0, or 1 to 9 with chunks of at least one row",
            storage.deflate, storage.chunk_rows));
    }
    if (plan.grows && storage.chunk_rows == 0) refuse("a growing dataset needs chunks of at least one row");
    std::span const row = std::span(plan.shape).subspan(1);
    if (std::find(row.begin(), row.end(), 0u) != row.end()) refuse("rows without elements");
    if (auto const bytes = bytes_of(row, plan.type); bytes >= 2147483648.0) {
        refuse(fmt::format("a row of {:.0f} bytes; allowed: below 2 GiB", bytes));
    }
    // HDF5 counts a file's bytes in 63 bits.
    if (auto const bytes = bytes_of(plan.chunk, plan.type); bytes >= 2147483648.0) {
        refuse(fmt::format("a chunk of {:.0f} bytes; allowed: below 2 GiB", bytes));
    }
    if (auto const bytes = bytes_of(plan.shape, plan.type); bytes >= 9.2e18) {
        refuse(fmt::format("a table of {:g} bytes", bytes));
    }
}

void read_shape(Node& node) {
    LocalId const space(H5Dget_space(node.id), H5Sclose, "read a shape");
    std::vector<hsize_t> extents(
        static_cast<std::size_t>(require(H5Sget_simple_extent_ndims(space), "read a shape")));
    auto limits = extents;
    require(H5Sget_simple_extent_dims(space, extents.data(), limits.data()), "read a shape");
    node.shape.assign(extents.begin(), extents.end());
    node.grows = extents != limits;
}

/// A file that somebody hands in may name others, which its reader could open and he could not: external
/// links, external storage, virtual datasets. Such data are not read.
void refuse_other_files(Node const& node) {
    H5O_info_t file{}, object{};
    require(H5Oget_info2(node.session->file(), &file, H5O_INFO_BASIC), "read an object");
    require(H5Oget_info2(node.id, &object, H5O_INFO_BASIC), "read an object");
    bool elsewhere = file.fileno != object.fileno;
    if (H5Iget_type(node.id) == H5I_DATASET) {
        LocalId const list(H5Dget_create_plist(node.id), H5Pclose, "read a layout");
        elsewhere = elsewhere || H5Pget_layout(list) == H5D_VIRTUAL || H5Pget_external_count(list) > 0;
    }
    if (elsewhere) throw BadInput("stands in another file", node.where(), "data in this file itself");
}

void read_layout(Node& node) {
    LocalId const list(H5Dget_create_plist(node.id), H5Pclose, "read a layout");
    node.is_compressed = require(H5Pget_nfilters(list), "read a layout") > 0;
    if (H5Pget_layout(list) != H5D_CHUNKED) return;
    std::vector<hsize_t> chunk(node.shape.size());
    require(H5Pget_chunk(list, static_cast<int>(chunk.size()), chunk.data()), "read a layout");
    node.chunk_rows = chunk[0];
}

std::uint64_t hash_of(std::string const& name, Plan const& plan) {
    Arguments arguments;
    arguments.add(name)
        .add(static_cast<std::uint64_t>(plan.type))
        .add(static_cast<std::uint64_t>(plan.deflate));
    arguments.add(plan.grows ? 1 : 0).add(plan.shape.size());
    for (auto const extent : plan.shape) {
        arguments.add(extent);
    }
    for (auto const extent : plan.chunk) {
        arguments.add(extent);
    }
    return arguments;
}

std::shared_ptr<Node> make_node(Node& parent, std::string const& name, Plan const& plan, Storage storage) {
    auto& session = *parent.session;
    auto const path = parent.path_of(name);
    session.prepare(parent.where(), hash_of(name, plan), [&] {
        check_name(name, parent.where());
        check_plan(plan, storage, path);
    });
    auto node = std::make_shared<Node>(parent.session, H5I_INVALID_HID, path);
    node->shape = plan.shape;
    node->type = plan.type;
    node->chunk_rows = plan.chunk.empty() ? 0 : plan.chunk[0];
    node->is_compressed = plan.deflate > 0;
    node->grows = plan.grows;
    session.reserve(node->is_compressed ? 0 : node->storage_of(plan.shape));
    node->id = session.call(node->where(), [&] { return make_dataset(parent.id, name, plan); });
    return node;
}

void write_meaning(Object& object, Meaning const& meaning) {
    object.set("unit", meaning.unit);
    object.set("description", meaning.description);
    if (!meaning.ucd.empty()) object.set("ucd", meaning.ucd);
}

struct Named {
    std::string name;
    haddr_t address;
};

/// In alphabetical order.
std::vector<Named> objects_of(Node& node, H5I_type_t wanted) {
    node.session->prepare(node.where(), Arguments().add("names"));
    return node.session->call(node.where(), [&] {
        H5G_info_t info{};
        require(H5Gget_info(node.id, &info), "read a group");
        std::vector<Named> names;
        for (hsize_t k = 0; k < info.nlinks; ++k) {
            auto const read = [&](char* text, std::size_t size) {
                auto const length =
                    H5Lget_name_by_idx(node.id, ".", H5_INDEX_NAME, H5_ITER_INC, k, text, size, H5P_DEFAULT);
                return static_cast<std::size_t>(require(static_cast<hid_t>(length), "read a name"));
            };
            std::string name(read(nullptr, 0), '\0');
            read(name.data(), name.size() + 1);
            // A link that leads nowhere is no object.
            hid_t const id = H5Oopen(node.id, name.c_str(), H5P_DEFAULT);
            if (id < 0) continue;
            H5O_info_t object{};
            bool const is_wanted = H5Iget_type(id) == wanted;
            auto const known = H5Oget_info2(id, &object, H5O_INFO_BASIC);
            require(H5Oclose(id), "close an object");
            require(known, "read an object");
            if (is_wanted) names.push_back({name, object.addr});
        }
        return names;
    });
}

std::vector<std::string> names_of(std::vector<Named> const& objects) {
    std::vector<std::string> names;
    for (auto const& object : objects)
        names.push_back(object.name);
    return names;
}

std::shared_ptr<Node> open_node(Node& parent, std::string const& name, H5I_type_t wanted) {
    auto& session = *parent.session;
    bool const is_group = wanted == H5I_GROUP;
    auto const path = parent.path_of(name);
    auto const where = session.path().string() + ":" + path;
    session.prepare(parent.where(), Arguments().add(name), [&] { check_name(name, parent.where()); });
    auto node = session.call(where, [&] {
        std::string const kind = is_group ? "group" : "dataset";
        if (!exists(parent.id, name)) throw BadInput("there is no such " + kind, where);
        hid_t const id = require(H5Oopen(parent.id, name.c_str(), H5P_DEFAULT), "open an object");
        auto opened = std::make_shared<Node>(parent.session, id, path);
        if (H5Iget_type(id) != wanted) throw BadInput("is not a " + kind, where);
        refuse_other_files(*opened);
        return opened;
    });
    if (is_group) return node;
    session.call(where, [&] {
        LocalId const type(H5Dget_type(node->id), H5Tclose, "read a type");
        node->type = detail::element_type_of_hdf5(type, where);
        read_shape(*node);
        read_layout(*node);
    });
    return node;
}

}  // namespace

Group Group::create_group(std::string const& name) {
    auto& session = *node().session;
    session.prepare(where(), Arguments().add(name), [&] { check_name(name, where()); });
    auto const path = node().path_of(name);
    hid_t const id = session.call(session.path().string() + ":" + path, [&] {
        make_groups(node().id, steps_of(name));
        return require(H5Gopen2(node().id, name.c_str(), H5P_DEFAULT), "open a group");
    });
    return Group(std::make_shared<Node>(node().session, id, path));
}

Dataset Group::create(std::string const& name, ElementType type, Shape const& shape, Meaning const& meaning,
                      Storage storage) {
    Plan plan{type, shape.empty() ? Shape{1} : shape, {}, storage.deflate};
    if (storage.chunk_rows > 0 && plan.shape[0] > 0) {
        plan.chunk = plan.shape;
        plan.chunk[0] = std::min(plan.chunk[0], storage.chunk_rows);
    } else {
        plan.deflate = 0;  // no rows, no chunks
    }
    Dataset dataset(make_node(node(), name, plan, storage));
    write_meaning(dataset, meaning);
    return dataset;
}

Dataset Group::create_growing(std::string const& name, ElementType type, Shape const& row_shape,
                              Storage storage, Meaning const& meaning) {
    Plan plan{type, {0}, {storage.chunk_rows}, storage.deflate, true};
    plan.shape.insert(plan.shape.end(), row_shape.begin(), row_shape.end());
    plan.chunk.insert(plan.chunk.end(), row_shape.begin(), row_shape.end());
    Dataset dataset(make_node(node(), name, plan, storage));
    write_meaning(dataset, meaning);
    return dataset;
}

Group Group::group(std::string const& name) const {
    return Group(open_node(node(), name, H5I_GROUP));
}

Dataset Group::dataset(std::string const& name) const {
    return Dataset(open_node(node(), name, H5I_DATASET));
}

bool Group::has(std::string const& name) const {
    auto& session = *node().session;
    session.prepare(where(), Arguments().add(name), [&] { check_name(name, where()); });
    return session.call(where(), [&] { return exists(node().id, name); });
}

std::vector<std::string> Group::group_names() const {
    return names_of(objects_of(node(), H5I_GROUP));
}

std::vector<std::string> Group::dataset_names() const {
    return names_of(objects_of(node(), H5I_DATASET));
}

std::vector<std::string> Group::dataset_names_as_made() const {
    auto objects = objects_of(node(), H5I_DATASET);
    std::stable_sort(objects.begin(), objects.end(),
                     [](Named const& a, Named const& b) { return a.address < b.address; });
    return names_of(objects);
}

}  // namespace vespa::record
