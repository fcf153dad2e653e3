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

/// What can stand as an element of a URL and as the id of an XML element's attribute without escaping.
bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 100 && (is_letter(text[0]) || text[0] == '_') &&
           all_of(text, "_.-");
}

bool is_option(std::string_view text) {
    return text.size() > 2 && text.starts_with("--") && text[2] != '-' && all_of(text, "_-");
}

bool is_inside(std::string const& file) {
    std::filesystem::path const path = file;
    return !file.empty() && path.is_relative() && path.has_filename() &&
           std::none_of(path.begin(), path.end(),
                        [](auto const& part) { return part == ".." || part == "."; });
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
    if (parameter.use == Parameter::Use::option && !is_option(parameter.option))
        return "\"" + parameter.option + "\" is no option: it must look like --name";
    if (auto fault = fault_of_bounds(parameter); !fault.empty()) return fault;
    // a file's default is a path of the program's; the default of a list is the whole list
    if (parameter.datatype == Datatype::file || parameter.multiple) return {};
    return fault_of_value(parameter, parameter.default_value, "default");
}

std::string fault_of(ResultFile const& result) {
    if (!is_name(result.name)) return "is no name for a result";
    if (!is_inside(result.file))
        return "\"" + result.file + "\" is no relative path inside the working directory";
    if (result.content_type.find('/') == std::string::npos || !all_of(result.content_type, "/.+-;= "))
        return "\"" + result.content_type + "\" is no media type";
    return {};
}

std::string fault_of(LaunchBlock const& launch, Description const& description) {
    if (launch.ranks_max > 0 && launch.ranks_default > launch.ranks_max)
        return "ranks_default is above ranks_max";
    if (launch.wall_time_max_s > 0 && launch.wall_time_s > launch.wall_time_max_s)
        return "wall_time_s is above wall_time_max_s";
    if (launch.argv.empty()) return "argv is empty";
    if (!launch.progress_argument.empty() && !is_option(launch.progress_argument))
        return "progress_argument must look like --name";
    if (!launch.inputs_argument.empty() && !is_option(launch.inputs_argument))
        return "inputs_argument must look like --name";
    std::vector<std::string> templates = launch.argv;
    templates.insert(templates.end(), launch.fixed_arguments.begin(), launch.fixed_arguments.end());
    for (auto const& command : launch.after) {
        if (command.argv.empty()) return "after: argv is empty";
        templates.insert(templates.end(), command.argv.begin(), command.argv.end());
        auto const named = [&](ResultFile const& result) { return result.name == command.result; };
        if (!command.result.empty() &&
            std::none_of(description.results.begin(), description.results.end(), named))
            return "after: there is no result \"" + command.result + "\"";
    }
    for (auto const& [name, value] : launch.environment) {
        if (name.empty() || name.find('=') != std::string::npos)
            return "environment: \"" + name + "\" is no name";
        templates.push_back(value);
    }
    for (auto const& text : templates) {
        if (text == ":") return "mpirun cannot hand on an argument that is just a colon";
        if (auto const unknown = unknown_placeholder(text); !unknown.empty())
            return "{" + unknown + "} is no placeholder";
    }
    auto const* config =
        launch.config_parameter.empty() ? nullptr : description.find(launch.config_parameter);
    if (config && config->datatype != Datatype::file) return "config_parameter names no file";
    return {};
}

}  // namespace

std::string fault_of(Description const& description) {
    auto const& name = description.name;
    if (!is_name(name) ||
        std::any_of(name.begin(), name.end(), [](char byte) { return byte != lower(byte); }))
        return "/name: \"" + name + "\" is no name for a code (letters a to z, digits, - and _)";
    bool const bare = description.program.find('/') == std::string::npos;
    if (description.program.empty() || (!bare && description.program[0] != '/'))
        return "/program: must be a file name or an absolute path";
    if (auto const fault = fault_of(description.launch, description); !fault.empty())
        return "/launch: " + fault;
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
    return {};
}

}  // namespace vespa::uws
