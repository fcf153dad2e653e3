#include "http/target.hpp"

#include <gtest/gtest.h>

#include "http/message.hpp"

namespace vespa::uws::http {
namespace {

TEST(Target, TakesPathAndQueryApart) {
    auto const target = parse_target("/rest/ray%20trace/?PHASE=RUN&AFTER=2024-01-01T00:00:00Z");
    EXPECT_EQ(target.path, (std::vector<std::string>{"rest", "ray trace"}));
    ASSERT_EQ(target.query.size(), 2u);
    EXPECT_EQ(target.query[1].value, "2024-01-01T00:00:00Z");
    EXPECT_TRUE(parse_target("/").path.empty());
    EXPECT_TRUE(parse_target("/?").query.empty());
    EXPECT_EQ(parse_target("/a+b").path, std::vector<std::string>{"a+b"});
}

TEST(Target, ATrailingSlashIsTheSameResource) {
    EXPECT_EQ(parse_target("/a/b/").path, parse_target("/a/b").path);
}

TEST(Target, RefusesPathsThatLeadElsewhere) {
    for (char const* const bad : {"", "rest", "http://x/y", "*", "/a//b", "/.", "/a/../b", "/%2e%2e/x",
                                  "/a%2Fb", "/a%00", "/a%0A", "/%", "/%FF", "/a?b=%"})
        EXPECT_THROW(parse_target(bad), Refusal) << bad;
}

}  // namespace
}  // namespace vespa::uws::http
