#include "launch/submission_record.hpp"

#include <nlohmann/json.hpp>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "launch/strict_json.hpp"

namespace vespa::uws {
namespace {

constexpr char format[] = "vespa-submission/1";
constexpr std::size_t largest_file = 4096;

}  // namespace

void write_submission(JobFolder const& folder, long number) {
    nlohmann::json const document = {{"format", format}, {"number", number}};
    write_whole(folder.submission(), document.dump() + "\n");
}

std::optional<long> read_submission(JobFolder const& folder) {
    StrictJson::Fail const refuse = [](std::string const& message) { throw LaunchError(message); };
    auto const file = folder.submission().string();
    auto const text = read_whole(folder.submission(), largest_file);
    if (!text) return std::nullopt;
    auto const document = parse_strict_json(*text, file, refuse);
    StrictJson const json(document, file + ": ", refuse);
    json.only({"format", "number"});
    if (json.at("format").text() != format) json.at("format").refuse(std::string("is not ") + format);
    return static_cast<long>(json.at("number").integer(1, INT64_MAX));
}

}  // namespace vespa::uws
