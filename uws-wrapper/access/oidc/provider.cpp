#include "access/oidc/provider.hpp"

#include <algorithm>
#include <utility>

#include "access/oidc/bad_token.hpp"
#include "access/secrets.hpp"
#include "http/percent.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto metadata_lasts = 1h;
constexpr auto failure_lasts = 10s;
constexpr auto keys_rest = 5min;  // between two looks for a key that is not there
constexpr auto claims_last = 5min;
constexpr std::size_t longest_id = 255;

bool is_name(std::string const& id) {
    if (id.empty() || id.size() > longest_id || !http::is_utf8(id)) return false;
    for (unsigned char const c : id)
        if (c < 0x21 || c == 0x7F) return false;
    return true;
}

std::string why_of(Fetched const& answer) {
    return answer.status == 0 ? answer.failure : "it answers " + std::to_string(answer.status);
}

json object_of(Fetched const& answer) {
    json value = json::parse(answer.body, nullptr, false);
    return value.is_object() ? value : json::object();
}

Verdict unavailable(std::string const& why) {
    return {{}, why, true};
}

}  // namespace

Provider::Provider(ProviderSettings settings, Fetcher& fetcher)
    : settings_(std::move(settings)), fetcher_(fetcher) {}

Fetch Provider::asking(std::string url) const {
    Fetch request;
    request.url = std::move(url);
    request.ca_file = settings_.ca_file;
    return request;
}

void Provider::with_metadata(WithMetadata then) {
    if (now() < metadata_until_) return then(metadata_ ? &*metadata_ : nullptr, metadata_failure_);
    metadata_waiters_.push_back(std::move(then));
    if (metadata_under_way_) return;
    metadata_under_way_ = true;
    std::string base = settings_.issuer;
    if (base.back() == '/') base.pop_back();
    fetcher_.fetch(asking(base + "/.well-known/openid-configuration"),
                   [this](Fetched const& answer) { take_metadata(answer); });
}

void Provider::take_metadata(Fetched const& answer) {
    metadata_under_way_ = false;
    json const told = object_of(answer);
    bool const right = answer.status == 200 && text_claim(told, "issuer") == settings_.issuer;
    if (right) {
        metadata_ = Metadata{text_claim(told, "authorization_endpoint"), text_claim(told, "token_endpoint"),
                             text_claim(told, "userinfo_endpoint"),
                             text_claim(told, "introspection_endpoint"), text_claim(told, "jwks_uri")};
        metadata_failure_.clear();
    } else if (!metadata_) {  // an older one is better than none
        metadata_failure_ = settings_.title + " cannot be asked: " +
                            (answer.status == 200 ? "it names another issuer" : why_of(answer));
    }
    metadata_until_ = now() + (right ? std::chrono::seconds(metadata_lasts) : failure_lasts);
    auto const waiters = std::exchange(metadata_waiters_, {});
    for (auto const& waiter : waiters)
        waiter(metadata_ ? &*metadata_ : nullptr, metadata_failure_);
}

/// Sees to it that a key for the token is there, if the provider has one.
void Provider::with_keys(Jwt const& jwt, std::function<void(std::string const&)> then) {
    if (keys_.has_key_for(jwt) || (now() < keys_fetched_ + keys_rest && !keys_under_way_)) return then("");
    key_waiters_.push_back(std::move(then));
    if (std::exchange(keys_under_way_, true)) return;
    auto const tell = [this](std::string const& why) {
        keys_under_way_ = false;
        keys_fetched_ = why.empty() ? now() : now() - keys_rest + failure_lasts;
        auto const waiters = std::exchange(key_waiters_, {});
        for (auto const& waiter : waiters)
            waiter(why);
    };
    with_metadata([this, tell](Metadata const* metadata, std::string const& why) {
        if (metadata == nullptr) return tell(why);
        fetcher_.fetch(asking(metadata->keys), [this, tell](Fetched const& answer) {
            if (answer.status != 200)
                return tell(settings_.title + " does not give its keys: " + why_of(answer));
            try {
                keys_ = KeySet::parse(answer.body);
            } catch (BadToken const& bad) {
                return tell(bad.what());
            }
            tell("");
        });
    });
}

void Provider::verify(std::string const& token, Then then) {
    if (looks_like_jwt(token)) return verify_jwt(token, std::move(then));
    if (settings_.introspect) return introspect(token, std::move(then));
    then({{}, "the token is none that " + settings_.title + " signs", false});
}

void Provider::verify_jwt(std::string const& token, Then then) {
    Jwt jwt;
    try {
        jwt = parse_jwt(token);
        // RFC 9068: tokens made for something else, such as logout, say so.
        if (!jwt.type.empty() && jwt.type != "jwt" && jwt.type != "at+jwt" &&
            jwt.type != "application/at+jwt")
            throw BadToken("the token is no access token");
    } catch (BadToken const& bad) {
        return then({{}, bad.what(), false});
    }
    with_keys(jwt, [this, jwt, token, then = std::move(then)](std::string const& why) {
        if (!why.empty()) return then(unavailable(why));
        try {
            keys_.verify(jwt);
            auto audiences = settings_.audiences;
            audiences.push_back(settings_.client_id);
            check_claims(jwt.claims, {settings_.issuer, audiences, settings_.leeway}, now());
        } catch (BadToken const& bad) {
            return then({{}, bad.what(), false});
        }
        add_userinfo(token, jwt.claims, then);
    });
}

/// RFC 7662.
void Provider::introspect(std::string const& token, Then then) {
    with_metadata([this, token, then = std::move(then)](Metadata const* metadata, std::string const& why) {
        if (metadata == nullptr) return then(unavailable(why));
        Fetch request = asking(metadata->introspection);
        request.form = {{{"token", token}, {"token_type_hint", "access_token"}}};
        request.user = settings_.client_id;
        request.password = settings_.client_secret.value_or("");
        fetcher_.fetch(std::move(request), [this, token, then](Fetched const& answer) {
            if (answer.status != 200)
                return then(unavailable(settings_.title +
                                        " does not say whether the token is valid: " + why_of(answer)));
            json claims = object_of(answer);
            if (claims.value("active", json()) != json(true))
                return then({{}, "the token is not valid (any more)", false});
            try {
                // What the answer leaves out, the provider has vouched for by calling the token active.
                claims.emplace("iss", settings_.issuer);
                auto audiences = settings_.audiences;
                audiences.push_back(settings_.client_id);
                if (!claims.contains("aud")) audiences.clear();
                check_claims(claims, {settings_.issuer, audiences, settings_.leeway, false}, now());
            } catch (BadToken const& bad) {
                return then({{}, bad.what(), false});
            }
            add_userinfo(token, std::move(claims), then);
        });
    });
}

/// Some providers tell entitlements at UserInfo only. A provider that does not take the token there (one
/// bound to a resource) has said all in the token.
void Provider::add_userinfo(std::string const& token, json claims, Then then) {
    bool const needed =
        settings_.ask_userinfo && (!claims.contains(settings_.groups_claim) ||
                                   (!settings_.user_claim.empty() && !claims.contains(settings_.user_claim)));
    if (!needed) return then(conclude(claims));
    with_metadata([this, token, claims = std::move(claims), then = std::move(then)](Metadata const* metadata,
                                                                                    std::string const&) {
        if (metadata == nullptr || metadata->userinfo.empty()) return then(conclude(claims));
        Fetch request = asking(metadata->userinfo);
        request.bearer = token;
        fetcher_.fetch(std::move(request), [this, claims, then](Fetched const& answer) mutable {
            if (answer.status == 0 || answer.status >= 500)
                return then(unavailable(settings_.title + " does not say who it is: " + why_of(answer)));
            json const more = object_of(answer);
            if (answer.status == 200 && text_claim(more, "sub") == text_claim(claims, "sub"))
                for (auto const& [name, value] : more.items())
                    claims.emplace(name, value);  // never over what the token itself says
            then(conclude(claims));
        });
    });
}

Verdict Provider::conclude(json const& claims) const {
    std::string id = settings_.user_claim.empty() ? std::string() : text_claim(claims, settings_.user_claim);
    if (id.empty()) id = text_claim(claims, "sub");
    if (!is_name(id)) return {{}, "the token does not say whose it is", false};
    Claimed who;
    who.owner = settings_.name + "/" + id;
    for (char const* const claim : {"name", "preferred_username", "email"})
        if (who.name.empty()) who.name = text_claim(claims, claim).substr(0, longest_id);
    if (!http::is_utf8(who.name)) who.name.clear();  // cut in the middle of a letter
    for (auto const& urn : list_claim(claims, settings_.groups_claim))
        for (auto& group : groups_of(urn, settings_.group_rules))
            if (std::find(who.groups.begin(), who.groups.end(), group) == who.groups.end())
                who.groups.push_back(std::move(group));
    bool admitted = settings_.admitted.empty();
    for (auto const& group : settings_.admitted)
        admitted = admitted || std::find(who.groups.begin(), who.groups.end(), group) != who.groups.end();
    if (!admitted) return {{}, "this account is in none of the groups that are admitted here", false};
    who.expires = std::min(now() + claims_last, time_claim(claims, "exp").value_or(Instant::max()));
    return {std::move(who), {}, false};
}

void Provider::begin(Attempt const& attempt, std::function<void(std::string, std::string)> then) {
    with_metadata([this, attempt, then = std::move(then)](Metadata const* metadata, std::string const& why) {
        if (metadata == nullptr) return then({}, why);
        std::string scopes;
        for (auto const& scope : settings_.scopes)
            scopes.append(scopes.empty() ? "" : " ").append(scope);
        std::string url = metadata->authorization;
        url += url.find('?') == std::string::npos ? '?' : '&';
        url += "response_type=code&code_challenge_method=S256";
        for (auto const& [name, value] :
             {std::pair<char const*, std::string>{"client_id", settings_.client_id},
              {"redirect_uri", attempt.redirect_uri},
              {"scope", scopes},
              {"state", attempt.state},
              {"nonce", attempt.nonce},
              {"code_challenge", to_base64url(sha256_of(attempt.verifier))}})
            url.append("&").append(name).append("=").append(http::encode_percent(value));
        then(std::move(url), {});
    });
}

void Provider::finish(Attempt const& attempt, std::string const& code, Then then) {
    with_metadata([this, attempt, code, then = std::move(then)](Metadata const* metadata,
                                                                std::string const& why) {
        if (metadata == nullptr) return then(unavailable(why));
        Fetch request = asking(metadata->token);
        request.form = {{{"grant_type", "authorization_code"},
                         {"code", code},
                         {"redirect_uri", attempt.redirect_uri},
                         {"code_verifier", attempt.verifier}}};
        if (settings_.client_secret) {
            request.user = settings_.client_id;
            request.password = *settings_.client_secret;
        } else {
            request.form->emplace_back("client_id", settings_.client_id);
        }
        fetcher_.fetch(std::move(request),
                       [this, attempt, then](Fetched const& answer) { take_tokens(attempt, answer, then); });
    });
}

/// OpenID Connect Core 1.0, 3.1.3.7.
void Provider::take_tokens(Attempt const& attempt, Fetched const& answer, Then then) {
    if (answer.status == 0 || answer.status >= 500)
        return then(unavailable(settings_.title + " does not complete the sign-in: " + why_of(answer)));
    json const told = object_of(answer);
    if (answer.status != 200)
        return then({{}, settings_.title + " refuses the sign-in: " + text_claim(told, "error"), false});
    Jwt jwt;
    try {
        jwt = parse_jwt(text_claim(told, "id_token"));
    } catch (BadToken const& bad) {
        return then({{}, bad.what(), false});
    }
    with_keys(
        jwt, [this, jwt, attempt, access = text_claim(told, "access_token"), then](std::string const& why) {
            if (!why.empty()) return then(unavailable(why));
            try {
                keys_.verify(jwt);
                check_claims(jwt.claims, {settings_.issuer, {settings_.client_id}, settings_.leeway}, now());
                std::string const party = text_claim(jwt.claims, "azp");
                if (!party.empty() && party != settings_.client_id)
                    throw BadToken("the token is for another party (azp)");
                if (!same_secret(text_claim(jwt.claims, "nonce"), attempt.nonce))
                    throw BadToken("the token belongs to another sign-in (nonce)");
            } catch (BadToken const& bad) {
                return then({{}, bad.what(), false});
            }
            if (access.empty()) return then(conclude(jwt.claims));
            add_userinfo(access, jwt.claims, then);
        });
}

}  // namespace vespa::uws
