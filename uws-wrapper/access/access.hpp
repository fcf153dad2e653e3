#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "access/access_settings.hpp"
#include "access/audit_log.hpp"
#include "access/identity.hpp"
#include "access/people.hpp"
#include "access/personal_tokens.hpp"
#include "access/quotas.hpp"
#include "access/rate_limiter.hpp"
#include "access/sessions.hpp"
#include "access/sign_in.hpp"
#include "access/trusted_proxies.hpp"
#include "access/usage.hpp"
#include "http/message.hpp"

namespace vespa::uws {

/// Who sends a request, what they may have, and the books that this is kept in. Lives in the loop's thread.
class Access {
  public:
    /// \param post brings a task into the loop's thread. Throws StoreError, std::system_error (audit log).
    Access(AccessSettings settings, Records& records, Fetcher& fetcher,
           std::function<void(std::function<void()>)> post);

    /// One of both: who it is, or how the request is refused (wrong credentials 401, a provider that does not
    /// answer 503, too many requests 429).
    struct Answer {
        Identity identity;
        std::optional<http::Refusal> refusal;
    };
    /// Tells who sends a request by what it carries: HTTP Basic (user and token; anonymous:anonymous is a
    /// guest), Bearer (a token of ours or a provider's), the cookie of a session, or nothing. Calls `then` at
    /// once, or later if a provider has to be asked. \param request must live until then
    void identify(http::Request const& request, std::function<void(Answer)> then);
    /// As identify(), as far as that is known without asking a provider.
    std::optional<Answer> identify_now(http::Request const& request);

    /// Throws Refusal 429 if that address or that sender asks too often.
    void count_address(http::Request const& request);
    void count_sender(http::Request const& request, Identity const& sender);
    /// Wrong credentials came from there. Throws Refusal 429 if that was too often.
    void count_wrong(http::Request const& request);

    /// Somebody by owner text, as roles and groups are known at present.
    Identity identity_of(std::string const& owner, Means means) const;
    /// Who a provider says has come: taken into the books.
    Identity admit(Claimed const& who, Means means);
    /// Whose token that is: configured or personal. Nothing if nobody's.
    std::optional<Identity> bearer_of(std::string_view token) const;

    /// A refusal that says which credentials are taken. \param for_page without HTTP Basic, for which
    /// browsers would open a window of their own
    static http::Refusal unauthorized(std::string const& why, bool for_page, bool bad_token = false);

    /// The credentials that are taken, as WWW-Authenticate says them.
    static std::vector<http::Header> challenges(bool for_page, bool bad_token = false);
    /// Whether there is anybody who could say who they are.
    bool knows_users() const { return !settings_.users.empty() || !settings_.providers.empty(); }

    AccessSettings const& settings() const { return settings_; }
    TrustedProxies const& proxies() const { return proxies_; }
    People& people() { return people_; }
    PersonalTokens& tokens() { return tokens_; }
    Sessions& sessions() { return sessions_; }
    Usage& usage() { return usage_; }
    Quotas& quotas() { return quotas_; }
    AuditLog& audit() { return audit_; }
    SignIn& sign_in() { return sign_in_; }

  private:
    std::optional<Answer> by_header(std::string_view header) const;
    Answer by_basic(std::string_view credentials) const;
    Answer by_cookie(http::Request const& request) const;
    void by_provider(std::string const& token, std::function<void(Answer)> then);
    void try_providers(std::string const& token, std::size_t at, std::function<void(Answer)> then);
    void keep_verdict(std::string const& key, Claimed const& who);
    std::vector<std::string> groups_of(std::string const& owner) const;

    AccessSettings settings_;
    TrustedProxies proxies_;
    RecordKeeper keeper_;
    People people_;
    PersonalTokens tokens_;
    Sessions sessions_;
    Usage usage_;
    Quotas quotas_;
    AuditLog audit_;
    RateLimiter rates_;
    std::vector<std::unique_ptr<Provider>> providers_;
    SignIn sign_in_;
    std::unordered_map<std::string, Claimed> verdicts_;  ///< by fingerprint of a provider's token
    std::size_t asking_ = 0;                             ///< verifications under way
};

/// The value of a cookie of the request; empty if it is not there.
std::string_view cookie_of(http::Request const& request, std::string_view name);

constexpr std::string_view session_cookie = "vespa_session";
constexpr std::string_view sign_in_cookie = "vespa_sign_in";

}  // namespace vespa::uws
