#include "codes/values.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>

#include "codes/text.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t longest_quoted = 60;

[[noreturn]] void refuse(Parameter const& parameter, std::string const& what) {
    throw BadValue("parameter " + parameter.name + ": " + what);
}

std::string quoted(std::string const& text) {
    return text.size() <= longest_quoted ? "\"" + text + "\""
                                         : "\"" + text.substr(0, longest_quoted) + "...\"";
}

/// The whole of `text` as a number; XML Schema allows a leading plus.
template <class Number>
bool parse(std::string_view text, Number& number) {
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
    auto const [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && rest == text.data() + text.size();
}

std::string range_text(Parameter const& parameter) {
    auto const unit = parameter.unit.empty() ? "" : " " + parameter.unit;
    if (parameter.min.empty()) return "at most " + parameter.max + unit;
    if (parameter.max.empty()) return "at least " + parameter.min + unit;
    return "from " + parameter.min + " to " + parameter.max + unit;
}

template <class Number>
void check_number(Parameter const& parameter, std::string const& text, char const* kind) {
    Number value{}, bound{};
    bool right = parse(text, value);
    if constexpr (std::is_floating_point_v<Number>) right = right && std::isfinite(value);
    if (!right) refuse(parameter, quoted(text) + " is not " + kind);
    bool const below = !parameter.min.empty() && parse(parameter.min, bound) && value < bound;
    bool const above = !parameter.max.empty() && parse(parameter.max, bound) && value > bound;
    if (below || above)
        refuse(parameter, quoted(text) + " is out of range; allowed: " + range_text(parameter));
}

void check_options(Parameter const& parameter, std::string const& text) {
    auto const& options = parameter.options;
    if (options.empty() || std::find(options.begin(), options.end(), text) != options.end()) return;
    std::string allowed;
    for (auto const& option : options)
        allowed += (allowed.empty() ? "" : ", ") + option;
    refuse(parameter, quoted(text) + " is none of its options; allowed: " + allowed);
}

/// Whether a configuration file is among the values: it may hold what the code requires, and the code itself
/// says what is missing there.
bool takes_config_file(Description const& description, Values const& values) {
    auto const& config = description.launch.config_parameter;
    if (config.empty()) return false;
    return std::any_of(values.begin(), values.end(), [&](auto const& value) {
        return equal_ignoring_case(value.first, config) && !value.second.empty();
    });
}

}  // namespace

bool is_plain_file_name(std::string_view name) {
    return !name.empty() && name.size() <= 200 && name[0] != '.' && name[0] != '-' &&
           std::none_of(name.begin(), name.end(), [](char byte) {
               return byte == '/' || static_cast<unsigned char>(byte) < 32 || byte == 127;
           });
}

void check_value(Parameter const& parameter, std::string const& text) {
    if (text.find('\0') != std::string::npos) refuse(parameter, "the value holds a NUL");
    if (text.size() > longest_value)
        refuse(parameter, "the value has " + std::to_string(text.size()) + " bytes; allowed: at most " +
                              std::to_string(longest_value));
    switch (parameter.datatype) {
        case Datatype::real:
            check_number<double>(parameter, text, "a finite number");
            break;
        case Datatype::integer:
            check_number<std::int64_t>(parameter, text, "an integer of 64 bits");
            break;
        case Datatype::boolean:
            if (text != "true" && text != "false" && text != "1" && text != "0")
                refuse(parameter, quoted(text) + " is not a boolean; allowed: true, false, 1, 0");
            break;
        case Datatype::file:
            if (!is_plain_file_name(text))
                refuse(parameter, quoted(text) + " is not the name of an uploaded file");
            break;
        case Datatype::string:
            if (parameter.max_length > 0 && text.size() > parameter.max_length)
                refuse(parameter, "the value has " + std::to_string(text.size()) +
                                      " bytes; allowed: at most " + std::to_string(parameter.max_length));
            break;
    }
    check_options(parameter, text);
}

void check_upload(Parameter const& parameter, std::string_view file_name, std::string_view content_type,
                  std::uint64_t bytes) {
    auto const where = "parameter " + parameter.name + ": ";
    if (parameter.max_bytes > 0 && bytes > parameter.max_bytes)
        throw BadUpload(BadUpload::Why::too_large, where + "the file is larger than the " +
                                                       std::to_string(parameter.max_bytes) +
                                                       " bytes that are allowed");
    auto const type = content_type.substr(0, content_type.find_first_of("; \t"));
    auto const is_of = [&](std::string const& kind) {
        if (kind[0] != '.') return equal_ignoring_case(kind, type);
        return file_name.size() > kind.size() &&
               equal_ignoring_case(kind, file_name.substr(file_name.size() - kind.size()));
    };
    auto const& accept = parameter.accept;
    if (accept.empty() || std::any_of(accept.begin(), accept.end(), is_of)) return;
    std::string allowed;
    for (auto const& kind : accept)
        allowed += (allowed.empty() ? "" : ", ") + kind;
    throw BadUpload(BadUpload::Why::wrong_kind, where + "the file " + quoted(std::string(file_name)) +
                                                    " is not of a kind that is allowed: " + allowed);
}

Preset const& preset_named(Description const& description, std::string_view name) {
    std::string known;
    for (auto const& preset : description.presets) {
        if (equal_ignoring_case(preset.name, name)) return preset;
        known += (known.empty() ? "" : ", ") + preset.name;
    }
    throw BadValue("the code " + description.name + " has no preset " + quoted(std::string(name)) +
                   (known.empty() ? "" : "; it has " + known));
}

void check_values(Description const& description, Values const& values) {
    std::set<Parameter const*> seen;
    for (auto const& [name, text] : values) {
        auto const* parameter = description.find(name);
        if (!parameter)
            throw BadValue("parameter " + name + ": the code " + description.name + " has none of that name");
        if (!seen.insert(parameter).second && !parameter->multiple)
            refuse(*parameter, "is given more than once");
        check_value(*parameter, text);
    }
}

void check_complete(Description const& description, Values const& values) {
    check_values(description, values);
    if (takes_config_file(description, values)) return;
    for (auto const& parameter : description.parameters) {
        auto const given = [&](auto const& value) { return description.find(value.first) == &parameter; };
        if (parameter.required && std::none_of(values.begin(), values.end(), given))
            refuse(parameter, "is required and not given");
    }
}

}  // namespace vespa::uws
