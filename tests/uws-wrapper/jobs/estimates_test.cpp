#include "jobs/estimates.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

Instant const present = *parse_instant("2026-05-04T09:15:02Z");

TEST(Estimates, KnowNothingBeforeTheFirstRun) {
    Estimates estimates(4);
    estimates.waits("a", "code", 1);
    EXPECT_FALSE(estimates.typical("code"));
    EXPECT_FALSE(estimates.end_if_queued("code", present));
    EXPECT_FALSE(estimates.end_if_started("code", present));
}

TEST(Estimates, TheMedianOfTheLatestRunsCounts) {
    Estimates estimates(4);
    for (double const seconds : {10.0, 1000.0, 20.0})
        estimates.ran("code", Estimates::Seconds(seconds));
    EXPECT_EQ(estimates.end_if_started("code", present), present + 20s);
    EXPECT_EQ(estimates.end_if_queued("code", present), present + 20s);
    for (int i = 0; i < 63; ++i)
        estimates.ran("code", Estimates::Seconds(5));
    EXPECT_EQ(estimates.end_if_started("code", present), present + 5s);
    EXPECT_FALSE(estimates.typical("other"));
}

TEST(Estimates, WhatStandsBeforeAJobIsSharedByTheCores) {
    Estimates estimates(4);
    estimates.ran("code", Estimates::Seconds(100));
    estimates.runs("r", "code", 4, present - 60s);
    EXPECT_EQ(estimates.end_if_queued("code", present), present + 100s + 40s);
    estimates.waits("w", "code", 2);
    EXPECT_EQ(estimates.end_if_queued("code", present), present + 100s + 40s + 50s);
    estimates.waits("w", "code", 2);  // the same one
    EXPECT_EQ(estimates.end_if_queued("code", present + 1h), present + 1h + 100s + 50s);
    estimates.leaves("r");
    estimates.leaves("w");
    estimates.leaves("never was");
    EXPECT_EQ(estimates.end_if_queued("code", present), present + 100s);
}

TEST(Estimates, AFreeCoreMeansNoWait) {
    Estimates estimates(4);
    estimates.ran("code", Estimates::Seconds(100));
    estimates.runs("r", "code", 3, present);
    EXPECT_EQ(estimates.end_if_queued("code", present), present + 100s);
}

}  // namespace
}  // namespace vespa::uws
