#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <set>
#include <string_view>

#include "codes/description_reader.hpp"
#include "codes/placeholders.hpp"
#include "codes/text.hpp"
#include "codes/values.hpp"

namespace vespa::uws {
namespace {

/// Names with which UWS controls a job.
constexpr std::array<std::string_view, 6> control_names = {"PHASE",       "ACTION", "RUNID",
                                                           "DESTRUCTION", "WAIT",   "EXECUTIONDURATION"};

bool is_letter(char byte) {
    return std::isalpha(static_cast<unsigned char>(byte)) != 0;
}

bool all_of(std::string_view text, std::string_view beside) {
    return std::all_of(text.begin(), text.end(), [&](char byte) {
        return std::isalnum(static_cast<unsigned char>(byte)) || beside.find(byte) != std::string_view::npos;
    });
}

bool is_inside(std::string const& file) {
    std::filesystem::path const path = file;
    return !file.empty() && path.is_relative() && path.has_filename() &&
           std::none_of(path.begin(), path.end(),
                        [](auto const& part) { return part == ".." || part == "."; });
}

bool is_media_type(std::string_view text) {
    return text.find('/') != std::string::npos && all_of(text, "/.+-;= ");
}

bool is_ending(std::string_view text) {
    return text.size() > 1 && text[0] == '.' && all_of(text, "._-");
}

std::string fault_of_value(Parameter const& parameter, std::string const& text, char const* what) {
    if (text.empty()) return {};
    try {
        check_value(parameter, text);
        return {};
    } catch (BadValue const& error) {
        return std::string(what) + ": " + error.what();
    }
}

std::string fault_of_bounds(Parameter const& parameter) {
    bool const number = parameter.datatype == Datatype::real || parameter.datatype == Datatype::integer;
    if (!number && !(parameter.min.empty() && parameter.max.empty()))
        return "only numbers have a minimum or maximum";
    Parameter unbounded = parameter;
    unbounded.min.clear();
    unbounded.max.clear();
    unbounded.options.clear();
    for (auto const& [what, text] : {std::pair("min", parameter.min), std::pair("max", parameter.max)})
        if (auto fault = fault_of_value(unbounded, text, what); !fault.empty()) return fault;
    if (number && !parameter.min.empty() && !parameter.max.empty()) {
        unbounded.max = parameter.max;
        return fault_of_value(unbounded, parameter.min, "min");
    }
    return {};
}

std::string fault_of(Parameter const& parameter) {
    if (!is_name(parameter.name)) return "is no name for a parameter";
    for (auto const control : control_names)
        if (equal_ignoring_case(parameter.name, control)) return "is a name that UWS uses itself";
    if (is_place(parameter.name)) return "is a placeholder's name";
    if (parameter.use == Parameter::Use::option && !is_option(parameter.option))
        return "\"" + parameter.option + "\" is no option: it must look like --name";
    if (auto fault = fault_of_bounds(parameter); !fault.empty()) return fault;
    if (parameter.max_length > 0 && parameter.datatype != Datatype::string)
        return "only strings have a max_length";
    if (parameter.datatype != Datatype::file && (!parameter.accept.empty() || parameter.max_bytes > 0))
        return "only files have accept and max_bytes";
    for (auto const& kind : parameter.accept)
        if (!is_ending(kind) && !is_media_type(kind))
            return "accept: \"" + kind + "\" is neither an ending like .txt nor a media type";
    // a file's default is a path of the program's; the default of a list is the whole list
    if (parameter.datatype == Datatype::file || parameter.multiple) return {};
    return fault_of_value(parameter, parameter.default_value, "default");
}

/// A pattern names files of one folder.
std::string fault_of_pattern(std::string const& file) {
    auto const folder = std::filesystem::path(file).parent_path().string();
    return folder.find_first_of("*?") == std::string::npos ? "" : "* and ? may stand after the last / only";
}

std::string fault_of(ResultFile const& result) {
    if (!is_name(result.name)) return "is no name for a result";
    if (!is_inside(result.file))
        return "\"" + result.file + "\" is no relative path inside the working directory";
    if (result.is_pattern())
        if (auto fault = fault_of_pattern(result.file); !fault.empty()) return fault;
    if (!is_media_type(result.content_type)) return "\"" + result.content_type + "\" is no media type";
    return {};
}

std::string fault_of(Preset const& preset, Description const& description) {
    if (!is_name(preset.name)) return "is no name for a preset";
    if (preset.values.empty()) return "has no values";
    for (auto const& [name, value] : preset.values) {
        auto const* parameter = description.find(name);
        if (parameter && parameter->datatype == Datatype::file)
            return "a preset cannot bring the file " + name;
    }
    try {
        check_values(description, preset.values);
        return {};
    } catch (BadValue const& error) {
        return error.what();
    }
}

}  // namespace

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 100 && (is_letter(text[0]) || text[0] == '_') &&
           all_of(text, "_.-");
}

bool is_option(std::string_view text) {
    return text.size() > 2 && text.starts_with("--") && text[2] != '-' && all_of(text, "_-");
}

std::string fault_of(Description const& description) {
    auto const& name = description.name;
    if (!is_name(name) ||
        std::any_of(name.begin(), name.end(), [](char byte) { return byte != lower(byte); }))
        return "/name: \"" + name + "\" is no name for a code (letters a to z, digits, - and _)";
    if (description.annotation.empty())
        return "/annotation: a sentence that says what the code does is expected";
    if (auto const fault = fault_of_launch(description); !fault.empty()) return "/launch: " + fault;
    for (auto const& parameter : description.parameters) {
        auto const where = "/parameters: " + parameter.name + ": ";
        if (auto const fault = fault_of(parameter); !fault.empty()) return where + fault;
        if (description.find(parameter.name) != &parameter) return where + "stands twice";
    }
    std::set<std::string> files;
    for (auto const& result : description.results) {
        auto const where = "/results: " + result.name + ": ";
        if (auto const fault = fault_of(result); !fault.empty()) return where + fault;
        if (!files.insert(result.file).second) return where + "its file is another result's too";
    }
    std::set<std::string> names;
    for (auto const& preset : description.presets) {
        auto const where = "/presets: " + preset.name + ": ";
        if (auto const fault = fault_of(preset, description); !fault.empty()) return where + fault;
        if (!names.insert(preset.name).second) return where + "stands twice";
    }
    return {};
}

}  // namespace vespa::uws
