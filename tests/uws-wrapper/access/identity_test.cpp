#include "access/identity.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

TEST(Ownership, IsOfTheOwnerAndTheAdmin) {
    Job job;
    job.owner = "ada";
    for (auto const& check : {may_use, may_list}) {
        EXPECT_TRUE(check({"ada", false}, job));
        EXPECT_TRUE(check({"root", true}, job));
        EXPECT_FALSE(check({"bob", false}, job));
        EXPECT_FALSE(check({"", false}, job));
    }
}

TEST(Ownership, AGuestsJobIsUsedByWhoKnowsItAndListedToGuests) {
    Job const job;
    EXPECT_TRUE(may_use({"", false}, job));
    EXPECT_TRUE(may_use({"bob", false}, job));
    EXPECT_TRUE(may_list({"", false}, job));
    EXPECT_FALSE(may_list({"bob", false}, job));
}

TEST(Guests, AreAnonymousWhateverTheySend) {
    http::Request request;
    request.headers = {{"Authorization", "Basic YWRhOng="}};
    auto const identity = make_guest_authenticator()->identify(request);
    EXPECT_EQ(identity.owner, "");
    EXPECT_FALSE(identity.admin);
}

}  // namespace
}  // namespace vespa::uws
