// Results and logs.
#include <algorithm>
#include <charconv>

#include "access/safe_file.hpp"
#include "http/conditional.hpp"
#include "rest/events.hpp"
#include "rest/operator.hpp"
#include "uws/documents.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

constexpr std::size_t most_tail_bytes = 1024 * 1024;
constexpr std::size_t page_tail_bytes = 16 * 1024;

/// The result of that name; the main one also answers to "result", which TAP clients ask for.
JobResult const* find_result(Job const& job, std::string const& name) {
    for (auto const& result : job.results)
        if (result.id == name) return &result;
    if (name == "result")
        for (auto const& result : job.results)
            if (result.main) return &result;
    return nullptr;
}

/// The file's own name, without what a header or a shell might take for more.
std::string safe_name(std::string const& file) {
    std::string name = std::filesystem::path(file).filename();
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == '"' || c == '\\' || c == '\x7F'; },
        '_');
    return name;
}

bool is_shown_by_browsers(std::string_view type) {
    return type.substr(0, 6) == "image/" || type.substr(0, 5) == "text/" ||
           type.substr(0, 16) == "application/json";
}

bool follow_asked(http::Form const& query) {
    for (auto const& field : query) {
        if (!http::same_name(field.name, "follow")) continue;
        if (field.value != "1" && field.value != "0") throw Refusal(400, "follow must be 0 or 1");
        return field.value == "1";
    }
    return false;
}

/// The bytes, or where the proxy in front finds them: it sees to ranges and conditions then.
http::Response result_answer(Call const& call, Job const& job, JobResult const& result, OpenFile&& file) {
    if (std::string const path = accel_path(call.here, job, result.file); !path.empty()) {
        http::Response response;
        response.headers = {{"Content-Type", result.content_type}, {"X-Accel-Redirect", path}};
        return response;
    }
    return http::file_answer(call.request, std::move(file.file),
                             static_cast<std::uint64_t>(file.status.st_size), file.status.st_mtime,
                             result.sha256, result.content_type);
}

std::optional<std::size_t> tail_asked(http::Form const& query) {
    for (auto const& field : query) {
        if (!http::same_name(field.name, "tail")) continue;
        std::size_t lines = 0;
        auto const* const end = field.value.data() + field.value.size();
        auto const [stop, error] = std::from_chars(field.value.data(), end, lines);
        if (error != std::errc() || stop != end) throw Refusal(400, "tail must be a number of lines");
        return lines;
    }
    return std::nullopt;
}

}  // namespace

std::string log_tail(Jobs const& jobs, Job const& job, std::string const& stream, std::size_t lines) {
    auto const file = open_below(jobs.folder_of(job).root(), stream + ".log");
    return file ? tail_of(*file, lines, page_tail_bytes) : std::string();
}

void serve_results(CallPtr const& call, Place const& place) {
    call->allow({Method::get});
    answer_xml(*call, results_document(place.entry->job, place.list_url, style_of(*call)));
}

void serve_result(CallPtr const& call, Place const& place, std::string const& name) {
    call->allow({Method::get});
    JobResult const* const result = find_result(place.entry->job, name);
    if (result == nullptr) throw Refusal(404, "the job has no result '" + name + "'");
    auto file = open_below(call->here.jobs.folder_of(place.entry->job).work(), result->file);
    if (!file) throw Refusal(404, "the result is not there any more");
    auto response = result_answer(*call, place.entry->job, *result, std::move(*file));
    // Results come from programs fed by strangers: they run no script in this server's name.
    response.headers.push_back(
        {"Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"});
    response.headers.push_back(
        {"Content-Disposition",
         std::string(is_shown_by_browsers(result->content_type) ? "inline" : "attachment") + "; filename=\"" +
             safe_name(result->file) + "\""});
    answer(*call, std::move(response));
}

void serve_log(CallPtr const& call, Place const& place, std::string const& stream) {
    call->allow({Method::get});
    if (follow_asked(call->target.query)) return follow_log(call, place, stream);
    auto file = open_below(call->here.jobs.folder_of(place.entry->job).root(), stream + ".log");
    if (!file) return answer_text(*call, "");  // nothing printed yet
    if (auto const lines = tail_asked(call->target.query))
        return answer_text(*call, tail_of(*file, *lines, most_tail_bytes));
    answer(*call, http::file_answer(call->request, std::move(file->file),
                                    static_cast<std::uint64_t>(file->status.st_size), file->status.st_mtime,
                                    "", "text/plain; charset=UTF-8"));
}

}  // namespace vespa::uws
