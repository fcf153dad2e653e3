// Signing in and out with a browser.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "rest/account.hpp"
#include "rest/pages.hpp"
#include "web/account_pages.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;

std::string field(http::Form const& form, std::string_view name) {
    for (auto const& one : form)
        if (http::same_name(one.name, name)) return one.value;
    return {};
}

/// A path below the server's base; anything else that a link may ask for leads to the front page.
std::string safe_return(std::string const& wanted) {
    bool const ours = !wanted.empty() && wanted.size() < 2048 && wanted[0] == '/' &&
                      wanted.substr(0, 2) != "//" &&
                      std::all_of(wanted.begin(), wanted.end(),
                                  [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
    return ours ? wanted : "/";
}

/// \param lasts zero = the browser forgets it now
http::Header cookie(Call const& call, std::string_view name, std::string const& value,
                    std::chrono::seconds lasts) {
    std::string text = std::string(name) + "=" + value + "; Path=" + call.here.base.path() +
                       "/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(lasts.count());
    if (call.base.substr(0, 8) == "https://") text += "; Secure";
    return {"Set-Cookie", text};
}

void lead_to(Call const& call, std::string const& url, http::Header cookie) {
    http::Response response;
    response.status = 303;
    response.headers = {{"Location", url}, std::move(cookie), {"Cache-Control", "no-store"}};
    answer(call, std::move(response));
}

void tell(Call const& call, char const* what, std::string const& owner, std::string const& detail) {
    Deeds deed;
    deed.what = what;
    deed.where = "/sign-in";
    deed.owner = owner;
    deed.address = call.here.access.proxies().client_of(call.request);
    deed.request = call.request.id;
    deed.detail = detail;
    call.here.access.audit().tell(deed);
}

/// A session, once it is on disk.
void begin_session(CallPtr const& call, Identity const& who, std::string const& return_to) {
    Sessions& sessions = call->here.access.sessions();
    auto const secret = std::make_shared<std::string>();
    *secret = sessions.begin(
        who.owner, who.by_personal_token, [call, secret, return_to](std::string const& failure) {
            if (!failure.empty())
                return answer_refusal(*call, Refusal(503, "the session could not be kept: " + failure));
            lead_to(*call, call->base + return_to,
                    cookie(*call, session_cookie, *secret, call->here.access.sessions().lifetime()));
        });
    tell(*call, "sign-in", who.owner, return_to);
}

std::string callback_url(Call const& call, std::string const& provider) {
    return call.base + "/sign-in/" + provider + "/callback";
}

}  // namespace

std::string sign_in_page(Call const& call, std::string const& why) {
    SignInChoices choices;
    for (auto const* const provider : call.here.access.sign_in().offered())
        choices.providers.emplace_back(provider->settings().name, provider->settings().title);
    choices.why = why;
    std::string const target = call.request.target.substr(0, call.request.target.find('?'));
    std::string path = call.reads() ? target : "/";
    std::string const& prefix = call.here.base.path();
    if (!prefix.empty() && path.compare(0, prefix.size() + 1, prefix + "/") == 0)
        path.erase(0, prefix.size());
    if (path.compare(0, 9, "/sign-in/") == 0 || path == "/sign-in") path = field(call.target.query, "return");
    choices.return_to = safe_return(path);
    return sign_in_page(site_of(call), choices);
}

void serve_sign_in(CallPtr const& call) {
    call->allow({Method::get, Method::post});
    if (call->reads()) {
        if (call->wants_html) return answer_page(*call, sign_in_page(*call, {}));
        nlohmann::json list = nlohmann::json::array();
        for (auto const* const provider : call->here.access.sign_in().offered())
            list.push_back({{"name", provider->settings().name},
                            {"title", provider->settings().title},
                            {"url", call->base + "/sign-in/" + provider->settings().name}});
        return answer_json(*call, nlohmann::json{{"providers", list}}.dump());
    }
    http::Form const form = call->form();
    auto const who = call->here.access.bearer_of(field(form, "TOKEN"));
    std::string const user = field(form, "USER");
    if (!who || (user != who->owner && user != who->name && user != "token")) {
        call->here.access.count_wrong(call->request);
        throw Access::unauthorized("user and token do not belong together", call->wants_html);
    }
    begin_session(call, *who, safe_return(field(form, "RETURN")));
}

void serve_sign_in_there(CallPtr const& call, std::string const& provider) {
    call->allow({Method::get});
    call->here.access.sign_in().begin(
        provider, callback_url(*call, provider), safe_return(field(call->target.query, "return")),
        [call](SignIn::Begun const& begun) {
            if (begun.url.empty())
                return answer_refusal(*call, Refusal(503, begun.why, {{"Retry-After", "10"}}));
            lead_to(*call, begun.url, cookie(*call, sign_in_cookie, begun.browser, SignIn::patience));
        });
}

void serve_sign_in_callback(CallPtr const& call, std::string const& provider) {
    call->allow({Method::get});
    auto const& query = call->target.query;
    SignIn::Callback const callback{field(query, "state"), field(query, "code"), field(query, "iss"),
                                    field(query, "error"),
                                    std::string(cookie_of(call->request, sign_in_cookie))};
    call->here.access.sign_in().finish(
        provider, callback, [call](Verdict const& verdict, std::string const& return_to) {
            if (verdict.who)
                return begin_session(call, call->here.access.admit(*verdict.who, Means::cookie), return_to);
            tell(*call, "sign-in refused", {}, verdict.why);
            answer_refusal(*call, Refusal(verdict.unavailable ? 503 : 403, verdict.why));
        });
}

void serve_sign_out(CallPtr const& call) {
    call->allow({Method::post});
    std::string const secret(cookie_of(call->request, session_cookie));
    call->here.access.sessions().end(secret, [call](std::string const& failure) {
        if (!failure.empty())
            return answer_refusal(*call, Refusal(503, "the session could not be ended: " + failure));
        lead_to(*call, call->base + "/", cookie(*call, session_cookie, "", std::chrono::seconds(0)));
    });
}

}  // namespace vespa::uws
