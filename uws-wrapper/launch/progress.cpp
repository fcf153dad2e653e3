#include "launch/progress.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "launch/strict_json.hpp"

namespace vespa::uws {

std::optional<Progress> read_progress(JobFolder const& folder) {
    StrictJson::Fail const refuse = [](std::string const& message) { throw LaunchError(message); };
    try {
        auto const text = read_whole(folder.progress(), 65536);
        if (!text) return std::nullopt;
        auto const document = parse_strict_json(*text, "progress", refuse);
        StrictJson const json(document, "progress", refuse);
        Progress progress;
        progress.fraction = std::clamp(json.at("fraction").number(), 0.0, 1.0);
        if (json.has("done")) progress.done = json.at("done").number();
        if (json.has("total")) progress.total = json.at("total").number();
        if (json.has("phase")) progress.phase = json.at("phase").text();
        if (json.has("message")) progress.message = json.at("message").text();
        return progress;
    } catch (LaunchError const&) {
        return std::nullopt;
    }
}

}  // namespace vespa::uws
