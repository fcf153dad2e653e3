#include "access/access.hpp"

#include <algorithm>

#include "access/oidc/bad_token.hpp"
#include "access/secrets.hpp"
#include "http/form.hpp"

namespace vespa::uws {
namespace {

using http::Refusal;

constexpr char const* wrong_token = "the token is wrong, has expired or was revoked";

/// The rest of a header value that begins with a scheme, in any case.
std::optional<std::string_view> after_scheme(std::string_view value, std::string_view scheme) {
    if (value.size() <= scheme.size() || value[scheme.size()] != ' ' ||
        !http::same_name(value.substr(0, scheme.size()), scheme))
        return std::nullopt;
    return http::trimmed(value.substr(scheme.size()));
}

bool holds(std::vector<std::string> const& words, std::string const& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool meet(std::vector<std::string> const& some, std::vector<std::string> const& others) {
    return std::any_of(some.begin(), some.end(),
                       [&](std::string const& word) { return holds(others, word); });
}

Access::Answer refused(Refusal refusal) {
    return {{}, std::move(refusal)};
}

Refusal too_often(std::string const& why, RateLimiter::Clock::duration wait) {
    auto const seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    return Refusal(429, why, {{"Retry-After", std::to_string(seconds)}});
}

}  // namespace

Access::Access(AccessSettings settings, Records& records, Fetcher& fetcher,
               std::function<void(std::function<void()>)> post)
    : settings_(std::move(settings)),
      proxies_(settings_.trusted_proxies),
      keeper_(records, std::move(post)),
      people_(keeper_),
      tokens_(keeper_),
      sessions_(keeper_, settings_.session),
      usage_(&keeper_),
      quotas_(
          settings_.quotas, [this](std::string const& owner) { return groups_of(owner); }, usage_),
      audit_(settings_.audit_file),
      rates_(settings_.rates.remembered),
      sign_in_(providers_) {
    for (auto const& record : records.load()) {
        if (record.table == People::table) people_.take_in(record);
        if (record.table == PersonalTokens::table) tokens_.take_in(record);
        if (record.table == Sessions::table) sessions_.take_in(record);
        if (record.table == Usage::table) usage_.take_in(record);
    }
    for (auto const& provider : settings_.providers)
        providers_.push_back(std::make_unique<Provider>(provider, fetcher));
}

std::vector<std::string> Access::groups_of(std::string const& owner) const {
    for (auto const& user : settings_.users)
        if (user.name == owner) return user.groups;
    auto const* const person = people_.find(owner);
    return person != nullptr ? person->groups : std::vector<std::string>();
}

Identity Access::identity_of(std::string const& owner, Means means) const {
    Identity identity;
    identity.owner = owner;
    identity.means = means;
    identity.groups = groups_of(owner);
    if (auto const* const person = people_.find(owner)) identity.name = person->name;
    identity.admin = holds(settings_.admins, owner) || meet(identity.groups, settings_.admin_groups);
    identity.op = holds(settings_.operators, owner) || meet(identity.groups, settings_.operator_groups);
    return identity;
}

Identity Access::admit(Claimed const& who, Means means) {
    people_.learn(who.owner, {who.name, who.groups});
    return identity_of(who.owner, means);
}

std::vector<http::Header> Access::challenges(bool for_page, bool bad_token) {
    std::vector<http::Header> challenges;
    if (!for_page) challenges.push_back({"WWW-Authenticate", "Basic realm=\"vespa-hpc\", charset=\"UTF-8\""});
    challenges.push_back({"WWW-Authenticate", std::string("Bearer realm=\"vespa-hpc\"") +
                                                  (bad_token ? ", error=\"invalid_token\"" : "")});
    return challenges;
}

Refusal Access::unauthorized(std::string const& why, bool for_page, bool bad_token) {
    return Refusal(401, why, challenges(for_page, bad_token));
}

std::optional<Identity> Access::bearer_of(std::string_view token) const {
    std::string const print = fingerprint(token);
    for (auto const& user : settings_.users)
        if (same_secret(user.token_fingerprint, print))
            return identity_of(user.name, Means::configured_token);
    auto const personal = tokens_.find(token);
    if (!personal) return std::nullopt;
    Identity identity = identity_of(personal->owner, Means::personal_token);
    identity.by_personal_token = true;
    return identity;
}

Access::Answer Access::by_basic(std::string_view credentials) const {
    auto const text = from_base64(credentials);
    // The last colon: owner texts of providers may hold some, tokens hold none.
    auto const colon = text ? text->rfind(':') : std::string::npos;
    if (colon == std::string::npos) return refused(unauthorized("HTTP Basic takes user and token", false));
    std::string const user = text->substr(0, colon), token = text->substr(colon + 1);
    if (user == "anonymous" && (token == "anonymous" || token.empty())) return {};
    auto const identity = bearer_of(token);
    bool const same = identity && (user == identity->owner || user == identity->name || user == "token");
    if (!same)
        return refused(
            unauthorized("user and token do not belong together: " + std::string(wrong_token), false));
    return {*identity, {}};
}

Access::Answer Access::by_cookie(http::Request const& request) const {
    std::string_view const secret = cookie_of(request, session_cookie);
    if (secret.empty()) return {};
    auto const session = sessions_.find(secret);
    if (!session) return {};  // a browser keeps its cookie after the session's end
    Identity identity = identity_of(session->owner, Means::cookie);
    identity.by_personal_token = session->by_personal_token;
    return {std::move(identity), {}};
}

/// By the Authorization header, as far as our own books say; nothing: a provider has to be asked.
std::optional<Access::Answer> Access::by_header(std::string_view header) const {
    if (auto const basic = after_scheme(header, "Basic")) return by_basic(*basic);
    auto const token = after_scheme(header, "Bearer");
    if (!token)
        return refused(unauthorized("credentials are taken as HTTP Basic (user and token) or Bearer", false));
    if (auto const known = bearer_of(*token)) return Answer{*known, {}};
    auto const verdict = verdicts_.find(fingerprint(*token));
    if (verdict != verdicts_.end() && verdict->second.expires > now())
        return Answer{identity_of(verdict->second.owner, Means::bearer), {}};
    if (!providers_.empty() && token->substr(0, 6) != "vespa_") return std::nullopt;
    return refused(unauthorized(wrong_token, false, true));
}

std::optional<Access::Answer> Access::identify_now(http::Request const& request) {
    std::string_view const header = request.header("Authorization");
    if (header.empty()) {
        Answer answer = by_cookie(request);
        answer.identity.sees_guests_jobs = settings_.list_anonymous;
        return answer;
    }
    auto answer = by_header(header);
    if (answer && !answer->refusal) {
        answer->identity.sees_guests_jobs = settings_.list_anonymous;
        return answer;
    }
    // Who is known comes in, even from an address that others have guessed from.
    std::string const address = "wrong " + rate_key(proxies_.client_of(request));
    auto const present = RateLimiter::Clock::now();
    auto const wait = answer ? rates_.take(address, settings_.rates.wrong, present)
                             : rates_.ask(address, settings_.rates.wrong, present);
    if (wait > RateLimiter::Clock::duration::zero())
        return refused(too_often("too many wrong credentials: wait a little", wait));
    return answer;
}

void Access::identify(http::Request const& request, std::function<void(Answer)> then) {
    if (auto known = identify_now(request)) return then(std::move(*known));
    std::string const token(*after_scheme(request.header("Authorization"), "Bearer"));
    std::string const address = "wrong " + rate_key(proxies_.client_of(request));
    by_provider(token, [this, address, then = std::move(then)](Answer answer) {
        if (answer.refusal && answer.refusal->status() == 401)
            rates_.take(address, settings_.rates.wrong, RateLimiter::Clock::now());
        then(std::move(answer));
    });
}

void Access::keep_verdict(std::string const& key, Claimed const& who) {
    constexpr std::size_t most_verdicts = 20'000;
    if (verdicts_.size() >= most_verdicts) {
        auto const present = now();
        std::erase_if(verdicts_,
                      [present](auto const& verdict) { return verdict.second.expires <= present; });
        if (verdicts_.size() >= most_verdicts) verdicts_.clear();
    }
    verdicts_.insert_or_assign(key, who);
}

void Access::by_provider(std::string const& token, std::function<void(Answer)> then) {
    constexpr std::size_t most_asking = 256;
    if (asking_ >= most_asking)
        return then(
            refused({503, "too many tokens are being verified at this moment", {{"Retry-After", "5"}}}));
    ++asking_;
    try_providers(token, 0, [this, then = std::move(then)](Answer answer) {
        --asking_;
        then(std::move(answer));
    });
}

/// A JWT names its issuer; any other token is shown to those who answer for such ones, one after the other.
void Access::try_providers(std::string const& token, std::size_t at, std::function<void(Answer)> then) {
    std::string issuer;
    try {
        if (looks_like_jwt(token)) issuer = text_claim(parse_jwt(token).claims, "iss");
    } catch (BadToken const& bad) {
        return then(refused(unauthorized(bad.what(), false, true)));
    }
    while (at < providers_.size() && (issuer.empty() ? !providers_[at]->settings().introspect
                                                     : providers_[at]->settings().issuer != issuer))
        ++at;
    if (at == providers_.size())
        return then(
            refused(unauthorized("no provider that is believed here vouches for this token", false, true)));
    providers_[at]->verify(
        token, [this, token, at, last = !issuer.empty(), then = std::move(then)](Verdict verdict) {
            if (verdict.who) {
                keep_verdict(fingerprint(token), *verdict.who);
                return then({admit(*verdict.who, Means::bearer), {}});
            }
            if (verdict.unavailable) return then(refused({503, verdict.why, {{"Retry-After", "10"}}}));
            if (last) return then(refused(unauthorized(verdict.why, false, true)));
            try_providers(token, at + 1, then);
        });
}

void Access::count_address(http::Request const& request) {
    if (settings_.rates.address.a_second <= 0) return;
    auto const wait = rates_.take("address " + rate_key(proxies_.client_of(request)), settings_.rates.address,
                                  RateLimiter::Clock::now());
    if (wait > RateLimiter::Clock::duration::zero())
        throw too_often("too many requests from this address", wait);
}

void Access::count_wrong(http::Request const& request) {
    std::string const address = "wrong " + rate_key(proxies_.client_of(request));
    if (auto const wait = rates_.take(address, settings_.rates.wrong, RateLimiter::Clock::now());
        wait > RateLimiter::Clock::duration::zero())
        throw too_often("too many wrong credentials: wait a little", wait);
}

void Access::count_sender(http::Request const& request, Identity const& sender) {
    Rate const& rate = sender.is_guest() ? settings_.rates.guest : settings_.rates.user;
    if (rate.a_second <= 0) return;
    std::string const key =
        sender.is_guest() ? "guest " + rate_key(proxies_.client_of(request)) : "user " + sender.owner;
    auto const wait = rates_.take(key, rate, RateLimiter::Clock::now());
    if (wait > RateLimiter::Clock::duration::zero())
        throw too_often(sender.is_guest() ? "too many requests: guests may ask less often than users"
                                          : "too many requests of yours",
                        wait);
}

std::string_view cookie_of(http::Request const& request, std::string_view name) {
    std::string_view cookies = request.header("Cookie");
    while (!cookies.empty()) {
        auto const end = std::min(cookies.find(';'), cookies.size());
        std::string_view const one = http::trimmed(cookies.substr(0, end));
        if (one.size() > name.size() && one[name.size()] == '=' && one.substr(0, name.size()) == name)
            return one.substr(name.size() + 1);
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
    }
    return {};
}

}  // namespace vespa::uws
