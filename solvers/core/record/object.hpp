#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace vespa::record {

namespace detail {
struct Node;
}

/// What an attribute holds: a text (UTF-8), a number, or a list of these.
using AttributeValue = std::variant<std::string, double, std::int64_t, std::vector<std::string>,
                                    std::vector<double>, std::vector<std::int64_t>>;

/// A group or a dataset of a file, as far as both carry attributes. Copies refer to the same object.
///
/// Every function is \collective over the ranks that opened the file, and throws AgreedError naming the file
/// and the object. An object must not be used after its File is committed or destroyed.
class Object {
  public:
    /// Where the object stands, for messages: "file.h5:/rays/frequency".
    [[nodiscard]] std::string where() const;

    /// Writes an attribute, or replaces it. All ranks must pass the same value; lists must not be empty.
    /// \collective
    void set(std::string const& name, AttributeValue const& value);

    /// \collective
    [[nodiscard]] bool has_attribute(std::string const& name) const;

    /// Names of the attributes, in alphabetical order. \collective
    [[nodiscard]] std::vector<std::string> attribute_names() const;

    /// An attribute as it stands; integers of any width come as int64, floating-point numbers as double, more
    /// than one dimension flattened. The error is a bad input if it is absent or of another kind. \collective
    [[nodiscard]] AttributeValue attribute(std::string const& name) const;

    /// An attribute that must hold a T (one of AttributeValue's). An integer passes as a double, a list of
    /// one element as that element and an element as a list of one. \collective
    template <class T>
    [[nodiscard]] T attribute(std::string const& name) const;

  protected:
    explicit Object(std::shared_ptr<detail::Node> node) : node_(std::move(node)) {}
    [[nodiscard]] detail::Node& node() const { return *node_; }

  private:
    std::shared_ptr<detail::Node> node_;
};

extern template std::string Object::attribute(std::string const&) const;
extern template double Object::attribute(std::string const&) const;
extern template std::int64_t Object::attribute(std::string const&) const;
extern template std::vector<std::string> Object::attribute(std::string const&) const;
extern template std::vector<double> Object::attribute(std::string const&) const;
extern template std::vector<std::int64_t> Object::attribute(std::string const&) const;

}  // namespace vespa::record
