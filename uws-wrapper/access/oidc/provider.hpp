#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/oidc/fetcher.hpp"
#include "access/oidc/key_set.hpp"
#include "access/oidc/provider_settings.hpp"

namespace vespa::uws {

/// What a provider says of somebody who has shown a token or has signed in.
struct Claimed {
    std::string owner;  ///< "PROVIDER/ID": another provider's users never have the same
    std::string name;   ///< for people: name, e-mail or the id
    std::vector<std::string> groups;
    Instant expires{};  ///< until when this may be believed without asking again
};

/// One of both: who it is, or why that cannot be said.
struct Verdict {
    std::optional<Claimed> who;
    std::string why;
    bool unavailable = false;  ///< the provider did not answer: nothing is said against the token
};

/// An OpenID Connect provider, with its metadata and keys as far as they have been needed. Lives in the
/// loop's thread.
class Provider {
  public:
    using Then = std::function<void(Verdict)>;
    Provider(ProviderSettings settings, Fetcher& fetcher);

    ProviderSettings const& settings() const { return settings_; }

    /// Verifies a bearer token: a JWT of this issuer by its signature and claims, any other by introspection.
    /// Entitlements come from the token and, if the settings say so, from UserInfo.
    void verify(std::string const& token, Then then);

    /// One attempt of a browser to sign in (authorization code with PKCE; RFC 6749, 7636; OpenID Connect
    /// Core).
    struct Attempt {
        std::string state, nonce, verifier;
        std::string redirect_uri;
    };
    /// The URL that the browser is sent to; empty: why there is none.
    void begin(Attempt const& attempt, std::function<void(std::string url, std::string why)> then);
    /// Changes the code that the browser came back with for who it is.
    void finish(Attempt const& attempt, std::string const& code, Then then);

  private:
    struct Metadata {
        std::string authorization, token, userinfo, introspection, keys;
    };
    using WithMetadata = std::function<void(Metadata const*, std::string const& why)>;
    void with_metadata(WithMetadata then);
    void take_metadata(Fetched const& answer);
    void with_keys(Jwt const& jwt, std::function<void(std::string const& why)> then);
    void verify_jwt(std::string const& token, Then then);
    void introspect(std::string const& token, Then then);
    void add_userinfo(std::string const& token, nlohmann::json claims, Then then);
    void take_tokens(Attempt const& attempt, Fetched const& answer, Then then);
    Verdict conclude(nlohmann::json const& claims) const;
    Fetch asking(std::string url) const;

    ProviderSettings settings_;
    Fetcher& fetcher_;
    std::optional<Metadata> metadata_;
    Instant metadata_until_{};  ///< also of a failure
    std::string metadata_failure_;
    bool metadata_under_way_ = false;
    std::vector<WithMetadata> metadata_waiters_;
    KeySet keys_;
    Instant keys_fetched_{};
    bool keys_under_way_ = false;
    std::vector<std::function<void(std::string const&)>> key_waiters_;
};

}  // namespace vespa::uws
