#include "launch/records.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "launch/strict_json.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

constexpr char shim_format[] = "vespa-shim/1";
constexpr char exit_format[] = "vespa-exit/1";
constexpr std::size_t largest_file = 4 << 20;
constexpr std::array<std::pair<ExitReason, char const*>, 6> reasons = {
    {{ExitReason::exited, "exited"},
     {ExitReason::signalled, "signalled"},
     {ExitReason::wall_time, "wall_time"},
     {ExitReason::memory, "memory"},
     {ExitReason::stopped, "stopped"},
     {ExitReason::launch_failed, "launch_failed"}}};

[[noreturn]] void fail(std::string const& message) {
    throw LaunchError(message);
}
StrictJson::Fail const refuse = fail;

json optional_json(std::optional<int> const& value) {
    return value ? json(*value) : json(nullptr);
}

json to_json(ProcessIdentity const& process) {
    return {{"pid", process.pid}, {"start_time", process.start_time}, {"boot_id", process.boot_id}};
}

ProcessIdentity identity(StrictJson const& place) {
    place.only({"pid", "start_time", "boot_id"});
    return {static_cast<pid_t>(place.at("pid").integer(1, INT32_MAX)),
            static_cast<std::uint64_t>(place.at("start_time").integer(0, INT64_MAX)),
            place.at("boot_id").text()};
}

std::optional<int> optional_integer(StrictJson const& place) {
    if (place.is_null()) return std::nullopt;
    return static_cast<int>(place.integer(0, 255));
}

ExitReason reason_of(StrictJson const& place) {
    auto const text = place.text();
    for (auto const& [reason, name] : reasons)
        if (text == name) return reason;
    place.refuse("\"" + text + "\" is no reason");
}

ShimRecord shim_record(StrictJson const& place) {
    place.only({"format", "shim", "program", "cgroup", "scratch"});
    if (place.at("format").text() != shim_format)
        place.at("format").refuse(std::string("is not ") + shim_format);
    return {identity(place.at("shim")), identity(place.at("program")), place.at("cgroup").text(),
            place.at("scratch").text()};
}

ExitRecord exit_record(StrictJson const& place) {
    place.only({"format", "reason", "exit_code", "signal", "text", "start", "end", "wall_s", "user_s",
                "system_s", "max_resident_kb", "after"});
    if (place.at("format").text() != exit_format)
        place.at("format").refuse(std::string("is not ") + exit_format);
    ExitRecord record;
    record.reason = reason_of(place.at("reason"));
    record.exit_code = optional_integer(place.at("exit_code"));
    record.signal = optional_integer(place.at("signal"));
    record.text = place.at("text").text();
    record.start = place.at("start").text();
    record.end = place.at("end").text();
    record.wall_s = place.at("wall_s").number();
    record.user_s = place.at("user_s").number();
    record.system_s = place.at("system_s").number();
    record.max_resident_kb = place.at("max_resident_kb").number();
    for (auto const& step : place.at("after").items()) {
        step.only({"result", "exit_code", "text"});
        record.after.push_back(
            {step.at("result").text(), optional_integer(step.at("exit_code")), step.at("text").text()});
    }
    return record;
}

/// Texts may quote bytes of a program's name: whatever is not UTF-8 is replaced.
std::string dump(json const& document) {
    return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

template <class Read>
auto read(std::filesystem::path const& file, Read const& from)
    -> std::optional<decltype(from(std::declval<StrictJson>()))> {
    auto const text = read_whole(file, largest_file);
    if (!text) return std::nullopt;
    auto const document = parse_strict_json(*text, file.string(), refuse);
    return from(StrictJson(document, file.string() + ": ", refuse));
}

}  // namespace

std::string reason_name(ExitReason reason) {
    for (auto const& [known, name] : reasons)
        if (known == reason) return name;
    return {};
}

void write_record(JobFolder const& folder, ShimRecord const& record) {
    write_whole(folder.shim(), dump({{"format", shim_format},
                                     {"shim", to_json(record.shim)},
                                     {"program", to_json(record.program)},
                                     {"cgroup", record.cgroup},
                                     {"scratch", record.scratch}}));
}

void write_record(JobFolder const& folder, ExitRecord const& record) {
    auto after = json::array();
    for (auto const& step : record.after)
        after.push_back(
            {{"result", step.result}, {"exit_code", optional_json(step.exit_code)}, {"text", step.text}});
    write_durably(folder.exit(), dump({{"format", exit_format},
                                       {"reason", reason_name(record.reason)},
                                       {"exit_code", optional_json(record.exit_code)},
                                       {"signal", optional_json(record.signal)},
                                       {"text", record.text},
                                       {"start", record.start},
                                       {"end", record.end},
                                       {"wall_s", record.wall_s},
                                       {"user_s", record.user_s},
                                       {"system_s", record.system_s},
                                       {"max_resident_kb", record.max_resident_kb},
                                       {"after", after}}));
}

std::optional<ShimRecord> read_shim_record(JobFolder const& folder) {
    return read(folder.shim(), shim_record);
}
std::optional<ExitRecord> read_exit_record(JobFolder const& folder) {
    return read(folder.exit(), exit_record);
}

}  // namespace vespa::uws
