#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::uws {

/// A place in a JSON document that is read strictly: what is missing, of another type or not known is an
/// error that names file and place. Refers to the document, which must outlive it.
class StrictJson {
  public:
    /// Throws the caller's exception for a message "FILE: PLACE: what is wrong".
    using Fail = std::function<void(std::string const& message)>;

    StrictJson(nlohmann::json const& value, std::string place, Fail const& fail)
        : value_(value), place_(std::move(place)), fail_(fail) {}

    /// This must be an object with no member beside these.
    StrictJson const& only(std::initializer_list<std::string_view> members) const;
    StrictJson const& only(std::vector<std::string_view> const& members) const;
    bool has(std::string const& member) const;
    bool is_null() const;
    StrictJson at(std::string const& member) const;  ///< must be there

    std::string text() const;
    double number() const;  ///< finite
    std::int64_t integer(std::int64_t least, std::int64_t most) const;
    bool boolean() const;
    std::vector<StrictJson> items() const;
    std::vector<std::string> texts() const;
    /// Members of an object whose values are texts, by name.
    std::vector<std::pair<std::string, std::string>> text_members() const;

    /// Throws through the caller's Fail.
    [[noreturn]] void refuse(std::string const& what) const;

  private:
    nlohmann::json const& value_;
    std::string place_;
    Fail const& fail_;
};

/// Parses a whole document; a member that stands twice in one object is an error too. \param file for
/// messages
nlohmann::json parse_strict_json(std::string_view document, std::string const& file,
                                 StrictJson::Fail const& fail);

}  // namespace vespa::uws
