#include <stdexcept>

#include "codes/description_reader.hpp"
#include "launch/signals.hpp"

namespace vespa::uws {
namespace {

constexpr int most_ranks = 1 << 20;

int ranks(StrictJson const& json, int least) {
    return static_cast<int>(json.integer(least, most_ranks));
}

double seconds(StrictJson const& json) {
    auto const value = json.number();
    if (value < 0 || value > 2147483647) json.refuse("seconds from 0 to 2147483647 are expected");
    return value;
}

AfterCommand after_of(StrictJson const& json) {
    json.only({"argv", "result", "wall_time_s"});
    AfterCommand command;
    command.argv = json.at("argv").texts();
    if (json.has("result")) command.result = json.at("result").text();
    if (json.has("wall_time_s")) command.wall_time_s = seconds(json.at("wall_time_s"));
    return command;
}

Limits limits_of(StrictJson const& json) {
    json.only({"file_bytes", "memory_bytes", "open_files"});
    auto const bound = [&](char const* name) {
        return json.has(name) ? static_cast<std::uint64_t>(json.at(name).integer(0, INT64_MAX)) : 0;
    };
    return {bound("file_bytes"), bound("memory_bytes"), bound("open_files")};
}

InputTemplate input_of(StrictJson const& json) {
    json.only({"file", "place", "format", "lines"});
    InputTemplate input;
    input.file = json.at("file").text();
    if (json.has("place")) {
        auto const place = json.at("place").text();
        if (place != "in" && place != "work") json.at("place").refuse("\"in\" or \"work\" is expected");
        input.in_work = place == "work";
    }
    auto const format = json.at("format").text();
    if (format == "namelist")
        input.format = TextFormat::namelist;
    else if (format == "json")
        input.format = TextFormat::json;
    else if (format != "text")
        json.at("format").refuse("\"text\", \"namelist\" or \"json\" is expected");
    input.lines = json.at("lines").texts();
    return input;
}

ProgressLine progress_line_of(StrictJson const& json) {
    try {
        return ProgressLine(json.text());
    } catch (std::invalid_argument const& error) {
        json.refuse(error.what());
    }
}

void read_times(StrictJson const& json, LaunchBlock& launch) {
    if (json.has("wall_time_s")) launch.wall_time_s = seconds(json.at("wall_time_s"));
    if (json.has("wall_time_max_s")) launch.wall_time_max_s = seconds(json.at("wall_time_max_s"));
    if (json.has("grace_s")) launch.grace_s = seconds(json.at("grace_s"));
    if (json.has("at_once")) launch.at_once = static_cast<int>(json.at("at_once").integer(0, 1 << 20));
    if (json.has("attempts")) launch.attempts = static_cast<int>(json.at("attempts").integer(1, 100));
    if (json.has("memory_bytes"))
        launch.memory_bytes = static_cast<std::uint64_t>(json.at("memory_bytes").integer(0, INT64_MAX));
    if (!json.has("stop_signal")) return;
    auto const signal = signal_of(json.at("stop_signal").text());
    if (!signal) json.at("stop_signal").refuse("USR1, TERM or INT is expected");
    launch.stop_signal = *signal;
}

void read_arguments(StrictJson const& json, LaunchBlock& launch) {
    if (json.has("argv")) launch.argv = json.at("argv").texts();
    if (json.has("fixed_arguments")) launch.fixed_arguments = json.at("fixed_arguments").texts();
    if (json.has("progress_argument")) launch.progress_argument = json.at("progress_argument").text();
    if (json.has("inputs_argument")) launch.inputs_argument = json.at("inputs_argument").text();
    if (json.has("config_parameter")) launch.config_parameter = json.at("config_parameter").text();
    if (json.has("progress_line")) launch.progress_line = progress_line_of(json.at("progress_line"));
    if (json.has("script")) launch.script = json.at("script").text();
}

}  // namespace

std::vector<std::string_view> const& launch_members() {
    static std::vector<std::string_view> const members = {
        "mpi",          "ranks_default",   "ranks_max",       "mpirun_from",       "argv",
        "script",       "fixed_arguments", "inputs_argument", "progress_argument", "progress_line",
        "environment",  "inputs",          "after",           "config_parameter",  "wall_time_s",
        "grace_s",      "wall_time_max_s", "at_once",         "attempts",          "memory_bytes",
        "upload_bytes", "stop_signal",     "limits"};
    return members;
}

void read_launch(StrictJson const& json, LaunchBlock& launch) {
    if (json.has("mpi")) launch.mpi = json.at("mpi").boolean();
    if (json.has("ranks_default")) launch.ranks_default = ranks(json.at("ranks_default"), 1);
    if (json.has("ranks_max")) launch.ranks_max = ranks(json.at("ranks_max"), 0);
    if (json.has("mpirun_from")) launch.mpirun_from = ranks(json.at("mpirun_from"), 1);
    read_arguments(json, launch);
    read_times(json, launch);
    if (json.has("limits")) launch.limits = limits_of(json.at("limits"));
    if (json.has("upload_bytes"))
        launch.upload_bytes = static_cast<std::uint64_t>(json.at("upload_bytes").integer(1, INT64_MAX));
    if (json.has("environment"))
        for (auto const& [name, value] : json.at("environment").text_members())
            launch.environment[name] = value;
    if (json.has("inputs"))
        for (auto const& item : json.at("inputs").items())
            launch.inputs.push_back(input_of(item));
    if (json.has("after"))
        for (auto const& item : json.at("after").items())
            launch.after.push_back(after_of(item));
}

}  // namespace vespa::uws
