#include "access/access_settings.hpp"

#include <algorithm>

#include "access/trusted_proxies.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

ConfiguredUser read_user(Settings const& table) {
    ConfiguredUser user;
    user.name = table.text("name", {});
    // A slash would make it look like the user of a provider, a colon cannot stand in HTTP Basic.
    if (user.name.empty() || user.name.size() > 100 || user.name == "anonymous" ||
        user.name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@+-") !=
            std::string::npos)
        table.refuse("name", "takes up to 100 letters, digits and ._@+-, and not 'anonymous'");
    user.token_fingerprint = table.text("token-sha256", {});
    if (user.token_fingerprint.size() != 64 ||
        user.token_fingerprint.find_first_not_of("0123456789abcdef") != std::string::npos)
        table.refuse("token-sha256", "takes the 64 hex digits that vespa-uwsd --make-token prints");
    user.groups = table.texts("groups");
    table.finish();
    return user;
}

void read_people(Settings const& access, AccessSettings& settings) {
    settings.admins = access.texts("admins");
    settings.operators = access.texts("operators");
    settings.admin_groups = access.texts("admin-groups");
    settings.operator_groups = access.texts("operator-groups");
    for (auto const& table : access.tables("user")) {
        settings.users.push_back(read_user(table));
        auto const& user = settings.users.back();
        for (auto other = settings.users.begin(); &*other != &user; ++other)
            if (other->name == user.name || other->token_fingerprint == user.token_fingerprint)
                table.refuse("name", "has a name or a token that another user has");
    }
    for (auto const& table : access.tables("provider")) {
        settings.providers.push_back(read_provider(table));
        auto const& provider = settings.providers.back();
        for (auto other = settings.providers.begin(); &*other != &provider; ++other)
            if (other->name == provider.name || other->issuer == provider.issuer)
                table.refuse("name", "has a name or an issuer that another provider has");
    }
}

}  // namespace

AccessSettings read_access(Settings const& access) {
    AccessSettings settings;
    settings.guests = access.flag("guests", settings.guests);
    settings.list_anonymous = access.flag("list-anonymous", settings.list_anonymous);
    read_people(access, settings);
    settings.trusted_proxies = access.texts("trusted-proxies");
    try {
        TrustedProxies const proxies(settings.trusted_proxies);
    } catch (BadAddress const& bad) {
        access.refuse("trusted-proxies", bad.what());
    }
    for (auto const& [code, table] : access.table("codes").named_tables()) {
        settings.code_groups[code] = table.texts("groups");
        // None at all would guard nothing.
        if (settings.code_groups[code].empty()) table.refuse("groups", "takes at least one group");
        table.finish();
    }
    settings.session = access.duration("session", settings.session, 1min, 30 * 24h);
    settings.longest_token = access.duration("longest-token", settings.longest_token, 1h, 10 * 366 * 24h);
    settings.rates = read_rates(access.table("rates"));
    settings.quotas = read_quotas(access.table("quotas"));
    settings.audit_file = access.path("audit-log", {});
    access.finish();
    return settings;
}

}  // namespace vespa::uws
