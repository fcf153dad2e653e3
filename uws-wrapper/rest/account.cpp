#include "rest/account.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "rest/pages.hpp"
#include "web/account_pages.hpp"

namespace vespa::uws {
namespace {

using http::Method;
using http::Refusal;
using nlohmann::json;

constexpr int usual_days = 90;
constexpr std::size_t longest_label = 100;

json to_json(PersonalToken const& token) {
    return {{"id", token.id},
            {"label", token.label},
            {"created", to_text(token.created)},
            {"expires", to_text(token.expires)}};
}

json to_json(Quota const& quota) {
    return {{"jobs", quota.jobs},    {"active_jobs", quota.active},    {"queued_jobs", quota.queued},
            {"cores", quota.cores},  {"core_hours", quota.core_hours}, {"stored", quota.bytes},
            {"upload", quota.upload}};
}

AccountFacts facts_of(Call const& call) {
    Access& access = call.here.access;
    AccountFacts facts;
    facts.sender = call.sender;
    facts.tokens = access.tokens().of(call.sender.owner);
    facts.quota = access.quotas().quota(call.sender.owner);
    facts.tally = access.quotas().tally(call.sender.owner);
    facts.core_hours = access.quotas().core_hours(call.sender.owner);
    return facts;
}

std::string account_json(AccountFacts const& facts) {
    json const used = {{"jobs", facts.tally.jobs},          {"active_jobs", facts.tally.active},
                       {"queued_jobs", facts.tally.queued}, {"cores", facts.tally.cores},
                       {"core_hours", facts.core_hours},    {"stored", facts.tally.bytes}};
    return json{{"owner", facts.sender.owner},
                {"name", facts.sender.shown_name()},
                {"role", facts.sender.admin ? "admin"
                         : facts.sender.op  ? "operator"
                                            : "user"},
                {"groups", facts.sender.groups},
                {"quota", to_json(facts.quota)},
                {"used", used}}
        .dump();
}

/// How many days a new token is to be valid.
int days_asked(std::string const& text, std::chrono::seconds longest) {
    auto const most = static_cast<int>(longest / std::chrono::hours(24));
    if (text.empty()) return std::min(usual_days, most);
    int days = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc() || end != text.data() + text.size() || days < 1 || days > most)
        throw Refusal(400, "DAYS takes a whole number from 1 to " + std::to_string(most));
    return days;
}

void make_token(CallPtr const& call) {
    if (call->sender.by_personal_token)
        throw Refusal(
            403, "a personal token makes no others: sign in with your provider, or ask an administrator");
    std::string label, days, owner = call->sender.owner;
    for (auto const& field : call->form()) {
        if (http::same_name(field.name, "LABEL"))
            label = field.value;
        else if (http::same_name(field.name, "DAYS"))
            days = field.value;
        else if (http::same_name(field.name, "OWNER"))
            owner = field.value.empty() ? owner : field.value;
        else
            throw Refusal(400, "'" + field.name + "' is not known here; LABEL, DAYS and OWNER are");
    }
    if (owner != call->sender.owner && !call->sender.admin)
        throw Refusal(403, "only administrators make tokens for others");
    if (owner.size() > 300) throw Refusal(400, "OWNER is too long");
    if (label.empty() || label.size() > longest_label)
        throw Refusal(400, "LABEL takes 1 to " + std::to_string(longest_label) +
                               " bytes of text: what the token is for");
    Access& access = call->here.access;
    Instant const expires = now() + std::chrono::days(days_asked(days, access.settings().longest_token));
    auto const made = std::make_shared<PersonalTokens::Made>();
    *made = access.tokens().make(owner, label, expires, [call, made](std::string const& failure) {
        if (!failure.empty())
            return answer_refusal(*call, Refusal(503, "the token could not be kept: " + failure));
        if (call->wants_html)
            return answer_page(*call, new_token_page(site_of(*call), made->token, made->secret),
                               PageNeeds::nothing, 201, {{"Cache-Control", "no-store"}});
        json told = to_json(made->token);
        told["token"] = made->secret;
        told["owner"] = made->token.owner;
        answer_json(*call, told.dump(), 201);
    });
}

std::optional<Instant> day_asked(http::Form const& query, std::string_view name) {
    for (auto const& field : query) {
        if (!http::same_name(field.name, name)) continue;
        auto const day = parse_instant(field.value);
        if (!day) throw Refusal(400, std::string(name) + " takes a day such as 2026-05-04");
        return day;
    }
    return std::nullopt;
}

}  // namespace

void answer_json(Call const& call, std::string text, int status) {
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    response.body = std::move(text) + "\n";
    answer(call, std::move(response));
}

void serve_account(CallPtr const& call) {
    call->allow({Method::get});
    AccountFacts const facts = facts_of(*call);
    if (call->wants_html) return answer_page(*call, account_page(site_of(*call), facts));
    answer_json(*call, account_json(facts));
}

void serve_tokens(CallPtr const& call) {
    call->allow({Method::get, Method::post});
    if (!call->reads()) return make_token(call);
    json list = json::array();
    for (auto const& token : call->here.access.tokens().of(call->sender.owner))
        list.push_back(to_json(token));
    answer_json(*call, list.dump());
}

void serve_token(CallPtr const& call, std::string const& id) {
    call->allow({Method::post, Method::del});
    if (call->request.method == Method::post) {
        auto const form = call->form();
        if (form.size() != 1 || !http::same_name(form[0].name, "ACTION") || form[0].value != "DELETE")
            throw Refusal(400, "ACTION=DELETE is all that may be posted here");
    }
    auto const done = [call](std::string const& failure) {
        if (!failure.empty())
            return answer_refusal(
                *call, Refusal(503, "the token is revoked, but this could not be kept: " + failure));
        answer_redirect(*call, call->base + "/account" + (call->wants_html ? "" : "/tokens"));
    };
    if (!call->here.access.tokens().revoke(call->sender.owner, id, done))
        throw Refusal(404, "you have no token " + id);
}

void serve_accounting(CallPtr const& call) {
    call->allow({Method::get});
    auto const& query = call->target.query;
    auto const day = [](Instant instant) { return std::chrono::floor<std::chrono::days>(instant); };
    auto const last = day(day_asked(query, "TO").value_or(now()));
    auto const first = day(day_asked(query, "FROM").value_or(last - std::chrono::days(30)));
    http::Response response;
    response.headers = {{"Content-Type", "text/tab-separated-values; charset=UTF-8"},
                        {"Cache-Control", "no-store"}};
    response.body = accounting_text(call->here.access.usage().between(first, last));
    answer(*call, std::move(response));
}

}  // namespace vespa::uws
