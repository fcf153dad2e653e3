#include "rest/pages.hpp"

#include <algorithm>

#include "http/conditional.hpp"
#include "web/assets.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

constexpr std::size_t jobs_on_page = 50;
constexpr std::size_t jobs_on_index = 8;
constexpr std::size_t log_lines_on_page = 30;

std::string policy_of(PageNeeds needs) {
    std::string const script = needs == PageNeeds::wasm ? "'self' 'wasm-unsafe-eval'" : "'self'";
    std::string const connect =
        needs == PageNeeds::samp ? "'self' http://localhost:21012 http://127.0.0.1:21012" : "'self'";
    return "default-src 'none'; style-src 'self'; script-src " + script + "; img-src 'self'; connect-src " +
           connect + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}

/// Forms without script send every field that was left empty, too.
http::Form without_empty(http::Form query) {
    query.erase(
        std::remove_if(query.begin(), query.end(), [](auto const& field) { return field.value.empty(); }),
        query.end());
    return query;
}

CodeSummary summary_of(Call const& call, Description const& code, std::vector<Job const*>& latest) {
    CodeSummary summary{&code};
    auto const jobs = call.here.jobs.table().list(code.name, {},
                                                  [&](Job const& job) { return may_list(call.sender, job); });
    for (auto const* const entry : jobs) {
        if (summary.jobs++ < jobs_on_index) latest.push_back(&entry->job);
        if (entry->job.phase == Phase::executing) ++summary.executing;
        if (entry->job.phase == Phase::queued) ++summary.queued;
    }
    return summary;
}

/// What the form is filled with: the job of the place, the preset of the query, or nothing.
Draft wanted_draft(Call const& call, Place const& place) {
    if (place.entry) return draft_of(place.code, place.entry->job);
    for (auto const& field : call.target.query) {
        if (!http::same_name(field.name, "preset")) continue;
        try {
            return draft_of_preset(place.code, field.value);
        } catch (BadValue const& unknown) {
            throw Refusal(404, unknown.what());
        }
    }
    return {};
}

}  // namespace

Site site_of(Call const& call) {
    return {call.base, call.sender.shown_name()};
}

void answer_page(Call const& call, std::string page, PageNeeds needs, int status,
                 std::vector<http::Header> const& more) {
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "text/html; charset=UTF-8"},
                        {"Vary", "Accept"},
                        {"Content-Security-Policy", policy_of(needs)}};
    response.headers.insert(response.headers.end(), more.begin(), more.end());
    response.body = std::move(page);
    answer(call, std::move(response));
}

void serve_index(CallPtr const& call) {
    call->allow({Method::get});
    std::vector<CodeSummary> codes;
    std::vector<Job const*> latest;
    for (auto const& [name, description] : call->here.codes)
        codes.push_back(summary_of(*call, description, latest));
    std::sort(latest.begin(), latest.end(),
              [](Job const* a, Job const* b) { return a->created > b->created; });
    latest.resize(std::min(latest.size(), jobs_on_index));
    answer_page(*call, index_page(site_of(*call), codes, latest));
}

void serve_asset(CallPtr const& call, std::string const& name) {
    call->allow({Method::get});
    auto const* const asset = find_asset(name);
    if (asset == nullptr) throw Refusal(404, "there is nothing here");
    bool const gzip = call->request.header("Accept-Encoding").find("gzip") != std::string_view::npos;
    std::string const tag = '"' + std::string(asset->tag) + (gzip ? "-gz\"" : "\"");
    http::Response response;
    response.headers = {{"ETag", tag},
                        {"Vary", "Accept-Encoding"},
                        {"Content-Type", std::string(asset->content_type)},
                        // The viewer's worker has this policy for its own.
                        {"Content-Security-Policy", policy_of(PageNeeds::wasm)}};
    if (gzip) response.headers.push_back({"Content-Encoding", "gzip"});
    if (http::names_tag(call->request.header("If-None-Match"), tag))
        response.status = 304;
    else
        response.body = gzip ? asset->gzipped : asset->text;
    answer(*call, std::move(response));
}

void show_job_list(CallPtr const& call, Place const& place) {
    JobListing listing;
    listing.filter = parse_list_filter(without_empty(call->target.query));
    auto filter = listing.filter;
    auto const wanted = std::min(filter.last.value_or(jobs_on_page), jobs_on_page);
    filter.last = wanted + 1;  // one more tells whether there are more
    listing.filter.last.reset();
    listing.jobs = call->here.jobs.table().list(place.code.name, filter,
                                                [&](Job const& job) { return may_list(call->sender, job); });
    listing.more = listing.jobs.size() > wanted;
    listing.jobs.resize(std::min(listing.jobs.size(), wanted));
    answer_page(*call, code_page(site_of(*call), place.code, listing));
}

void show_job_page(CallPtr const& call, Place const& place) {
    Jobs const& jobs = call->here.jobs;
    Job const& job = place.entry->job;
    answer_page(*call,
                job_page(site_of(*call), place.code, job,
                         {log_tail(jobs, job, "stdout", log_lines_on_page),
                          log_tail(jobs, job, "stderr", log_lines_on_page)}),
                PageNeeds::samp);
}

void serve_form(CallPtr const& call, Place const& place) {
    call->allow({Method::get});
    answer_page(*call, form_page(site_of(*call), place.code, wanted_draft(*call, place)));
}

void serve_plot(CallPtr const& call, Place const& place, std::string const& name) {
    call->allow({Method::get});
    for (auto const& result : place.entry->job.results)
        if (result.id == name && is_plottable(result.content_type) && can_plot())
            return answer_page(*call, viewer_page(site_of(*call), place.code, place.entry->job, result),
                               PageNeeds::wasm);
    throw Refusal(404, "the job has no result '" + name + "' that can be drawn");
}

bool answer_form_again(CallPtr const& call, Place const& place, Controls const& sent,
                       http::Refusal const& refusal) {
    if (!call->wants_html || refusal.status() >= 500) return false;
    auto const draft = refused_draft(place.code, sent, refusal.what());
    answer_page(*call, form_page(site_of(*call), place.code, draft), PageNeeds::nothing, refusal.status());
    return true;
}

}  // namespace vespa::uws
