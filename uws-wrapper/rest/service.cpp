#include "rest/service.hpp"

#include <algorithm>
#include <array>

#include "http/conditional.hpp"
#include "http/form_sink.hpp"
#include "provenance/files.hpp"
#include "rest/events.hpp"
#include "rest/operator.hpp"
#include "rest/opus.hpp"
#include "rest/pages.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;
using Path = std::vector<std::string>;

constexpr std::array<std::string_view, 11> reserved_names = {
    "rest",    "static", "availability", "capabilities", "jdl", "store",
    "provsap", "scim",   "health",       "metrics",      "docs"};

[[noreturn]] void refuse_unknown() {
    throw Refusal(404, "there is nothing here");
}

/// Proxies may leave the path of the public URL on a request.
void drop_public_path(Path& path, std::string const& public_path) {
    if (public_path.empty()) return;
    Path const prefix = http::parse_target(public_path).path;
    if (path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin()))
        path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(prefix.size()));
}

/// Everything below a job list; `path` begins after the list's own.
void serve_below_list(CallPtr const& call, Place place, Path const& path) {
    if (path.empty()) return serve_job_list(call, place);
    place.entry = find_job(*call, place.code, path[0]);
    if (path.size() == 1) return serve_job(call, place);
    std::string const& child = path[1];
    if (path.size() == 2) {
        if (child == "phase" || child == "executionduration" || child == "destruction" || child == "quote" ||
            child == "owner")
            return serve_control(call, place, child);
        if (child == "error") return serve_error(call, place);
        if (child == "parameters") return serve_parameters(call, place);
        if (child == "results") return serve_results(call, place);
        if (child == "events") return serve_events(call, place);
        if (child == "form") return serve_form(call, place);
        if (child == "stdout" || child == "stderr") return serve_log(call, place, child);
        if (auto const* form = provenance_form(child)) return serve_provenance(call, place, *form);
    }
    if (path.size() == 3 && child == "parameters") return serve_parameter(call, place, path[2]);
    if (path.size() == 3 && child == "results" && provenance_form(path[2]))
        return serve_provenance(call, place, *provenance_form(path[2]));
    if (path.size() == 3 && child == "results") return serve_result(call, place, path[2]);
    if (path.size() == 3 && child == "plot") return serve_plot(call, place, path[2]);
    throw Refusal(404, "a job has no such child");
}

/// .../sync and what is below it.
void serve_below_sync(CallPtr const& call, Place place, Path const& path) {
    if (path.empty()) return serve_sync(call, place);
    if (path.size() > 1) refuse_unknown();
    place.entry = find_job(*call, place.code, path[0]);
    serve_sync_job(call, place, call->base + "/" + place.code.name + "/async/" + path[0]);
}

/// What stands beside the job list of a code.
void serve_sibling(CallPtr const& call, Description const& code, std::string const& name) {
    if (name == "availability") return serve_availability(call);
    if (name == "capabilities") return serve_capabilities(call, code);
    if (name == "tables") return serve_tables(call, code);
    if (name == "examples") return serve_examples(call, code);
    refuse_unknown();
}

Description const& code_named(CallPtr const& call, std::string const& name) {
    auto const found = call->here.codes.find(name);
    if (found == call->here.codes.end()) throw Refusal(404, "there is no code '" + name + "' here");
    return found->second;
}

/// A job's child under an address of OPUS's, which names no code; the job is checked as ever.
void serve_opus(CallPtr const& call, OpusTarget const& target) {
    auto const entry = call->here.jobs.table().find_any(target.job);
    if (!entry) throw Refusal(404, "there is no job " + target.job);
    Description const& code = code_named(call, entry->job.code);
    Path path = {target.job};
    path.insert(path.end(), target.child.begin(), target.child.end());
    serve_below_list(call, {code, call->base + "/rest/" + code.name, false, {}}, path);
}

void route(CallPtr const& call) {
    Path& path = call->target.path;
    drop_public_path(path, call->here.base.path());
    if (path.empty()) return serve_index(call);
    if (path[0] == "static" && path.size() == 2) return serve_asset(call, path[1]);
    if (path[0] == "availability" && path.size() == 1) return serve_availability(call);
    if (path[0] == "capabilities" && path.size() == 1) return serve_capabilities(call);
    if (path[0] == "jdl") return serve_jdl(call, {path.begin() + 1, path.end()});
    if (path[0] == "store") return serve_opus(call, store_target(*call, {path.begin() + 1, path.end()}));
    if (path[0] == "provsap" && path.size() == 1) return serve_opus(call, provsap_target(*call));
    if (path[0] == "health" && path.size() == 1) return serve_health(call);
    if (path[0] == "metrics" && path.size() == 1) return serve_metrics(call);
    if (path[0] == "rest") {
        if (path.size() == 1) return serve_index(call);
        Description const& code = code_named(call, path[1]);
        return serve_below_list(call, {code, call->base + "/rest/" + code.name, false, {}},
                                {path.begin() + 2, path.end()});
    }
    Description const& code = code_named(call, path[0]);
    if (path.size() == 1) {
        call->allow({Method::get});
        return answer_redirect(*call, call->base + "/rest/" + code.name);
    }
    if (path[1] == "async")
        return serve_below_list(call, {code, call->base + "/" + code.name + "/async", true, {}},
                                {path.begin() + 2, path.end()});
    if (path[1] == "sync")
        return serve_below_sync(call, {code, call->base + "/" + code.name + "/sync", true, {}},
                                {path.begin() + 2, path.end()});
    if (path[1] == "form" && path.size() == 2)
        return serve_form(call, {code, call->base + "/rest/" + code.name, false, {}});
    if (path.size() != 2) refuse_unknown();
    serve_sibling(call, code, path[1]);
}

}  // namespace

bool is_reserved_name(std::string_view name) {
    return std::find(reserved_names.begin(), reserved_names.end(), name) != reserved_names.end();
}

std::shared_ptr<http::BodySink> Service::receive(http::Request const& head) const {
    std::string_view const type = head.header("Content-Type");
    if (!http::is_multipart_form(type)) return nullptr;
    if (head.method != http::Method::post) throw Refusal(415, "a form is posted");
    http::FormRules rules{here_.spool, here_.jobs.policy().largest_upload};
    Path path = http::parse_target(head.target).path;
    drop_public_path(path, here_.base.path());
    bool const in_rest = !path.empty() && path[0] == "rest";
    if (path.size() > (in_rest ? 1U : 0U))
        if (auto const code = here_.codes.find(path[in_rest ? 1 : 0]); code != here_.codes.end())
            rules.upload = allowed_upload(here_.jobs.policy(), code->second.launch);
    return std::make_shared<http::FormSink>(here_.aside, type, std::move(rules));
}

void Service::handle(http::Request&& request, http::Reply reply) const {
    auto const call =
        std::make_shared<Call>(Call{here_, std::move(request), std::move(reply), {}, {}, {}, false});
    try {
        call->wants_html = http::prefers_html(call->request.header("Accept"));
        call->base = here_.base.base_of(call->request);
        call->target = http::parse_target(call->request.target);
        if (!call->reads()) PublicBase::check_origin(call->request, call->base);
        call->sender = here_.authenticator.identify(call->request);
        route(call);
    } catch (Refusal const& refusal) {
        answer_refusal(*call, refusal);
    } catch (std::exception const& error) {
        answer_refusal(*call, Refusal(500, std::string("the server failed: ") + error.what()));
    }
}

}  // namespace vespa::uws
