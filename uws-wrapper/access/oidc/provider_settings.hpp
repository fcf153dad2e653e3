#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "access/entitlement.hpp"
#include "settings/settings.hpp"

namespace vespa::uws {

/// An OpenID Connect provider that is believed: one [[access.provider]] of the configuration.
struct ProviderSettings {
    std::string name;    ///< short, a part of owner texts and of URLs: never change it once there are jobs
    std::string title;   ///< for people
    std::string issuer;  ///< as in its tokens, byte for byte
    std::string client_id;
    std::optional<std::string> client_secret;  ///< nothing = a public client, which PKCE guards
    std::vector<std::string> scopes{"openid", "profile", "email"};
    std::vector<std::string>
        audiences;           ///< `aud` of access tokens that are meant for us; client_id always is
    std::string user_claim;  ///< such as "voperson_id"; `sub` where a token has none or this is empty
    std::string groups_claim = "eduperson_entitlement";
    GroupRules group_rules;
    std::vector<std::string>
        admitted;                     ///< groups of which one is needed to come in at all; empty = everybody
    bool ask_userinfo = true;         ///< for entitlements, which some providers tell there only
    bool introspect = false;          ///< access tokens that are no JWT (RFC 7662); needs client_secret
    bool sign_in = true;              ///< offered on the sign-in page
    std::chrono::seconds leeway{60};  ///< between clocks
    std::filesystem::path ca_file;    ///< certificates to trust beside the system's; empty = none
};

/// Throws BadSetting, also for an issuer that is neither https nor on loopback.
ProviderSettings read_provider(Settings const& table);

}  // namespace vespa::uws
