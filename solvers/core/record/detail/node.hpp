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

    std::shared_ptr<Session> session;
    hid_t id;
    std::string path;
    Shape shape;                              // of a dataset
    ElementType type = ElementType::float64;  // of a dataset
    int exceptions_at_birth = std::uncaught_exceptions();
};

}  // namespace vespa::record::detail
