#include "rest/service.hpp"

#include <algorithm>
#include <array>

#include "http/conditional.hpp"
#include "http/form_sink.hpp"
#include "rest/routes.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;
using Path = std::vector<std::string>;

constexpr std::array<std::string_view, 15> reserved_names = {
    "rest",   "static",  "availability", "capabilities", "jdl",      "store",   "provsap",   "scim",
    "health", "metrics", "docs",         "sign-in",      "sign-out", "account", "accounting"};

/// The sender is known: is it allowed, and what is it?
void serve(CallPtr const& call) {
    call->here.access.count_sender(call->request, call->sender);
    if (!call->reads() && call->sender.means == Means::cookie)
        PublicBase::check_cookie_origin(call->request, call->base);
    route(call);
}

/// Whatever is thrown becomes the answer.
void guarded(CallPtr const& call, std::function<void()> const& task) {
    try {
        task();
    } catch (Refusal const& refusal) {
        answer_refusal(*call, refusal);
    } catch (std::exception const& error) {
        answer_refusal(*call, Refusal(500, std::string("the server failed: ") + error.what()));
    }
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
    if (auto const code = here_.codes.find(code_in(path)); code != here_.codes.end())
        rules.upload = allowed_upload(here_.jobs.policy(), code->second.launch);
    check_uploader(head, rules);
    return std::make_shared<http::FormSink>(here_.aside, type, std::move(rules));
}

/// Before gigabytes are taken: is it somebody who may send them? A token that a provider has to be asked
/// about is looked at afterwards.
void Service::check_uploader(http::Request const& head, http::FormRules& rules) const {
    auto const known = here_.access.identify_now(head);
    if (!known) return;
    if (known->refusal) throw *known->refusal;
    if (known->identity.is_guest() && !here_.access.settings().guests)
        throw Access::unauthorized("this server takes no guests: say who you are", false);
    auto const most = here_.access.quotas().quota(known->identity.owner).upload;
    if (most > 0) rules.upload = std::min(rules.upload, most);
}

void Service::handle(http::Request&& request, http::Reply reply) const {
    auto const call =
        std::make_shared<Call>(Call{here_, std::move(request), std::move(reply), {}, {}, {}, false, {}});
    Access& access = here_.access;
    guarded(call, [&] {
        call->wants_html = http::prefers_html(call->request.header("Accept"));
        call->base = here_.base.base_of(call->request, access.proxies().front_of(call->request));
        call->target = http::parse_target(call->request.target);
        access.count_address(call->request);
        if (!call->reads()) PublicBase::check_origin(call->request, call->base);
        access.identify(call->request, [call](Access::Answer answer) {
            guarded(call, [&] {
                if (answer.refusal) throw *answer.refusal;
                call->sender = std::move(answer.identity);
                serve(call);
            });
        });
    });
}

}  // namespace vespa::uws
