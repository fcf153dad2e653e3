#include "codes/jdl.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "launch/strict_json.hpp"

namespace vespa::uws {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void fail(std::string const& message) {
    throw BadDescription(message);
}
StrictJson::Fail const refuse = fail;

Json json_of(JdlMembers const& members) {
    Json json = Json::object();
    for (auto const& [name, text] : members)
        json[name] = text;
    return json;
}

void add_items(Json& json, char const* group, std::vector<JdlItem> const& items) {
    json[group] = Json::object();
    for (auto const& item : items)
        json[group][item.name] = json_of(item.members);
}

void add_keys(Json& json, char const* member, std::vector<JdlItem> const& items) {
    json[member] = Json::array();
    for (auto const& item : items)
        json[member].push_back(item.name);
}

void add_control(Json& json) {
    json["control_parameters"] = {{"runId", "User specific label for the job"},
                                  {"executionDuration", "Required execution duration in seconds"},
                                  // OPUS's own words, which its users' files hold
                                  {"destruction", "Date of desctruction of the job"},
                                  {"uws_quote", "Estimation of the duration of the job"}};
    json["control_parameters_keys"] = {"runId", "executionDuration", "destruction", "uws_quote"};
}

/// OPUS's own writers leave numbers and booleans in some places where others have texts.
std::string scalar(nlohmann::json const& value, StrictJson const& place) {
    if (value.is_string()) return place.text();
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    if (value.is_number()) return value.dump();
    if (value.is_null()) return {};
    place.refuse("a text is expected");
}

JdlMembers members_of(nlohmann::json const& json, StrictJson const& place) {
    if (!json.is_object()) place.refuse("an object is expected");
    JdlMembers members;
    for (auto const& [name, value] : json.items())
        if (!value.is_structured()) members.emplace_back(name, scalar(value, place.at(name)));
    return members;
}

/// The items of a group in the order of its keys; those without one follow by name.
std::vector<JdlItem> items_of(nlohmann::json const& json, StrictJson const& root, std::string const& group) {
    std::vector<JdlItem> items;
    if (!root.has(group)) return items;
    auto const place = root.at(group);
    auto const& all = json.at(group);
    if (!all.is_object()) place.refuse("an object is expected");
    std::vector<std::string> order;
    if (root.has(group + "_keys")) order = root.at(group + "_keys").texts();
    for (auto const& [name, value] : all.items())
        if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
    for (auto const& name : order) {
        auto const same = [&](JdlItem const& item) { return item.name == name; };
        if (std::any_of(items.begin(), items.end(), same))
            place.refuse("\"" + name + "\" stands twice in its keys");
        auto const item = place.at(name);
        items.push_back({name, members_of(all.at(name), item)});
    }
    return items;
}

}  // namespace

std::string jdl_text(JdlMembers const& members, std::string_view name) {
    for (auto const& [known, text] : members)
        if (known == name) return text;
    return {};
}

void set_jdl(JdlMembers& members, std::string_view name, std::string text) {
    for (auto& [known, old] : members)
        if (known == name) {
            old = std::move(text);
            return;
        }
    members.emplace_back(name, std::move(text));
}

Json jdl_json(Jdl const& jdl, bool with_control) {
    Json json = Json::object();
    if (with_control) add_control(json);
    json["name"] = jdl.name;
    add_items(json, "parameters", jdl.parameters);
    add_items(json, "generated", jdl.generated);
    add_items(json, "used", jdl.used);
    json.update(json_of(jdl.header));
    add_keys(json, "parameters_keys", jdl.parameters);
    add_keys(json, "used_keys", jdl.used);
    add_keys(json, "generated_keys", jdl.generated);
    return json;
}

Jdl read_jdl_json(std::string_view document, std::string const& file) {
    auto const json = parse_strict_json(document, file, refuse);
    StrictJson const root(json, file + ": ", refuse);
    Jdl jdl;
    jdl.header = members_of(json, root);
    jdl.name = root.at("name").text();
    jdl.header.erase(std::remove_if(jdl.header.begin(), jdl.header.end(),
                                    [](auto const& member) { return member.first == "name"; }),
                     jdl.header.end());
    jdl.parameters = items_of(json, root, "parameters");
    jdl.used = items_of(json, root, "used");
    jdl.generated = items_of(json, root, "generated");
    return jdl;
}

}  // namespace vespa::uws
