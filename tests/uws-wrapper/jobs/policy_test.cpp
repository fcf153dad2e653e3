#include "jobs/policy.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

TEST(Policy, DurationsAreTheClientsWithinBounds) {
    Policy policy;
    policy.default_duration_s = 100;
    policy.longest_duration_s = 1000;
    LaunchBlock launch;
    EXPECT_EQ(allowed_duration(policy, launch, {}), 100);
    EXPECT_EQ(allowed_duration(policy, launch, 500), 500);
    EXPECT_EQ(allowed_duration(policy, launch, 5000), 1000);
    EXPECT_EQ(allowed_duration(policy, launch, 0), 1000);
    launch.wall_time_s = 30;
    launch.wall_time_max_s = 60;
    EXPECT_EQ(allowed_duration(policy, launch, {}), 30);
    EXPECT_EQ(allowed_duration(policy, launch, 500), 60);
    policy.longest_duration_s = 0;
    launch.wall_time_max_s = 0;
    EXPECT_EQ(allowed_duration(policy, launch, 0), 0);
    EXPECT_EQ(allowed_duration(policy, launch, 1 << 30), 1 << 30);
}

TEST(Policy, DestructionLiesBetweenNowAndTheLongestLife) {
    Policy policy;
    policy.default_lifetime = 10h;
    policy.longest_lifetime = 100h;
    Instant const created{}, present = created + 50h;
    EXPECT_EQ(allowed_destruction(policy, created, present, {}), created + 10h);
    EXPECT_EQ(allowed_destruction(policy, created, present, created + 70h), created + 70h);
    EXPECT_EQ(allowed_destruction(policy, created, present, created + 20h), present);
    EXPECT_EQ(allowed_destruction(policy, created, present, created + 700h), created + 100h);
    EXPECT_EQ(allowed_destruction(policy, created, created + 200h, created + 700h), created + 200h);
}

}  // namespace
}  // namespace vespa::uws
