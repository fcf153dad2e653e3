#include "codes/description_reader.hpp"

#include <array>
#include <initializer_list>
#include <utility>

#include "codes/text.hpp"
#include "codes/values.hpp"

namespace vespa::uws {
namespace {

constexpr char description_format[] = "vespa-job-description/1";
constexpr char overlay_format[] = "vespa-launch/1";
constexpr std::array<std::pair<Datatype, char const*>, 5> datatypes = {{{Datatype::real, "xs:double"},
                                                                        {Datatype::integer, "xs:integer"},
                                                                        {Datatype::string, "xs:string"},
                                                                        {Datatype::boolean, "xs:boolean"},
                                                                        {Datatype::file, "file"}}};

Datatype datatype_of(StrictJson const& json) {
    auto const text = json.text();
    std::string known;
    for (auto const& [datatype, name] : datatypes) {
        if (text == name) return datatype;
        known += std::string(known.empty() ? "" : ", ") + name;
    }
    json.refuse("\"" + text + "\" is not one of " + known);
}

void demand_format(StrictJson const& json, char const* format) {
    if (json.at("format").text() != format)
        json.at("format").refuse(std::string("\"") + format + "\" is expected");
}

/// Reads a member into its place if it is there.
void take(StrictJson const& json, char const* member, std::string& text) {
    if (json.has(member)) text = json.at(member).text();
}
void take(StrictJson const& json, char const* member, bool& flag) {
    if (json.has(member)) flag = json.at(member).boolean();
}
void take(StrictJson const& json, char const* member, std::vector<std::string>& texts) {
    if (json.has(member)) texts = json.at(member).texts();
}

Parameter parameter_of(StrictJson const& json) {
    json.only({"name", "option", "datatype", "unit", "ucd", "utype", "default", "min", "max", "max_length",
               "options", "required", "multiple", "group", "annotation", "accept", "max_bytes"});
    Parameter parameter;
    parameter.name = json.at("name").text();
    parameter.datatype = datatype_of(json.at("datatype"));
    parameter.use = json.has("option") ? Parameter::Use::option : Parameter::Use::named;
    take(json, "option", parameter.option);
    take(json, "unit", parameter.unit);
    take(json, "ucd", parameter.ucd);
    take(json, "utype", parameter.utype);
    take(json, "default", parameter.default_value);
    take(json, "min", parameter.min);
    take(json, "max", parameter.max);
    take(json, "options", parameter.options);
    take(json, "required", parameter.required);
    take(json, "multiple", parameter.multiple);
    take(json, "group", parameter.group);
    take(json, "annotation", parameter.annotation);
    take(json, "accept", parameter.accept);
    if (json.has("max_length"))
        parameter.max_length = static_cast<std::size_t>(json.at("max_length").integer(1, longest_value));
    if (json.has("max_bytes"))
        parameter.max_bytes = static_cast<std::uint64_t>(json.at("max_bytes").integer(1, INT64_MAX));
    return parameter;
}

ResultFile result_of(StrictJson const& json) {
    json.only({"name", "file", "content_type", "annotation", "main"});
    ResultFile result;
    result.name = json.at("name").text();
    result.file = json.at("file").text();
    result.content_type = json.at("content_type").text();
    take(json, "annotation", result.annotation);
    take(json, "main", result.main);
    return result;
}

Preset preset_of(StrictJson const& json) {
    json.only({"name", "annotation", "values"});
    Preset preset;
    preset.name = json.at("name").text();
    take(json, "annotation", preset.annotation);
    preset.values = json.at("values").text_members();
    return preset;
}

constexpr std::array<std::string_view, 11> about_members = {
    "annotation",    "version",  "doculink", "type",       "subtype", "contact_name",
    "contact_email", "citation", "licence",  "expected_s", "presets"};

/// What is said about the code beside how it is run.
void read_about(StrictJson const& json, Description& description) {
    take(json, "annotation", description.annotation);
    take(json, "version", description.version);
    take(json, "doculink", description.doculink);
    take(json, "type", description.type);
    take(json, "subtype", description.subtype);
    take(json, "contact_name", description.contact_name);
    take(json, "contact_email", description.contact_email);
    take(json, "citation", description.citation);
    take(json, "licence", description.licence);
    if (json.has("expected_s")) {
        description.expected_s = json.at("expected_s").number();
        if (description.expected_s < 0) json.at("expected_s").refuse("seconds are expected");
    }
    if (json.has("presets"))
        for (auto const& item : json.at("presets").items())
            description.presets.push_back(preset_of(item));
}

std::vector<std::string_view> together(std::initializer_list<std::string_view> own,
                                       std::vector<std::string_view> const& more = {}) {
    std::vector<std::string_view> all(own);
    for (auto const name : about_members)
        all.push_back(name);
    for (auto const name : more)
        all.push_back(name);
    return all;
}

}  // namespace

std::string datatype_name(Datatype datatype) {
    for (auto const& [known, name] : datatypes)
        if (known == datatype) return name;
    return {};
}

Description description_of(StrictJson const& json) {
    json.only(together({"format", "name", "program", "parameters", "results", "launch"}));
    demand_format(json, description_format);
    Description description;
    description.name = json.at("name").text();
    json.at("annotation");
    read_about(json, description);
    take(json, "program", description.program);
    for (auto const& item : json.at("parameters").items())
        description.parameters.push_back(parameter_of(item));
    for (auto const& item : json.at("results").items())
        description.results.push_back(result_of(item));
    if (json.has("launch")) {
        json.at("launch").only(launch_members());
        read_launch(json.at("launch"), description.launch);
        description.launch.runnable = true;
    }
    return description;
}

void apply_overlay(StrictJson const& json, Description& description) {
    json.only(together({"format", "program", "results"}, launch_members()));
    demand_format(json, overlay_format);
    read_about(json, description);
    take(json, "program", description.program);
    if (json.has("results"))
        for (auto const& item : json.at("results").items())
            description.results.push_back(result_of(item));
    read_launch(json, description.launch);
    if (json.has("program") || json.has("argv") || json.has("script")) description.launch.runnable = true;
}

void add_own_parameters(Description& description) {
    auto const& launch = description.launch;
    if (!launch.config_parameter.empty() && !description.find(launch.config_parameter)) {
        Parameter config;
        config.name = launch.config_parameter;
        config.option = "--" + launch.config_parameter;
        config.datatype = Datatype::file;
        config.group = "Run";
        config.annotation = "File with the values of parameters; a parameter given beside it wins.";
        description.parameters.push_back(config);
    }
    if (!launch.mpi || !launch.runnable) return;
    Parameter number;
    number.name = "ranks";
    number.datatype = Datatype::integer;
    number.default_value = std::to_string(launch.ranks_default);
    number.min = std::to_string(1);
    if (launch.ranks_max > 0) number.max = std::to_string(launch.ranks_max);
    number.group = "Run";
    number.annotation = "Number of MPI ranks. It changes how long the run takes, not what it finds.";
    number.use = Parameter::Use::ranks;
    description.parameters.push_back(number);
}

}  // namespace vespa::uws
