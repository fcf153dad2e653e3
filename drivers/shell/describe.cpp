#include "shell/describe.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "shell/wrapped.hpp"
#include "vespa/version.hpp"

namespace vespa::shell {
namespace {

using Json = nlohmann::ordered_json;

char const* datatype(Kind kind) {
    switch (kind) {
        case Kind::flag:
            return "xs:boolean";
        case Kind::integer:
            return "xs:integer";
        case Kind::number:
            return "xs:double";
        case Kind::file:
            return "file";
        case Kind::text:
        case Kind::choice:
        case Kind::numbers:  // one value of a form holds a whole list
        case Kind::vector:
        case Kind::texts:
            return "xs:string";
    }
    return "xs:string";
}

/// Bounds of a single number; those of a list's items stand in the annotation.
std::string bound_text(Option const& option, double bound) {
    return std::isfinite(bound) && !is_list(option.kind) ? number_text(bound) : std::string();
}

/// The prose with what the other fields cannot say: lists, open bounds and the meaning of words.
std::string annotation(Option const& option) {
    auto text = option.is.prose;
    auto const& range = option.is.range;
    bool const open = (!range.lower_included && std::isfinite(range.lower)) ||
                      (!range.upper_included && std::isfinite(range.upper));
    if (is_list(option.kind))
        text += fmt::format(" {}, parted by {}.", capitalised(accepted(option)),
                            option.kind == Kind::texts ? "semicolons" : "commas");
    else if (open)
        text += " Allowed: " + range.text() + ".";
    for (auto const& word : option.is.words)
        if (!word.prose.empty())
            text += fmt::format(" {}: {}{}", word.word, word.prose, word.prose.back() == '.' ? "" : ".");
    return text;
}

Json parameter(Option const& option) {
    auto words = Json::array();
    for (auto const& word : option.is.words)
        words.push_back(word.word);
    return {{"name", option.is.name},
            {"option", "--" + option.is.name},
            {"datatype", datatype(option.kind)},
            {"unit", option.is.unit},
            {"ucd", option.is.ucd},
            {"default", value_text(option.default_value)},
            {"min", bound_text(option, option.is.range.lower)},
            {"max", bound_text(option, option.is.range.upper)},
            {"options", words},
            {"required", option.is.required},
            {"multiple", is_list(option.kind)},
            {"group", option.group},
            {"annotation", annotation(option)}};
}

/// --config is a parameter too, for a job may bring its options in a file; what else is about the run is not
/// the submitter's to choose.
bool is_parameter(Option const& option) {
    return !option.is.about_the_run || option.is.name == "config";
}

}  // namespace

std::string describe(About const& about, Options const& options) {
    auto parameters = Json::array();
    for (auto const& option : options.all())
        if (is_parameter(option)) parameters.push_back(parameter(option));
    auto results = Json::array();
    std::string main_file;
    for (auto const& result : about.results) {
        results.push_back({{"name", result.name},
                           {"file", result.file},
                           {"content_type", result.content_type},
                           {"annotation", result.annotation},
                           {"main", result.main}});
        if (result.main) main_file = result.file;
    }
    auto argv = Json::array({"{program}"});
    if (!about.command.empty()) argv.push_back(about.command);
    Json const launch = {{"mpi", about.mpi},
                         {"ranks_default", about.ranks_default},
                         {"ranks_max", about.ranks_max},
                         {"argv", argv},
                         {"fixed_arguments", {"--output", main_file, "--quiet"}},
                         {"progress_argument", "--progress-file"},
                         {"inputs_argument", "--inputs-within"},
                         {"config_parameter", "config"}};
    Json const description = {{"format", "vespa-job-description/1"},
                              {"name", about.identifier()},
                              {"program", "vespa-" + about.name},
                              {"version", version},
                              {"annotation", about.prose},
                              {"doculink", about.doculink},
                              {"parameters", parameters},
                              {"results", results},
                              {"launch", launch}};
    return description.dump(2) + "\n";
}

}  // namespace vespa::shell
