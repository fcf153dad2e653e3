#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::uws {

/// A group membership as identity providers write it (AARC-G069, and AARC-G002 before it):
/// `NAMESPACE:group:GROUP[:SUBGROUP]*[:role=ROLE][#AUTHORITY]`, such as
/// "urn:geant:eduteams.org:group:vespa:modellers:role=member#proxy.eduteams.org".
struct Entitlement {
    std::vector<std::string> space;  ///< {"urn", "geant", "eduteams.org"}, in lower case
    std::vector<std::string> path;   ///< {"vespa", "modellers"}, percent-decoded
    std::string role;                ///< "member"; empty = none given, which means membership
    std::string authority;           ///< "proxy.eduteams.org"; empty = none given
};

/// Nothing if the text is not such an URN: wrong scheme, no group, an empty part, a broken escape, a control
/// character.
std::optional<Entitlement> parse_entitlement(std::string_view urn);

/// Whose word on groups counts, and for which of them.
struct GroupRules {
    std::string space;  ///< "urn:geant:eduteams.org"; empty = entitlements are not looked at
    std::vector<std::string> authorities;      ///< empty = any, also none
    std::vector<std::string> roles{"member"};  ///< roles that make a member, beside none at all
};

/// The groups that an entitlement makes its bearer a member of, as this server names them: "vespa:modellers",
/// and "vespa" too, since who is in a subgroup is in the group. Parts are compared whole: namespace, role and
/// authority must be those of the rules. Empty if it says nothing that counts.
std::vector<std::string> groups_of(std::string_view urn, GroupRules const& rules);

}  // namespace vespa::uws
