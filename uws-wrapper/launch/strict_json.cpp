#include "launch/strict_json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

namespace vespa::uws {
namespace {

std::string kind_of(nlohmann::json const& value) {
    return value.is_null() ? "null" : value.type_name();
}

}  // namespace

StrictJson const& StrictJson::only(std::initializer_list<std::string_view> members) const {
    return only(std::vector<std::string_view>(members));
}

StrictJson const& StrictJson::only(std::vector<std::string_view> const& members) const {
    if (!value_.is_object()) refuse("an object is expected, not " + kind_of(value_));
    for (auto const& [name, value] : value_.items())
        if (std::find(members.begin(), members.end(), name) == members.end())
            StrictJson(value, place_ + "/" + name, fail_).refuse("this member is not known");
    return *this;
}

bool StrictJson::has(std::string const& member) const {
    return value_.is_object() && value_.contains(member);
}

bool StrictJson::is_null() const {
    return value_.is_null();
}

StrictJson StrictJson::at(std::string const& member) const {
    if (!value_.is_object()) refuse("an object is expected, not " + kind_of(value_));
    auto const found = value_.find(member);
    if (found == value_.end()) refuse("the member \"" + member + "\" is missing");
    return {*found, place_ + "/" + member, fail_};
}

std::string StrictJson::text() const {
    if (!value_.is_string()) refuse("a text is expected, not " + kind_of(value_));
    auto text = value_.get<std::string>();
    if (text.find('\0') != std::string::npos) refuse("the text holds a NUL");
    return text;
}

double StrictJson::number() const {
    if (!value_.is_number()) refuse("a number is expected, not " + kind_of(value_));
    auto const number = value_.get<double>();
    if (!std::isfinite(number)) refuse("the number is not finite");
    return number;
}

std::int64_t StrictJson::integer(std::int64_t least, std::int64_t most) const {
    bool const too_large =
        value_.is_number_unsigned() && value_.get<std::uint64_t>() > std::uint64_t(INT64_MAX);
    if (!value_.is_number_integer() || too_large || value_.get<std::int64_t>() < least ||
        value_.get<std::int64_t>() > most)
        refuse("an integer from " + std::to_string(least) + " to " + std::to_string(most) + " is expected");
    return value_.get<std::int64_t>();
}

bool StrictJson::boolean() const {
    if (!value_.is_boolean()) refuse("true or false is expected, not " + kind_of(value_));
    return value_.get<bool>();
}

std::vector<StrictJson> StrictJson::items() const {
    if (!value_.is_array()) refuse("an array is expected, not " + kind_of(value_));
    std::vector<StrictJson> items;
    for (auto const& item : value_)
        items.emplace_back(item, place_ + "/" + std::to_string(items.size()), fail_);
    return items;
}

std::vector<std::string> StrictJson::texts() const {
    std::vector<std::string> texts;
    for (auto const& item : items())
        texts.push_back(item.text());
    return texts;
}

std::vector<std::pair<std::string, std::string>> StrictJson::text_members() const {
    if (!value_.is_object()) refuse("an object is expected, not " + kind_of(value_));
    std::vector<std::pair<std::string, std::string>> members;
    for (auto const& [name, value] : value_.items())
        members.emplace_back(name, at(name).text());
    return members;
}

void StrictJson::refuse(std::string const& what) const {
    fail_(place_ + ": " + what);
    std::abort();  // fail_ throws
}

nlohmann::json parse_strict_json(std::string_view document, std::string const& file,
                                 StrictJson::Fail const& fail) {
    std::vector<std::set<std::string>> seen;  // member names of the objects that are open
    auto const watch = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start) seen.emplace_back();
        if (event == Event::object_end) seen.pop_back();
        if (event == Event::key && !seen.back().insert(parsed.get<std::string>()).second)
            fail(file + ": the member \"" + parsed.get<std::string>() + "\" stands twice in one object");
        return true;
    };
    try {
        return nlohmann::json::parse(document, watch);
    } catch (nlohmann::json::exception const& error) {
        fail(file + ": not JSON: " + error.what());
        std::abort();  // fail throws
    }
}

}  // namespace vespa::uws
