#include "access/identity.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

Identity user(std::string owner, bool admin = false, bool op = false) {
    Identity identity;
    identity.owner = std::move(owner);
    identity.admin = admin;
    identity.op = op;
    return identity;
}

TEST(Ownership, IsOfTheOwnerAndTheAdmin) {
    Job job;
    job.owner = "ada";
    for (Deed const deed : {Deed::look, Deed::operate, Deed::alter}) {
        EXPECT_TRUE(may_use(user("ada"), job, deed));
        EXPECT_TRUE(may_use(user("root", true), job, deed));
        EXPECT_FALSE(may_use(user("bob"), job, deed));
        EXPECT_FALSE(may_use(user(""), job, deed));
        EXPECT_EQ(may_use(user("olga", false, true), job, deed), deed != Deed::alter);
    }
    EXPECT_TRUE(may_list(user("ada"), job));
    EXPECT_TRUE(may_list(user("olga", false, true), job));
    EXPECT_FALSE(may_list(user("bob"), job));
    EXPECT_FALSE(may_list(user(""), job));
}

TEST(Ownership, AGuestsJobIsUsedByWhoKnowsItAndListedToGuests) {
    Job const job;
    EXPECT_TRUE(may_use(user(""), job, Deed::alter));
    EXPECT_TRUE(may_use(user("bob"), job, Deed::alter));
    EXPECT_TRUE(may_list(user(""), job));
    EXPECT_FALSE(may_list(user("bob"), job));
    Identity guest;
    guest.sees_guests_jobs = false;
    EXPECT_FALSE(may_list(guest, job));
}

TEST(Groups, OneOfThemIsEnough) {
    Identity identity = user("ada");
    identity.groups = {"vespa", "vespa:modellers"};
    EXPECT_TRUE(is_in_any(identity, {}));
    EXPECT_TRUE(is_in_any(identity, {"x", "vespa:modellers"}));
    EXPECT_FALSE(is_in_any(identity, {"vesp", "vespa:model"}));
    EXPECT_TRUE(is_in_any(user("root", true), {"vespa"}));
}

}  // namespace
}  // namespace vespa::uws
