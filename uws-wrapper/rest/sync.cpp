// The synchronous façade of a job list (UWS 1.1, 5; DALI 1.1, 2): a job that is run at once and waited for.
#include <algorithm>
#include <chrono>

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

/// Whether an error is told in a VOTable: the client asks for one, or the code answers in them.
bool tells_in_votable(Call const& call, Job const& job) {
    if (speaks_of_votable(call.request.header("Accept"))) return true;
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

void answer_failure(CallPtr const& call, Job const& job) {
    bool const transient = job.error && job.error->transient;
    std::string const message = "job " + job.id + " is " + std::string(phase_name(job.phase)) +
                                (job.error ? ": " + job.error->message : std::string());
    http::Response response = http::plain_text(transient ? 500 : 400, message);
    if (tells_in_votable(*call, job)) {
        response.headers = {{"Content-Type", "application/x-votable+xml"}};
        response.body = error_votable(message);
    }
    answer(*call, std::move(response));
}

void answer_outcome(CallPtr const& call, Place const& place, std::string const& job_url) {
    Job const& job = place.entry->job;
    if (job.delete_requested) return answer_refusal(*call, Refusal(404, "the job has been deleted"));
    if (job.phase == Phase::error || job.phase == Phase::aborted) return answer_failure(call, job);
    if (is_active(job.phase))
        return answer_redirect(*call, place.job_url());  // ask again: this answer is due
    // The job's own page tells of the phases that a client can do something about.
    if (job.phase != Phase::completed) return answer_redirect(*call, job_url);
    for (auto const& result : job.results)
        if (result.main)
            return answer_redirect(*call, job_url + "/results/" + http::encode_percent(result.id));
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
