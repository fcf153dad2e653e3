// From OPUS's descriptions to ours and back.
#include <algorithm>
#include <charconv>

#include "codes/description_reader.hpp"
#include "codes/jdl.hpp"

namespace vespa::uws {
namespace {

std::optional<double> seconds_of(std::string const& text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0 ||
        value > 2147483647)
        return std::nullopt;
    return value;
}

/// The bounds that VOTable's integers have by themselves.
void bound(Parameter& parameter, std::string const& datatype) {
    auto const within = [&](char const* least, char const* most) {
        if (parameter.min.empty()) parameter.min = least;
        if (parameter.max.empty()) parameter.max = most;
    };
    if (datatype == "xs:unsignedByte") within("0", "255");
    if (datatype == "xs:short") within("-32768", "32767");
    if (datatype == "xs:integer" || datatype == "xs:int") within("-2147483648", "2147483647");
}

Datatype datatype_of(std::string const& name) {
    if (name == "xs:boolean") return Datatype::boolean;
    if (name == "xs:double" || name == "xs:float") return Datatype::real;
    if (name == "xs:unsignedByte" || name == "xs:short" || name == "xs:integer" || name == "xs:int" ||
        name == "xs:long")
        return Datatype::integer;
    return name == "file" ? Datatype::file : Datatype::string;
}

std::vector<std::string> split(std::string const& text) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; !text.empty() && at <= text.size();) {
        auto const comma = std::min(text.find(',', at), text.size());
        parts.push_back(text.substr(at, comma - at));
        at = comma + 1;
    }
    return parts;
}

std::string joined(std::vector<std::string> const& parts) {
    std::string text;
    for (auto const& part : parts)
        text += (text.empty() ? "" : ",") + part;
    return text;
}

Parameter parameter_of(JdlItem const& item) {
    auto const text = [&](char const* name) { return jdl_text(item.members, name); };
    Parameter parameter;
    parameter.name = item.name;
    parameter.use = Parameter::Use::named;
    parameter.datatype = datatype_of(text("datatype"));
    parameter.default_value = text("default");
    parameter.unit = text("unit");
    parameter.ucd = text("ucd");
    parameter.utype = text("utype");
    parameter.annotation = text("annotation");
    parameter.min = text("min");
    parameter.max = text("max");
    parameter.options = split(text("options"));
    bound(parameter, text("datatype"));
    // OPUS gives what its client leaves out its default: only what has none must be given.
    parameter.required = text("required") != "false" && parameter.default_value.empty();
    return parameter;
}

/// An input: a file that is uploaded, or a text that stands for one elsewhere.
void add_used(JdlItem const& item, Description& description) {
    auto const text = [&](char const* name) { return jdl_text(item.members, name); };
    auto const url = text("url");
    auto found = std::find_if(description.parameters.begin(), description.parameters.end(),
                              [&](Parameter const& parameter) { return parameter.name == item.name; });
    if (found == description.parameters.end()) {
        auto parameter = parameter_of(item);
        parameter.required = false;
        found = description.parameters.insert(description.parameters.end(), parameter);
    }
    if (url.starts_with("file://")) found->datatype = Datatype::file;
    if (auto const many = text("multiplicity"); many != "" && many != "1" && many != "0")
        found->multiple = true;
    if (!url.empty() && !url.starts_with("file://"))
        description.warnings.push_back(item.name + ": is not fetched from " + url +
                                       "; the program is given its value");
}

ResultFile result_of(JdlItem const& item) {
    auto const text = [&](char const* name) { return jdl_text(item.members, name); };
    ResultFile result{item.name, text("default"), text("content_type"), text("annotation"),
                      text("role") == "main"};
    if (result.file.empty()) result.file = item.name;
    if (result.content_type.empty()) result.content_type = "application/octet-stream";
    return result;
}

std::string datatype_for_opus(Datatype datatype) {
    return datatype == Datatype::integer ? "xs:long" : datatype_name(datatype);
}

JdlItem item_of(Parameter const& parameter) {
    JdlItem item{parameter.name,
                 {{"datatype", datatype_for_opus(parameter.datatype)},
                  {"required", parameter.required ? "true" : "false"},
                  {"default", parameter.default_value},
                  {"unit", parameter.unit},
                  {"ucd", parameter.ucd},
                  {"utype", parameter.utype},
                  {"annotation", parameter.annotation}}};
    bool const listed =
        std::none_of(parameter.options.begin(), parameter.options.end(),
                     [](auto const& option) { return option.find(',') != std::string::npos; });
    if (!parameter.min.empty()) set_jdl(item.members, "min", parameter.min);
    if (!parameter.max.empty()) set_jdl(item.members, "max", parameter.max);
    if (!parameter.min.empty() || !parameter.max.empty() || !parameter.options.empty())
        set_jdl(item.members, "options", listed ? joined(parameter.options) : "");
    return item;
}

JdlItem used_of(Parameter const& parameter) {
    auto const type = std::find_if(parameter.accept.begin(), parameter.accept.end(),
                                   [](auto const& kind) { return kind.find('/') != std::string::npos; });
    return {parameter.name,
            {{"datatype", "file"},
             {"annotation", parameter.annotation},
             {"url", "file://$ID"},
             {"default", parameter.default_value},
             {"role", parameter.group},
             {"multiplicity", parameter.multiple ? "*" : "1"},
             {"content_type", type == parameter.accept.end() ? "" : *type}}};
}

}  // namespace

Description description_of(Jdl const& jdl) {
    auto const text = [&](char const* name) { return jdl_text(jdl.header, name); };
    Description description;
    description.name = jdl.name;
    description.annotation = text("annotation").empty() ? jdl.name : text("annotation");
    description.doculink = text("doculink");
    description.type = text("type");
    description.subtype = text("subtype");
    description.version = text("version");
    description.contact_name = text("contact_name");
    description.contact_email = text("contact_email");
    description.expected_s = seconds_of(text("quote")).value_or(0);
    auto const duration =
        text("executionDuration").empty() ? text("executionduration") : text("executionDuration");
    description.launch.wall_time_s = seconds_of(duration).value_or(0);
    for (auto const& item : jdl.parameters)
        description.parameters.push_back(parameter_of(item));
    for (auto const& item : jdl.used)
        add_used(item, description);
    for (auto const& item : jdl.generated)
        description.results.push_back(result_of(item));
    description.jdl = std::make_shared<Jdl const>(jdl);
    return description;
}

Jdl jdl_of(Description const& description) {
    if (description.jdl) return *description.jdl;
    auto const whole = [](double seconds) { return std::to_string(static_cast<long>(seconds)); };
    Jdl jdl;
    jdl.name = description.name;
    jdl.header = {{"annotation", description.annotation},
                  {"doculink", description.doculink},
                  {"type", description.type},
                  {"subtype", description.subtype},
                  {"version", description.version},
                  {"contact_name", description.contact_name},
                  {"contact_email", description.contact_email},
                  {"executionDuration", whole(description.launch.wall_time_s)},
                  {"quote", whole(description.expected_s)},
                  {"script", ""}};
    for (auto const& parameter : description.parameters) {
        jdl.parameters.push_back(item_of(parameter));
        if (parameter.datatype == Datatype::file) jdl.used.push_back(used_of(parameter));
    }
    auto const* const main = description.main_result();
    for (auto const& result : description.results) {
        auto const same = [&](JdlItem const& item) { return item.name == result.name; };
        if (std::any_of(jdl.generated.begin(), jdl.generated.end(), same)) continue;  // an alternative
        jdl.generated.push_back({result.name,
                                 {{"annotation", result.annotation},
                                  {"role", &result == main ? "main" : ""},
                                  {"multiplicity", result.is_pattern() ? "*" : "1"},
                                  {"default", result.file},
                                  {"content_type", result.content_type}}});
    }
    return jdl;
}

}  // namespace vespa::uws
