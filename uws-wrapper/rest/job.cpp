// The job list and the job itself.
#include <algorithm>
#include <limits>

#include "http/percent.hpp"
#include "rest/pages.hpp"
#include "uws/documents.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

constexpr std::size_t unbounded = std::numeric_limits<std::size_t>::max();

/// How many jobs one answer holds: as many as LAST says, and as the operator allows.
std::size_t longest_page(Policy const& policy, ListFilter const& filter) {
    std::size_t const allowed = policy.longest_list > 0 ? policy.longest_list : unbounded;
    return std::min(filter.last.value_or(unbounded), allowed);
}

/// The same list of what is older than the last job of this one.
std::string next_page(Call const& call, Place const& place, Job const& last) {
    std::string url = place.list_url + "?BEFORE=" + http::encode_percent(to_text(last.created));
    for (auto const& field : call.target.query)
        if (!http::same_name(field.name, "BEFORE"))
            url += "&" + http::encode_percent(field.name) + "=" + http::encode_percent(field.value);
    return url;
}

void show_list(CallPtr const& call, Place const& place) {
    if (call->wants_html) return show_job_list(call, place);
    ListFilter filter = parse_list_filter(call->target.query);
    if (filter.owner && !call->sender.admin) throw Refusal(403, "OWNER is for administrators");
    std::size_t const most = longest_page(call->here.jobs.policy(), filter);
    if (most != unbounded) filter.last = most + 1;  // one more tells whether there are more
    auto jobs = call->here.jobs.table().list(place.code.name, filter,
                                             [&](Job const& job) { return may_list(call->sender, job); });
    bool const cut = jobs.size() > most;
    if (cut) jobs.resize(most);
    JobListWriter writer(place.list_url, jobs.size());
    for (auto const* const entry : jobs)
        writer.add(entry->reference);
    http::Response response = xml_response(std::move(writer).finish());
    if (cut)
        response.headers.push_back(
            {"Link", "<" + next_page(*call, place, jobs.back()->job) + ">; rel=\"next\""});
    answer(*call, std::move(response));
}

void show_job(CallPtr const& call, Place const& place) {
    if (call->wants_html) return show_job_page(call, place);
    answer_xml(*call, job_document(place.entry->job, place.list_url, style_of(*call)));
}

void get_job(CallPtr const& call, Place const& place) {
    WaitRequest const wait = parse_wait(call->target.query);
    Jobs& jobs = call->here.jobs;
    if (!jobs.blocks(place.entry->job, wait)) return show_job(call, place);
    auto const forget = jobs.wait(*place.entry, wait, [call, place] {
        if (place.entry->job.delete_requested)
            answer_refusal(*call, Refusal(404, "the job has been deleted"));
        else
            show_job(call, place);
    });
    call->reply.on_hang_up(forget);
}

void delete_job(CallPtr const& call, Place const& place) {
    // LAST: a client that follows need not take the whole list.
    call->here.jobs.remove(*place.entry, redirect_when_kept(call, place.list_url + "?LAST=100"));
}

}  // namespace

void create_job(CallPtr const& call, Place const& place, Controls const& controls) {
    Jobs& jobs = call->here.jobs;
    Jobs::Origin origin{std::string(call->request.header("Idempotency-Key")), nullptr};
    if (controls.clone) origin.model = find_job(*call, place.code, *controls.clone);
    auto const url = std::make_shared<std::string>();
    try {
        auto const entry = jobs.create(
            place.code, call->sender.owner, controls,
            [call, url](std::string const& failure) { redirect_when_kept(call, *url)(failure); }, origin);
        *url = place.list_url + "/" + entry->job.id;
    } catch (Refusal const& refusal) {
        if (!answer_form_again(call, place, controls, refusal)) throw;
    }
}

void serve_job_list(CallPtr const& call, Place const& place) {
    call->allow({Method::get, Method::post});
    if (call->reads())
        show_list(call, place);
    else
        create_job(call, place, call->controls());
}

void serve_job(CallPtr const& call, Place const& place) {
    call->allow({Method::get, Method::post, Method::del});
    if (call->reads()) return get_job(call, place);
    if (call->request.method == Method::del) return delete_job(call, place);
    Controls const controls = call->controls();
    if (controls.action) return delete_job(call, place);
    if (place.strict && !controls.parameters.empty())
        throw Refusal(403, "the parameters of this job are posted to " + place.job_url() + "/parameters");
    call->here.jobs.change(*place.entry, place.code, controls, redirect_when_kept(call, place.job_url()));
}

}  // namespace vespa::uws
