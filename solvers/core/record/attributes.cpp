#include <optional>
#include <stdexcept>
#include <string_view>

#include "core/errors/bad_input.hpp"
#include "core/record/detail/attribute_io.hpp"
#include "core/record/detail/node.hpp"
#include "core/record/object.hpp"

namespace vespa::record {
namespace {

using detail::Arguments;

template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;

std::uint64_t hash_of(std::string const& name, AttributeValue const& value) {
    Arguments arguments;
    arguments.add(name).add(value.index());
    auto const add = [&](auto const& held) {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::string>) {
            arguments.add(held);
        } else {
            arguments.add(std::string_view(reinterpret_cast<char const*>(&held), sizeof held));
        }
    };
    std::visit(
        [&](auto const& held) {
            if constexpr (is_list<std::decay_t<decltype(held)>>) {
                for (auto const& element : held) {
                    add(element);
                }
            } else {
                add(held);
            }
        },
        value);
    return arguments;
}

void check(std::string const& name, AttributeValue const& value, std::string const& where) {
    bool const is_empty_list = std::visit(
        [](auto const& held) {
            if constexpr (is_list<std::decay_t<decltype(held)>>) return held.empty();
            return false;
        },
        value);
    if (name.empty() || is_empty_list) {
        throw std::invalid_argument(where + ": attribute \"" + name + "\" without a " +
                                    (name.empty() ? "name" : "value"));
    }
}

/// The value as a list of Elements, if it is one or can pass as one.
template <class Element>
std::optional<std::vector<Element>> as_list(AttributeValue const& value) {
    if (auto const* element = std::get_if<Element>(&value)) return std::vector{*element};
    if (auto const* list = std::get_if<std::vector<Element>>(&value)) return *list;
    if constexpr (std::is_same_v<Element, double>) {
        auto const integers = as_list<std::int64_t>(value);
        if (integers) return std::vector<double>(integers->begin(), integers->end());
    }
    return std::nullopt;
}

template <class T>
T convert(AttributeValue const& value, std::string const& name, std::string const& where) {
    auto const wrong = [&](char const* allowed) {
        return BadInput("attribute \"" + name + "\" is of another kind or length", where, allowed);
    };
    if constexpr (is_list<T>) {
        auto list = as_list<typename T::value_type>(value);
        if (!list)
            throw wrong(std::is_same_v<T, std::vector<std::string>> ? "a list of texts"
                                                                    : "a list of numbers");
        return *std::move(list);
    } else {
        auto const list = as_list<T>(value);
        if (!list || list->size() != 1)
            throw wrong(std::is_same_v<T, std::string> ? "one text" : "one number");
        return list->front();
    }
}

}  // namespace

std::string Object::where() const {
    return node().where();
}

void Object::set(std::string const& name, AttributeValue const& value) {
    auto& session = *node().session;
    session.prepare(where(), hash_of(name, value), [&] { check(name, value, where()); });
    session.call(where(), [&] { detail::write_attribute(node().id, name, value); });
}

bool Object::has_attribute(std::string const& name) const {
    auto& session = *node().session;
    session.prepare(where(), Arguments().add(name));
    return session.call(where(), [&] {
        return detail::require(H5Aexists(node().id, name.c_str()), "look for an attribute") > 0;
    });
}

std::vector<std::string> Object::attribute_names() const {
    auto& session = *node().session;
    session.prepare(where(), Arguments().add("attributes"));
    return session.call(where(), [&] { return detail::attribute_names(node().id); });
}

AttributeValue Object::attribute(std::string const& name) const {
    auto& session = *node().session;
    session.prepare(where(), Arguments().add(name));
    return session.call(where(), [&] { return detail::read_attribute(node().id, name, where()); });
}

template <class T>
T Object::attribute(std::string const& name) const {
    auto const value = attribute(name);
    return parallel::in_agreement(node().session->communicator(),
                                  [&] { return convert<T>(value, name, where()); });
}

template std::string Object::attribute(std::string const&) const;
template double Object::attribute(std::string const&) const;
template std::int64_t Object::attribute(std::string const&) const;
template std::vector<std::string> Object::attribute(std::string const&) const;
template std::vector<double> Object::attribute(std::string const&) const;
template std::vector<std::int64_t> Object::attribute(std::string const&) const;

}  // namespace vespa::record
