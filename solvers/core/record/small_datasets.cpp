#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "core/record/detail/node.hpp"
#include "core/record/group.hpp"

namespace vespa::record {
namespace {

using detail::Arguments;
using detail::LocalId;
using detail::require;

/// Makes a dataset and writes it, by the first rank.
hid_t make(detail::Session& session, hid_t group, std::string const& name, hid_t type, hid_t memory,
           hid_t space, void const* data) {
    LocalId const list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "make a property list");
    require(H5Pset_obj_track_times(list, false), "leave times out");
    require(H5Pset_alloc_time(list, H5D_ALLOC_TIME_EARLY), "allocate early");
    require(H5Pset_fill_time(list, H5D_FILL_TIME_NEVER), "set the fill time");
    hid_t const id = require(H5Dcreate2(group, name.c_str(), type, space, H5P_DEFAULT, list, H5P_DEFAULT),
                             "make a dataset");
    if (session.communicator().is_root() && H5Dwrite(id, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0) {
        throw std::runtime_error("cannot write a dataset");
    }
    return id;
}

void check_name(std::string const& name, std::string const& where) {
    if (name.empty() || name.find('/') != std::string::npos)
        throw std::invalid_argument(where + ": \"" + name + "\" is not the name of a small dataset");
}

void write_meaning(Object& object, Meaning const& meaning) {
    object.set("unit", meaning.unit);
    object.set("description", meaning.description);
    if (!meaning.ucd.empty()) object.set("ucd", meaning.ucd);
}

}  // namespace

void Group::write_scalar(std::string const& name, std::int64_t value, Meaning const& meaning) {
    auto& session = *node().session;
    session.prepare(where(), Arguments().add(name).add(static_cast<std::uint64_t>(value)),
                    [&] { check_name(name, where()); });
    auto made = std::make_shared<detail::Node>(node().session, H5I_INVALID_HID, node().path_of(name));
    made->type = ElementType::int64;
    session.reserve(sizeof value);
    made->id = session.call(made->where(), [&] {
        LocalId const space(H5Screate(H5S_SCALAR), H5Sclose, "describe a shape");
        return make(session, node().id, name, detail::file_type(made->type), detail::memory_type(made->type),
                    space, &value);
    });
    Dataset dataset(made);
    write_meaning(dataset, meaning);
}

void Group::write_texts(std::string const& name, std::vector<std::string> const& texts,
                        Meaning const& meaning) {
    auto& session = *node().session;
    Arguments arguments;
    arguments.add(name);
    std::size_t length = 1;
    for (auto const& text : texts) {
        arguments.add(std::string_view(text));
        length = std::max(length, text.size());
    }
    session.prepare(where(), arguments, [&] {
        check_name(name, where());
        if (texts.empty()) throw std::invalid_argument(where() + ": no texts for " + name);
    });
    auto made = std::make_shared<detail::Node>(node().session, H5I_INVALID_HID, node().path_of(name));
    made->shape = {texts.size()};
    std::vector<char> padded(length * texts.size(), '\0');
    for (std::size_t k = 0; k < texts.size(); ++k)
        std::copy(texts[k].begin(), texts[k].end(), padded.begin() + static_cast<std::ptrdiff_t>(k * length));
    session.reserve(padded.size());
    made->id = session.call(made->where(), [&] {
        LocalId const type(H5Tcopy(H5T_C_S1), H5Tclose, "describe a text");
        require(H5Tset_size(type, length), "describe a text");
        require(H5Tset_strpad(type, H5T_STR_NULLPAD), "describe a text");
        require(H5Tset_cset(type, H5T_CSET_UTF8), "describe a text");
        hsize_t const count = texts.size();
        LocalId const space(H5Screate_simple(1, &count, nullptr), H5Sclose, "describe a shape");
        return make(session, node().id, name, type, type, space, padded.data());
    });
    Dataset dataset(made);
    write_meaning(dataset, meaning);
}

}  // namespace vespa::record
