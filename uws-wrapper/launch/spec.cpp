#include "launch/spec.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "launch/signals.hpp"
#include "launch/strict_json.hpp"

namespace vespa::uws {
namespace {

constexpr char format[] = "vespa-spec/1";
constexpr std::size_t largest_file = 16 << 20;
constexpr double longest_s = 3.2e9;  // a century: any more is a slip, and would overflow the clocks

[[noreturn]] void fail(std::string const& message) {
    throw LaunchError(message);
}
StrictJson::Fail const refuse = fail;

void demand(bool right, std::string const& message) {
    if (!right) fail("job specification: " + message);
}

bool has_nul(std::string const& text) {
    return text.find('\0') != std::string::npos;
}

void check_argv(std::vector<std::string> const& argv, std::string const& where) {
    demand(!argv.empty() && argv.front().starts_with('/'), where + ": the program must be an absolute path");
    demand(std::none_of(argv.begin(), argv.end(), has_nul), where + ": an argument holds a NUL");
}

void check_time(double seconds, std::string const& where) {
    demand(std::isfinite(seconds) && seconds >= 0 && seconds <= longest_s,
           where + " must be from 0 to " + std::to_string(longest_s));
}

nlohmann::json to_json(Spec const& spec) {
    auto after = nlohmann::json::array();
    for (auto const& step : spec.after)
        after.push_back({{"argv", step.argv}, {"result", step.result}, {"wall_time_s", step.wall_time_s}});
    return {{"format", format},
            {"argv", spec.argv},
            {"environment", spec.environment},
            {"working_directory", spec.working_directory},
            {"wall_time_s", spec.wall_time_s},
            {"grace_s", spec.grace_s},
            {"stop_signal", signal_name(spec.stop_signal)},
            {"cores", spec.cores},
            {"cgroup", spec.cgroup},
            {"scratch", spec.scratch},
            {"limits",
             {{"file_bytes", spec.limits.file_bytes},
              {"memory_bytes", spec.limits.memory_bytes},
              {"open_files", spec.limits.open_files}}},
            {"memory_bytes", spec.memory_bytes},
            {"inherit", spec.inherit},
            {"success", spec.success},
            {"after", after}};
}

AfterStep read_after(StrictJson const& json) {
    json.only({"argv", "result", "wall_time_s"});
    return {json.at("argv").texts(), json.at("result").text(), json.at("wall_time_s").number()};
}

Limits read_limits(StrictJson const& json) {
    json.only({"file_bytes", "memory_bytes", "open_files"});
    auto const bytes = [&](char const* name) {
        return static_cast<std::uint64_t>(json.at(name).integer(0, INT64_MAX));
    };
    return {bytes("file_bytes"), bytes("memory_bytes"), bytes("open_files")};
}

Spec from_json(StrictJson const& json) {
    json.only({"format", "argv", "environment", "working_directory", "wall_time_s", "grace_s", "stop_signal",
               "cores", "cgroup", "scratch", "limits", "memory_bytes", "inherit", "success", "after"});
    if (json.at("format").text() != format) json.at("format").refuse(std::string("is not ") + format);
    Spec spec;
    spec.argv = json.at("argv").texts();
    for (auto& [name, value] : json.at("environment").text_members())
        spec.environment[name] = value;
    spec.working_directory = json.at("working_directory").text();
    spec.wall_time_s = json.at("wall_time_s").number();
    spec.grace_s = json.at("grace_s").number();
    auto const signal = signal_of(json.at("stop_signal").text());
    if (!signal) json.at("stop_signal").refuse("is not USR1, TERM or INT");
    spec.stop_signal = *signal;
    spec.cores = static_cast<int>(json.at("cores").integer(1, 1 << 30));
    spec.cgroup = json.at("cgroup").text();
    spec.scratch = json.at("scratch").text();
    spec.limits = read_limits(json.at("limits"));
    spec.memory_bytes = static_cast<std::uint64_t>(json.at("memory_bytes").integer(0, INT64_MAX));
    spec.inherit = json.at("inherit").texts();
    spec.success.clear();
    for (auto const& code : json.at("success").items())
        spec.success.push_back(static_cast<int>(code.integer(0, 255)));
    for (auto const& step : json.at("after").items())
        spec.after.push_back(read_after(step));
    return spec;
}

}  // namespace

void check(Spec const& spec) {
    check_argv(spec.argv, "argv");
    for (auto const& [name, value] : spec.environment)
        demand(!name.empty() && name.find('=') == std::string::npos && !has_nul(name) && !has_nul(value),
               "environment: \"" + name + "\" is no name of a variable, or its value holds a NUL");
    std::filesystem::path const directory = spec.working_directory;
    demand(!has_nul(spec.working_directory) && directory.is_relative() &&
               std::find(directory.begin(), directory.end(), "..") == directory.end(),
           "working_directory must lie in the job folder");
    check_time(spec.wall_time_s, "wall_time_s");
    check_time(spec.grace_s, "grace_s");
    demand(signal_of(signal_name(spec.stop_signal)).has_value(), "stop_signal must be USR1, TERM or INT");
    demand(spec.cores >= 1, "cores must be at least 1");
    demand(spec.cgroup == "auto" || spec.cgroup == "off" || spec.cgroup.starts_with('/'),
           "cgroup must be auto, off or an absolute path");
    demand(spec.scratch.empty() || spec.scratch.starts_with('/'), "scratch must be an absolute path");
    for (auto const& step : spec.after) {
        check_argv(step.argv, "after");
        check_time(step.wall_time_s, "after: wall_time_s");
    }
}

void write_spec(JobFolder const& folder, Spec const& spec) {
    check(spec);
    std::string text;
    try {
        text = to_json(spec).dump(2);
    } catch (nlohmann::json::exception const& error) {  // a text that is not UTF-8
        fail("job specification: " + std::string(error.what()));
    }
    write_whole(folder.spec(), text + "\n");
}

Spec read_spec(JobFolder const& folder) {
    auto const file = folder.spec().string();
    auto const text = read_whole(folder.spec(), largest_file);
    if (!text) fail(file + ": does not exist");
    auto const document = parse_strict_json(*text, file, refuse);
    auto spec = from_json(StrictJson(document, file + ": ", refuse));
    try {
        check(spec);
    } catch (LaunchError const& error) {
        fail(file + ": " + error.what());
    }
    return spec;
}

}  // namespace vespa::uws
