// What can be wrong with the way a code is run.
#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "codes/description_reader.hpp"
#include "codes/placeholders.hpp"
#include "codes/values.hpp"

namespace vespa::uws {
namespace {

/// Variables that make a program, its shell, loader or MPI do something else: values never get there.
bool is_sensitive(std::string_view name) {
    constexpr std::array<std::string_view, 11> names = {
        "PATH", "HOME", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "BASHOPTS", "PS4", "LANG", "TMPDIR", "CDPATH"};
    constexpr std::array<std::string_view, 8> beginnings = {"BASH_FUNC", "LD_",  "OMPI_",  "PMIX_",
                                                            "PRTE_",     "UWS_", "PYTHON", "PERL"};
    return std::find(names.begin(), names.end(), name) != names.end() ||
           std::any_of(beginnings.begin(), beginnings.end(),
                       [&](auto begin) { return name.starts_with(begin); });
}

bool is_variable(std::string_view name) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
    return !name.empty() && (name[0] < '0' || name[0] > '9') &&
           name.find_first_not_of(letters) == std::string_view::npos;
}

std::string fault_of_bounds(LaunchBlock const& launch) {
    if (launch.ranks_max > 0 && launch.ranks_default > launch.ranks_max)
        return "ranks_default is above ranks_max";
    if (launch.wall_time_max_s > 0 && launch.wall_time_s > launch.wall_time_max_s)
        return "wall_time_s is above wall_time_max_s";
    return {};
}

std::string fault_of_options(LaunchBlock const& launch, Description const& description) {
    if (!launch.progress_argument.empty() && !is_option(launch.progress_argument))
        return "progress_argument must look like --name";
    if (!launch.inputs_argument.empty() && !is_option(launch.inputs_argument))
        return "inputs_argument must look like --name";
    auto const* config =
        launch.config_parameter.empty() ? nullptr : description.find(launch.config_parameter);
    if (config && config->datatype != Datatype::file) return "config_parameter names no file";
    return {};
}

/// Placeholders of a launch block, and which parameters they name.
class Naming {
  public:
    explicit Naming(Description const& description) : description_(description) {}

    /// A text whose placeholders may name parameters.
    std::string fault_of(std::string_view text) {
        auto const knows = [&](std::string_view name) { return description_.find(name) != nullptr; };
        if (auto const unknown = unknown_placeholder(text, knows); !unknown.empty())
            return "{" + unknown + "} is no placeholder";
        for (auto const& piece : split_template(text))
            if (piece.is_hole && !is_place(piece.text)) named_.insert(description_.find(piece.text));
        return {};
    }
    bool names_parameters(std::string_view text) const {
        auto const pieces = split_template(text);
        return std::any_of(pieces.begin(), pieces.end(),
                           [](auto const& piece) { return piece.is_hole && !is_place(piece.text); });
    }
    bool is_named(Parameter const& parameter) const { return named_.count(&parameter) > 0; }

  private:
    Description const& description_;
    std::set<Parameter const*> named_;
};

bool has_width(std::string_view text) {
    auto const pieces = split_template(text);
    return std::any_of(pieces.begin(), pieces.end(), [](auto const& piece) { return piece.width != 0; });
}

std::string fault_of_arguments(LaunchBlock const& launch, Naming& places) {
    if (launch.argv.empty()) return "argv is empty";
    auto arguments = launch.argv;
    arguments.insert(arguments.end(), launch.fixed_arguments.begin(), launch.fixed_arguments.end());
    for (auto const& text : arguments) {
        if (text == ":") return "mpirun cannot hand on an argument that is just a colon";
        if (has_width(text)) return "\"" + text + "\": columns are for lines of input files only";
        if (auto fault = places.fault_of(text); !fault.empty()) return fault;
    }
    if (places.names_parameters(launch.argv.front()))
        return "the program to be run cannot be a parameter's value";
    return {};
}

std::string fault_of_after(LaunchBlock const& launch, Description const& description) {
    for (auto const& command : launch.after) {
        if (command.argv.empty()) return "after: argv is empty";
        for (auto const& text : command.argv)
            if (auto const unknown = unknown_placeholder(text); !unknown.empty())
                return "after: {" + unknown + "} is no placeholder here";
        auto const named = [&](ResultFile const& result) { return result.name == command.result; };
        if (!command.result.empty() &&
            std::none_of(description.results.begin(), description.results.end(), named))
            return "after: there is no result \"" + command.result + "\"";
    }
    return {};
}

std::string fault_of_environment(LaunchBlock const& launch, Naming& places) {
    for (auto const& [name, value] : launch.environment) {
        if (name.empty() || name.find('=') != std::string::npos)
            return "environment: \"" + name + "\" is no name";
        if (places.names_parameters(value) && (is_sensitive(name) || !is_variable(name)))
            return "environment: " + name + " cannot be a parameter's value";
        if (auto fault = places.fault_of(value); !fault.empty()) return "environment: " + fault;
    }
    return {};
}

/// Values are quoted as a namelist wants it: a placeholder inside quotes would be quoted twice.
bool has_hole_in_quotes(std::string_view text) {
    char open = 0;
    for (auto const& piece : split_template(text)) {
        if (piece.is_hole && open != 0) return true;
        for (char const byte : piece.is_hole ? std::string_view() : std::string_view(piece.text)) {
            if (open == 0 && byte == '!') break;
            if (open == 0 && (byte == '\'' || byte == '"'))
                open = byte;
            else if (byte == open)
                open = 0;
        }
    }
    return false;
}

std::string fault_of_input(InputTemplate const& input, Description const& description, Naming& places) {
    if (!is_plain_file_name(input.file)) return "is no plain file name";
    for (auto const& parameter : description.parameters)
        if (!input.in_work && parameter.datatype == Datatype::file &&
            input.file.starts_with(parameter.name + "_"))
            return "could be the name of an upload of " + parameter.name;
    for (auto const& text : input.lines) {
        if (text.find_first_of("\n\r") != std::string::npos) return "a line holds a line break";
        if (auto fault = places.fault_of(text); !fault.empty()) return fault;
        if (input.format != TextFormat::text && has_width(text))
            return "columns are for format \"text\" only";
        if (input.format == TextFormat::namelist && has_hole_in_quotes(text))
            return "\"" + text + "\": a namelist's texts are quoted with their value, take the quotes away";
    }
    return {};
}

std::string fault_of_inputs(LaunchBlock const& launch, Description const& description, Naming& places) {
    std::set<std::pair<bool, std::string>> files;
    for (auto const& input : launch.inputs) {
        auto const where = "inputs: " + input.file + ": ";
        if (auto fault = fault_of_input(input, description, places); !fault.empty()) return where + fault;
        if (!files.insert({input.in_work, input.file}).second) return where + "stands twice";
    }
    return {};
}

/// A script gets every value as a variable of its parameter's name, every result's file as one of its name.
std::string fault_of_script(Description const& description) {
    std::set<std::string> names;
    auto const fault = [&](std::string const& name) -> std::string {
        if (!is_variable(name) || is_sensitive(name)) return name + " cannot be a variable of a script";
        return {};
    };
    for (auto const& parameter : description.parameters)
        if (auto why = fault(parameter.name); !why.empty()) return "script: " + why;
    for (auto const& result : description.results)
        if (auto why = result.is_pattern() ? "" : fault(result.name); !why.empty()) return "script: " + why;
    return {};
}

std::string fault_of_program(Description const& description) {
    auto const& program = description.program;
    auto const uses = [](std::vector<std::string> const& texts) {
        return std::any_of(texts.begin(), texts.end(),
                           [](auto const& text) { return text.find("{program}") != std::string::npos; });
    };
    bool const bare = program.find('/') == std::string::npos;
    if (!program.empty() && !bare && program[0] != '/')
        return "the program must be a file name or an absolute path";
    if (program.empty() && description.launch.script.empty() && uses(description.launch.argv))
        return "no program is named";
    return {};
}

}  // namespace

std::string fault_of_launch(Description const& description) {
    auto const& launch = description.launch;
    if (!launch.runnable) return {};
    Naming places(description);
    for (auto const& fault :
         {fault_of_program(description), fault_of_bounds(launch), fault_of_options(launch, description),
          fault_of_arguments(launch, places), fault_of_after(launch, description),
          fault_of_environment(launch, places), fault_of_inputs(launch, description, places)})
        if (!fault.empty()) return fault;
    if (!launch.script.empty()) return fault_of_script(description);
    for (auto const& parameter : description.parameters)
        if (parameter.use == Parameter::Use::named && !places.is_named(parameter))
            return "the parameter " + parameter.name +
                   " goes nowhere: no argument, variable or input file names it";
    return {};
}

}  // namespace vespa::uws
