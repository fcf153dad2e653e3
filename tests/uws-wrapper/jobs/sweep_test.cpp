#include "jobs/sweep.hpp"

#include <gtest/gtest.h>

#include "example_code.hpp"
#include "http/message.hpp"

namespace vespa::uws {
namespace {

using Texts = std::vector<std::string>;

Job sweeping(Texts const& axes) {
    Job job;
    job.parameters = {{"needed", "one", false, ""}, {"count", "9", false, ""}};
    for (auto const& axis : axes)
        job.parameters.push_back({"SWEEP", axis, false, ""});
    return job;
}

TEST(Sweep, AxesAreListsOrRanges) {
    EXPECT_EQ(parse_sweep("a:1,2,x y", 10).values, (Texts{"1", "2", "x y"}));
    EXPECT_EQ(parse_sweep("a:one", 10).values, Texts{"one"});
    EXPECT_EQ(parse_sweep("a:0:1:3", 10).values, (Texts{"0", "0.5", "1"}));
    EXPECT_EQ(parse_sweep("a:10:-10:5", 10).values, (Texts{"10", "5", "0", "-5", "-10"}));
    EXPECT_EQ(parse_sweep("a:0:0.3:4", 10).values.back(), "0.3");
    EXPECT_EQ(parse_sweep("a:12:30", 10).values, Texts{"12:30"});  // no range: a value that holds a colon
    EXPECT_EQ(parse_sweep("a:12:x:3", 10).values, Texts{"12:x:3"});
}

TEST(Sweep, RefusesMalformedAxes) {
    for (char const* const bad :
         {"", "a", "a:", ":1,2", "a:1,,2", "a:1,", "a:0:1:1", "a:0:1:11", "a:1,2,3,4,5,6,7,8,9,10,11"})
        EXPECT_THROW(parse_sweep(bad, 10), http::Refusal) << bad;
}

TEST(Sweep, MembersAreAllCombinationsTheLastAxisFirst) {
    Job const job = sweeping({"COUNT:1,2", "several:0.5:1.5:3"});
    Sweep const sweep(job, example_code(), 100);
    ASSERT_EQ(sweep.members(), 6u);
    Texts seen;
    for (std::size_t i = 0; i < 6; ++i)
        seen.push_back(sweep.value(0, i) + "/" + sweep.value(1, i));
    EXPECT_EQ(seen, (Texts{"1/0.5", "1/1", "1/1.5", "2/0.5", "2/1", "2/1.5"}));
    auto const member = sweep.parameters(job, 4);
    ASSERT_EQ(member.size(), 3u);
    EXPECT_EQ(member[0].name + "=" + member[0].value, "needed=one");
    EXPECT_EQ(member[1].name + "=" + member[1].value, "count=2");
    EXPECT_EQ(member[2].name + "=" + member[2].value, "several=1");
}

TEST(Sweep, RefusesWhatTheCodeDoesNotTake) {
    for (auto const& axes : std::vector<Texts>{{"nothing:1,2"},
                                               {"table:a,b"},
                                               {"count:1,10"},
                                               {"needed:one,three"},
                                               {"count:1,2", "Count:3,4"},
                                               {"count:1:2:3"},
                                               {"count:1,2,3", "several:1,2,3,4"}})
        EXPECT_THROW(Sweep(sweeping(axes), example_code(), 10), http::Refusal) << axes.front();
}

TEST(Sweep, WithoutAxesThereIsOneMember) {
    Job const job = sweeping({});
    EXPECT_FALSE(is_swept(job));
    Sweep const sweep(job, example_code(), 10);
    EXPECT_EQ(sweep.members(), 1u);
    EXPECT_EQ(sweep.parameters(job, 0).size(), 2u);
}

}  // namespace
}  // namespace vespa::uws
