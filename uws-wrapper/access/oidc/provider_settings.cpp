#include "access/oidc/provider_settings.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

bool begins(std::string const& text, std::string_view with) {
    return text.compare(0, with.size(), with) == 0;
}

bool is_safe_issuer(std::string const& issuer) {
    if (issuer.find_first_of("?# ") != std::string::npos) return false;
    return begins(issuer, "https://") || begins(issuer, "http://127.0.0.1:") ||
           begins(issuer, "http://localhost:") || begins(issuer, "http://[::1]:");
}

std::string needed(Settings const& table, std::string_view key) {
    std::string text = table.text(key, {});
    if (text.empty()) table.refuse(key, "is needed");
    return text;
}

}  // namespace

ProviderSettings read_provider(Settings const& table) {
    ProviderSettings provider;
    provider.name = needed(table, "name");
    if (provider.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
        table.refuse("name", "takes small letters, digits and -");
    provider.title = table.text("title", provider.name);
    provider.issuer = needed(table, "issuer");
    if (!is_safe_issuer(provider.issuer))
        table.refuse("issuer", "takes an https URL without query (http on loopback only)");
    provider.client_id = needed(table, "client-id");
    provider.client_secret = table.secret("client-secret");
    provider.scopes = table.texts("scopes", provider.scopes);
    provider.audiences = table.texts("audiences");
    provider.user_claim = table.text("user-claim", {});
    provider.groups_claim = table.text("groups-claim", provider.groups_claim);
    provider.group_rules.space = table.text("group-namespace", {});
    provider.group_rules.authorities = table.texts("group-authorities");
    provider.group_rules.roles = table.texts("member-roles", provider.group_rules.roles);
    provider.admitted = table.texts("admitted");
    provider.ask_userinfo = table.flag("userinfo", provider.ask_userinfo);
    provider.introspect = table.flag("introspection", provider.introspect);
    if (provider.introspect && !provider.client_secret)
        table.refuse("introspection", "needs client-secret-file");
    provider.sign_in = table.flag("sign-in", provider.sign_in);
    provider.leeway = table.duration("leeway", provider.leeway, 0s, 10min);
    provider.ca_file = table.path("ca-file", {});
    table.finish();
    return provider;
}

}  // namespace vespa::uws
