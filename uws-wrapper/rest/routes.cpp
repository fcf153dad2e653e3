#include "rest/routes.hpp"

#include <algorithm>

#include "provenance/files.hpp"
#include "rest/account.hpp"
#include "rest/events.hpp"
#include "rest/operator.hpp"
#include "rest/opus.hpp"
#include "rest/pages.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;
using Path = std::vector<std::string>;
using Name = std::string const&;
using Serve = Route::Serve;

/// The ways in which the resources want to be called, as one.
Serve plain(void (*serve)(CallPtr const&)) {
    return [serve](CallPtr const& call, Place const&, Name) { serve(call); };
}
Serve named(void (*serve)(CallPtr const&, Name)) {
    return [serve](CallPtr const& call, Place const&, Name name) { serve(call, name); };
}
Serve about(void (*serve)(CallPtr const&, Description const&)) {
    return [serve](CallPtr const& call, Place const& place, Name) { serve(call, place.code); };
}
Serve at(void (*serve)(CallPtr const&, Place const&)) {
    return [serve](CallPtr const& call, Place const& place, Name) { serve(call, place); };
}
Serve at(void (*serve)(CallPtr const&, Place const&, Name)) {
    return serve;
}
Serve at(void (*serve)(CallPtr const&, Place const&, Name), std::string fixed) {
    return [serve, fixed = std::move(fixed)](CallPtr const& call, Place const& place, Name) {
        serve(call, place, fixed);
    };
}

std::string_view last_of(std::string_view pattern) {
    return pattern.substr(pattern.rfind('/') + 1);
}

void lead_to_list(CallPtr const& call, Place const& place) {
    call->allow({Method::get});
    answer_redirect(*call, call->base + "/rest/" + place.code.name);
}

void lead_sync(CallPtr const& call, Place const& place) {
    serve_sync_job(call, place, call->base + "/" + place.code.name + "/async/" + place.entry->job.id);
}

void serve_result_or_form(CallPtr const& call, Place const& place, Name name) {
    if (auto const* const form = provenance_form(name)) return serve_provenance(call, place, *form);
    serve_result(call, place, name);
}

void serve_found(CallPtr const& call);

/// To a job's child: an address of OPUS's names no code. The job is checked where it lies.
void lead_to_child(CallPtr const& call, OpusTarget const& target) {
    auto const entry = call->here.jobs.table().find_any(target.job);
    if (!entry) throw Refusal(404, "there is no job " + target.job);
    Path& path = call->target.path;
    path = {"rest", entry->job.code, target.job};
    path.insert(path.end(), target.child.begin(), target.child.end());
    serve_found(call);
}

void lead_to_entity(CallPtr const& call) {
    lead_to_child(call, store_target(*call));
}

void lead_to_provenance(CallPtr const& call) {
    lead_to_child(call, provsap_target(*call));
}

std::vector<Route> make_routes() {
    std::vector<Route> all = {
        {"", Rule::visitor, plain(serve_index)},
        {"rest", Rule::visitor, plain(serve_index)},
        {"static/{name}", Rule::open, named(serve_asset)},
        {"availability", Rule::open, plain(serve_availability)},
        {"capabilities", Rule::open, plain(serve_capabilities)},
        {"{code}", Rule::visitor, at(lead_to_list)},
        {"{code}/availability", Rule::open, plain(serve_availability)},
        {"{code}/capabilities", Rule::open, about(serve_capabilities)},
        {"{code}/tables", Rule::open, about(serve_tables)},
        {"{code}/examples", Rule::open, about(serve_examples)},
        {"{code}/form", Rule::code, at(serve_form)},
        {"{code}/sync", Rule::code, at(serve_sync)},
        {"{code}/sync/{job}", Rule::job, at(lead_sync)},
        {"{list}", Rule::code, at(serve_job_list)},
        {"{list}/{job}", Rule::job, at(serve_job)},
        {"{list}/{job}/error", Rule::job, at(serve_error)},
        {"{list}/{job}/parameters", Rule::job, at(serve_parameters)},
        {"{list}/{job}/parameters/{name}", Rule::job, at(serve_parameter)},
        {"{list}/{job}/results", Rule::job, at(serve_results)},
        {"{list}/{job}/results/{name}", Rule::job, at(serve_result_or_form)},
        {"{list}/{job}/plot/{name}", Rule::job, at(serve_plot)},
        {"{list}/{job}/events", Rule::job, at(serve_events)},
        {"{list}/{job}/form", Rule::job, at(serve_form)},
        {"{list}/{job}/stdout", Rule::job, at(serve_log, "stdout")},
        {"{list}/{job}/stderr", Rule::job, at(serve_log, "stderr")},
        {"jdl", Rule::visitor, plain(serve_jdl)},
        {"jdl/{code}", Rule::code, at(serve_jdl, "votable")},
        {"jdl/{code}/{name}", Rule::code, at(serve_jdl)},
        {"store", Rule::entity, plain(lead_to_entity)},
        {"store/{name}", Rule::entity, plain(lead_to_entity)},
        {"store/{name}/{name}", Rule::entity, plain(lead_to_entity)},
        {"provsap", Rule::entity, plain(lead_to_provenance)},
        {"sign-in", Rule::open, plain(serve_sign_in)},
        {"sign-in/{name}", Rule::open, named(serve_sign_in_there)},
        {"sign-in/{name}/callback", Rule::open, named(serve_sign_in_callback)},
        {"sign-out", Rule::open, plain(serve_sign_out)},
        {"account", Rule::user, plain(serve_account)},
        {"account/tokens", Rule::user, plain(serve_tokens)},
        {"account/tokens/{name}", Rule::user, named(serve_token)},
        {"accounting", Rule::operators, plain(serve_accounting)},
        {"health", Rule::open, plain(serve_health)},
        {"metrics", Rule::monitors, plain(serve_metrics)},
    };
    for (std::string_view const pattern :
         {"{list}/{job}/phase", "{list}/{job}/executionduration", "{list}/{job}/destruction",
          "{list}/{job}/quote", "{list}/{job}/owner"})
        all.push_back({pattern, Rule::job, at(serve_control, std::string(last_of(pattern)))});
    for (std::string_view const pattern :
         {"{list}/{job}/provjson", "{list}/{job}/provxml", "{list}/{job}/provn", "{list}/{job}/provsvg",
          "{list}/{job}/rocrate"}) {
        auto const* const form = provenance_form(last_of(pattern));
        all.push_back({pattern, Rule::job, [form](CallPtr const& call, Place const& place, Name) {
                           serve_provenance(call, place, *form);
                       }});
    }
    return all;
}

/// A pattern taken apart, {list} as the two that it stands for.
struct Trail {
    std::vector<std::string> segments;
    bool strict;  ///< below CODE/async or CODE/sync
    Route const* route;
};

std::vector<std::string> split(std::string_view pattern) {
    std::vector<std::string> segments;
    while (!pattern.empty()) {
        auto const end = std::min(pattern.find('/'), pattern.size());
        segments.emplace_back(pattern.substr(0, end));
        pattern.remove_prefix(std::min(end + 1, pattern.size()));
    }
    return segments;
}

std::vector<Trail> make_trails() {
    std::vector<Trail> trails;
    for (Route const& route : routes()) {
        auto segments = split(route.pattern);
        if (segments.empty() || segments[0] != "{list}") {
            trails.push_back({segments, segments.size() > 1 && segments[1] == "sync", &route});
            continue;
        }
        segments.insert(segments.begin() + 1, "{code}");
        segments[0] = "rest";
        trails.push_back({segments, false, &route});
        segments[0] = "{code}";
        segments[1] = "async";
        trails.push_back({segments, true, &route});
    }
    return trails;
}

bool leads(Trail const& trail, Path const& path) {
    return trail.segments.size() == path.size() &&
           std::equal(path.begin(), path.end(), trail.segments.begin(),
                      [](std::string const& segment, std::string const& wanted) {
                          return wanted.front() == '{' || wanted == segment;
                      });
}

/// Fixed words come before placeholders: a code named like one of ours would not be found, and none is
/// (is_reserved_name).
Trail const* find_trail(Path const& path) {
    static std::vector<Trail> const trails = make_trails();
    Trail const* found = nullptr;
    for (Trail const& trail : trails)
        if (leads(trail, path) && (found == nullptr || trail.segments.front().front() != '{')) found = &trail;
    return found;
}

Description const& code_named(Call const& call, std::string const& name) {
    auto const found = call.here.codes.find(name);
    if (found == call.here.codes.end()) throw Refusal(404, "there is no code '" + name + "' here");
    return found->second;
}

[[noreturn]] void refuse(Call const& call, std::string const& why) {
    if (call.sender.is_guest()) throw Access::unauthorized(why + ": say who you are", call.wants_html);
    throw Refusal(403, why);
}

void check_rule(Call const& call, Rule rule, Description const& code) {
    bool const monitor = rule == Rule::monitors && is_of_this_machine(call.request);
    if (rule == Rule::open || monitor) return;
    Identity const& sender = call.sender;
    if (sender.is_guest() && !call.here.access.settings().guests) refuse(call, "this server takes no guests");
    if (rule == Rule::user && sender.is_guest()) refuse(call, "this is for users");
    if ((rule == Rule::operators || rule == Rule::monitors) && !sender.op && !sender.admin)
        refuse(call, "this is for operators");
    if ((rule == Rule::code || rule == Rule::job) && !may_use_code(call, code.name))
        refuse(call, "only certain groups may use the code '" + code.name + "'");
}

/// Whether a body posted to the job's own URL asks for RUN, ABORT or deletion and nothing else.
bool only_operates(Call const& call) {
    if (!call.target.query.empty() || call.request.sink) return false;
    auto const form = http::parse_body(call.request.header("Content-Type"), call.request.body);
    return std::all_of(form.begin(), form.end(), [](http::Field const& field) {
        return http::same_name(field.name, "PHASE") || http::same_name(field.name, "ACTION");
    });
}

Deed deed_of(Call const& call, Route const& route) {
    if (call.reads()) return Deed::look;
    bool const own_url = route.pattern == "{list}/{job}", phase = route.pattern == "{list}/{job}/phase";
    if (own_url && call.request.method == Method::del) return Deed::operate;
    return (own_url || phase) && only_operates(call) ? Deed::operate : Deed::alter;
}

/// Finds the resource of the path, checks that the sender may use it, and serves it.
void serve_found(CallPtr const& call) {
    static Description const none;
    Path const& path = call->target.path;
    Trail const* const trail = find_trail(path);
    if (trail == nullptr) throw Refusal(404, "there is nothing here");
    Route const& found = *trail->route;
    std::string const code_name = code_in(path);
    Description const& code = code_name.empty() ? none : code_named(*call, code_name);
    check_rule(*call, found.rule, code);
    Place place{code, call->base + "/rest/" + code.name, trail->strict, {}};
    if (trail->strict) place.list_url = call->base + "/" + path[0] + "/" + path[1];
    std::string name;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (trail->segments[i] == "{name}") name = path[i];
        if (trail->segments[i] != "{job}") continue;
        place.entry = find_job(*call, code, path[i], deed_of(*call, found));
        call->job = place.entry->job.id;
    }
    found.serve(call, place, name);
}

}  // namespace

bool may_use_code(Call const& call, std::string const& code) {
    auto const& guarded = call.here.access.settings().code_groups;
    auto const groups = guarded.find(code);
    return groups == guarded.end() || is_in_any(call.sender, groups->second);
}

std::vector<Route> const& routes() {
    static std::vector<Route> const all = make_routes();
    return all;
}

void drop_public_path(Path& path, std::string const& public_path) {
    if (public_path.empty()) return;
    Path const prefix = http::parse_target(public_path).path;
    if (path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin()))
        path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(prefix.size()));
}

std::string code_in(Path const& path) {
    Trail const* const trail = find_trail(path);
    for (std::size_t i = 0; trail != nullptr && i < path.size(); ++i)
        if (trail->segments[i] == "{code}") return path[i];
    return {};
}

void route(CallPtr const& call) {
    drop_public_path(call->target.path, call->here.base.path());
    serve_found(call);
}

}  // namespace vespa::uws
