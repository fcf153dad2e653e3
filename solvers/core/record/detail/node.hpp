#pragma once
#include <exception>
#include <memory>
#include <string>

#include "core/record/dataset.hpp"
#include "core/record/detail/session.hpp"

namespace vespa::record::detail {

/// An open group or dataset of a session. Closing is \collective and left out where that must not be.
struct Node {
    Node(std::shared_ptr<Session> owner, hid_t identifier, std::string place)
        : session(std::move(owner)), id(identifier), path(std::move(place)) {}
    ~Node();
    Node(Node const&) = delete;
    Node& operator=(Node const&) = delete;

    /// "file.h5:/rays/frequency"
    [[nodiscard]] std::string where() const { return session->path().string() + ":" + path; }

    /// The path of something below this group.
    [[nodiscard]] std::string path_of(std::string const& name) const {
        return path == "/" ? path + name : path + "/" + name;
    }

    /// Bytes that this dataset's elements take in a table of another shape, uncompressed; chunks count whole.
    [[nodiscard]] std::uint64_t storage_of(Shape const& table) const;

    std::shared_ptr<Session> session;
    hid_t id;
    std::string path;
    int exceptions_at_birth = std::uncaught_exceptions();

    // Of a dataset:
    Shape shape;
    ElementType type = ElementType::float64;
    std::uint64_t chunk_rows = 0;
    bool is_compressed = false;
    bool grows = false;
};

/// Elements of a row.
std::uint64_t row_size_of(Shape const& shape);

}  // namespace vespa::record::detail
