#include "codes/description.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "codes/description_reader.hpp"
#include "codes/jdl.hpp"
#include "codes/text.hpp"
#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t largest_file = 4 << 20;

[[noreturn]] void fail(std::string const& message) {
    throw BadDescription(message);
}
StrictJson::Fail const refuse = fail;

std::string content_of(fs::path const& file) {
    try {
        auto text = read_whole(file, largest_file);
        if (!text) fail(file.string() + ": does not exist");
        return std::move(*text);
    } catch (LaunchError const& error) {
        fail(error.what());
    }
}

nlohmann::json parse(fs::path const& file) {
    return parse_strict_json(content_of(file), file.string(), refuse);
}

constexpr std::string_view votable_ending = "_vot.xml";

bool is_votable(fs::path const& file) {
    return file.filename().string().ends_with(votable_ending);
}

fs::path overlay_of(fs::path const& file) {
    auto name = file.filename().string();
    name.resize(name.size() - (is_votable(file) ? votable_ending.size() : file.extension().string().size()));
    return file.parent_path() / (name + ".launch.json");
}

/// The description before anything is put over it, of whatever form.
Description read_form(fs::path const& file) {
    std::vector<std::string> warnings;
    if (is_votable(file)) {
        auto description = description_of(read_jdl_votable(content_of(file), file.string(), warnings));
        description.warnings.insert(description.warnings.begin(), warnings.begin(), warnings.end());
        return description;
    }
    auto const document = parse(file);
    if (document.is_object() && !document.contains("format") && document.contains("parameters"))
        return description_of(read_jdl_json(content_of(file), file.string()));
    return description_of(StrictJson(document, file.string() + ": ", refuse));
}

}  // namespace

Parameter const* Description::find(std::string_view parameter_name) const {
    auto const found = std::find_if(parameters.begin(), parameters.end(), [&](Parameter const& parameter) {
        return equal_ignoring_case(parameter.name, parameter_name);
    });
    return found == parameters.end() ? nullptr : &*found;
}

ResultFile const* Description::main_result() const {
    auto const main =
        std::find_if(results.begin(), results.end(), [](auto const& result) { return result.main; });
    if (main != results.end()) return &*main;
    return results.empty() ? nullptr : &results.front();
}

Description read_description(fs::path const& file) {
    auto description = read_form(file);
    auto const overlay = overlay_of(file);
    if (fs::exists(overlay)) {
        auto const over = parse(overlay);
        apply_overlay(StrictJson(over, overlay.string() + ": ", refuse), description);
    }
    if (auto& script = description.launch.script; !script.empty()) {
        script = fs::absolute(file.parent_path() / script);
        if (!fs::is_regular_file(script))
            fail(file.string() + ": /launch/script: there is no file " + script.string());
    }
    add_own_parameters(description);
    if (auto const fault = fault_of(description); !fault.empty()) fail(file.string() + ": " + fault);
    return description;
}

std::vector<Description> read_descriptions(fs::path const& folder) {
    std::error_code error;
    std::set<fs::path> files;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (auto const name = entry->path().filename().string();
            (name.ends_with(".json") && !name.ends_with(".launch.json")) || is_votable(entry->path()))
            files.insert(entry->path());
    if (error) fail(folder.string() + ": cannot be read: " + error.message());
    std::vector<Description> descriptions;
    for (auto const& file : files) {
        descriptions.push_back(read_description(file));
        auto const& name = descriptions.back().name;
        auto const same = [&](Description const& other) { return other.name == name; };
        if (std::count_if(descriptions.begin(), descriptions.end(), same) > 1)
            fail(file.string() + ": the code " + name + " is described by another file of this folder too");
    }
    std::sort(descriptions.begin(), descriptions.end(),
              [](auto const& left, auto const& right) { return left.name < right.name; });
    return descriptions;
}

}  // namespace vespa::uws
