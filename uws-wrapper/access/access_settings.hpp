#pragma once
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "access/oidc/provider_settings.hpp"
#include "access/quota_settings.hpp"
#include "access/rate_limiter.hpp"
#include "settings/settings.hpp"

namespace vespa::uws {

/// A user whom the configuration knows, without any provider: [[access.user]].
struct ConfiguredUser {
    std::string name;
    std::string token_fingerprint;  ///< SHA-256 of the token, 64 hex digits (vespa-uwsd --make-token)
    std::vector<std::string> groups;
};

/// [access] of the configuration: who comes in, and as what.
struct AccessSettings {
    bool guests = true;                          ///< whether anybody may make jobs without saying who it is
    bool list_anonymous = true;                  ///< whether guests see the list of guests' jobs
    std::vector<std::string> admins, operators;  ///< owner texts
    std::vector<std::string> admin_groups, operator_groups;  ///< everybody in one of these is one
    std::vector<std::string> trusted_proxies;                ///< addresses whose X-Forwarded-* are believed
    std::vector<ConfiguredUser> users;
    std::vector<ProviderSettings> providers;
    std::map<std::string, std::vector<std::string>>
        code_groups;  ///< of one of which a user of a code must be
    std::chrono::seconds session{12 * 3600};
    std::chrono::seconds longest_token{366 * 24 * 3600};
    RateSettings rates;
    QuotaSettings quotas;
    std::filesystem::path audit_file;  ///< empty = no audit log
};

/// Reads [access]. Throws BadSetting.
AccessSettings read_access(Settings const& access);

}  // namespace vespa::uws
