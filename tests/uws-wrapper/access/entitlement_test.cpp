#include "access/entitlement.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using Groups = std::vector<std::string>;
GroupRules const rules{"urn:geant:eduteams.org", {"proxy.eduteams.org"}, {"member", "manager"}};

TEST(Entitlement, IsTakenApart) {
    auto const read =
        parse_entitlement("urn:geant:eduteams.org:group:vespa:sub%20group:role=member#proxy.eduteams.org");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->space, (Groups{"urn", "geant", "eduteams.org"}));
    EXPECT_EQ(read->path, (Groups{"vespa", "sub group"}));
    EXPECT_EQ(read->role, "member");
    EXPECT_EQ(read->authority, "proxy.eduteams.org");
}

TEST(Entitlement, IsRefusedIfMalformed) {
    for (auto const* const urn :
         {"", "vespa", "urn:geant:eduteams.org", "urn:geant:eduteams.org:group",
          "urn:geant:eduteams.org:group:", "urn:geant:eduteams.org:group:a::b", "urn::x:group:a",
          "urn:x:group:role=", "urn:x:group:a:role=m:b", "urn:x:group:a%3Ab", "urn:x:group:a%zz",
          "urn:x:group:a%00", "urn:x:group:a#", "urn:x:res:a", "url:x:group:a"})
        EXPECT_FALSE(parse_entitlement(urn)) << urn;
}

TEST(Entitlement, MakesAMemberOfTheGroupAndThoseAboveIt) {
    EXPECT_EQ(
        groups_of("URN:geant:eduTEAMS.org:group:vespa:modellers:role=manager#proxy.eduteams.org", rules),
        (Groups{"vespa", "vespa:modellers"}));
}

TEST(Entitlement, CountsOnlyWithTheRightParts) {
    for (auto const* const urn :
         {"urn:geant:eduteams.org.evil:group:vespa#proxy.eduteams.org",
          "urn:geant:group:vespa#proxy.eduteams.org",
          "urn:geant:eduteams.org:x:group:vespa#proxy.eduteams.org", "urn:geant:eduteams.org:group:vespa",
          "urn:geant:eduteams.org:group:vespa#evil.proxy.eduteams.org",
          "urn:geant:eduteams.org:group:vespa:role=applicant#proxy.eduteams.org",
          "urn:evil:urn:geant:eduteams.org:group:vespa#proxy.eduteams.org"})
        EXPECT_EQ(groups_of(urn, rules), Groups{}) << urn;
    EXPECT_EQ(groups_of("urn:geant:eduteams.org:group:vespa2#proxy.eduteams.org", rules), Groups{"vespa2"});
    EXPECT_EQ(groups_of("urn:x:group:vespa", GroupRules{}), Groups{});
}

}  // namespace
}  // namespace vespa::uws
