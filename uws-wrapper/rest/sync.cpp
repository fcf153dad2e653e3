// The synchronous façade of a job list (UWS 1.1, 5; DALI 1.1, 2): a job that is run at once and waited for.
#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "http/percent.hpp"
#include "rest/resources.hpp"
#include "uws/documents.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

bool speaks_of_votable(std::string_view text) {
    return text.find("votable") != std::string_view::npos;
}

/// A media type without its parameters, or what DALI's short form of it stands for (DALI 1.1, 3.4.3).
std::string_view media_type(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 8> short_forms = {{
        {"votable", "application/x-votable+xml"},
        {"csv", "text/csv"},
        {"tsv", "text/tab-separated-values"},
        {"fits", "application/fits"},
        {"image/fits", "application/fits"},
        {"text", "text/plain"},
        {"html", "text/html"},
        {"json", "application/json"},
    }};
    text = http::trimmed(text.substr(0, text.find(';')));
    for (auto const& [short_form, type] : short_forms)
        if (http::same_name(short_form, text)) return type;
    return text;
}

/// RESPONSEFORMAT as a media type; empty if it is not given or is the code's own.
std::string_view wanted_format(Place const& place) {
    if (place.code.find("RESPONSEFORMAT") != nullptr) return {};
    for (auto const& parameter : place.entry->job.parameters)
        if (parameter.name == "RESPONSEFORMAT") return media_type(parameter.value);
    return {};
}

/// The result that a synchronous job leads to: the main one, or the first of the format that is wanted.
JobResult const* leading_result(Place const& place) {
    JobResult const* leading = nullptr;
    std::string_view const wanted = wanted_format(place);
    auto const rank = [&](JobResult const& result) {
        bool const fits = !wanted.empty() && http::same_name(media_type(result.content_type), wanted);
        return 2 * int{fits} + int{result.main};
    };
    for (auto const& result : place.entry->job.results)
        if (rank(result) > (leading != nullptr ? rank(*leading) : 0)) leading = &result;
    return leading;
}

/// Whether an error is told in a VOTable: the client asks for one, or the code answers in them.
bool tells_in_votable(Call const& call, Place const& place) {
    Job const& job = place.entry->job;
    if (speaks_of_votable(call.request.header("Accept")) || speaks_of_votable(wanted_format(place)))
        return true;
    for (auto const& result : job.results)
        if (result.main && speaks_of_votable(result.content_type)) return true;
    return false;
}

/// DALI 1.1, 4.4.
std::string error_votable(std::string_view message) {
    std::string text =
        "<?xml version=\"1.0\"?>\n<VOTABLE version=\"1.3\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\n"
        "  <RESOURCE type=\"results\">\n    <INFO name=\"QUERY_STATUS\" value=\"ERROR\">";
    append_xml(text, message, XmlPlace::content);
    return text + "</INFO>\n  </RESOURCE>\n</VOTABLE>\n";
}

void answer_failure(CallPtr const& call, Place const& place) {
    Job const& job = place.entry->job;
    bool const transient = job.error && job.error->transient;
    std::string const message = "job " + job.id + " is " + std::string(phase_name(job.phase)) +
                                (job.error ? ": " + job.error->message : std::string());
    http::Response response = http::plain_text(transient ? 500 : 400, message);
    if (tells_in_votable(*call, place)) {
        response.headers = {{"Content-Type", "application/x-votable+xml"}};
        response.body = error_votable(message);
    }
    answer(*call, std::move(response));
}

void answer_outcome(CallPtr const& call, Place const& place, std::string const& job_url) {
    Job const& job = place.entry->job;
    if (job.delete_requested) return answer_refusal(*call, Refusal(404, "the job has been deleted"));
    if (job.phase == Phase::error || job.phase == Phase::aborted) return answer_failure(call, place);
    if (is_active(job.phase))
        return answer_redirect(*call, place.job_url());  // ask again: this answer is due
    // The job's own page tells of the phases that a client can do something about.
    if (job.phase != Phase::completed) return answer_redirect(*call, job_url);
    if (auto const* const result = leading_result(place))
        return answer_redirect(*call, job_url + "/results/" + http::encode_percent(result->id));
    answer_redirect(*call, job_url + "/results");
}

/// A start is no end: the wait goes on until the job has ended or the answer is due.
void wait_for_end(CallPtr const& call, Place const& place, std::string const& job_url,
                  std::chrono::steady_clock::time_point due) {
    Jobs& jobs = call->here.jobs;
    auto const left = std::chrono::ceil<std::chrono::seconds>(due - std::chrono::steady_clock::now());
    WaitRequest const wait{true, std::max(0, static_cast<int>(left.count())), std::nullopt};
    if (place.entry->job.delete_requested || !jobs.blocks(place.entry->job, wait))
        return answer_outcome(call, place, job_url);
    call->reply.on_hang_up(jobs.wait(
        *place.entry, wait, [call, place, job_url, due] { wait_for_end(call, place, job_url, due); }));
}

}  // namespace

void serve_sync(CallPtr const& call, Place const& place) {
    // HEAD must change nothing, and there is nothing that it could tell.
    if (call->request.method == Method::head)
        throw Refusal(405, "this resource takes GET and POST only", {{"Allow", "GET, POST"}});
    call->allow({Method::get, Method::post});
    if (call->reads()) check_is_not_cross_site(call->request);
    Controls controls = call->reads() ? parse_controls(std::move(call->target.query), {}) : call->controls();
    if (controls.phase == "ABORT") throw Refusal(400, "a synchronous job can be run, not aborted");
    controls.phase = "RUN";
    create_job(call, place, controls);
}

void serve_sync_job(CallPtr const& call, Place const& place, std::string const& job_url) {
    call->allow({Method::get});
    Jobs& jobs = call->here.jobs;
    WaitRequest const wait{true, std::nullopt, std::nullopt};
    if (!is_active(place.entry->job.phase)) return answer_outcome(call, place, job_url);
    if (!jobs.blocks(place.entry->job, wait))
        throw Refusal(503, "too many requests wait for jobs; this one goes on at " + job_url,
                      {{"Retry-After", "10"}});
    wait_for_end(call, place, job_url, std::chrono::steady_clock::now() + jobs.policy().longest_wait);
}

}  // namespace vespa::uws
