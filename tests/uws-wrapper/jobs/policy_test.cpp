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

TEST(Policy, LimitsAreReadAndChecked) {
    auto const read = [](char const* text) { return read_policy(Settings::parse(text, "/x/uwsd.toml")); };
    Policy const policy =
        read("idempotency = '2 h'\nsweep = 5\narchive = '90 d'\nlongest-list = 100\nupload = '5 kB'\n");
    EXPECT_EQ(policy.key_lifetime, 2h);
    EXPECT_EQ(policy.most_members, 5);
    EXPECT_EQ(policy.archived_for, 90 * 24h);
    EXPECT_EQ(policy.longest_list, 100u);
    EXPECT_EQ(policy.largest_upload, 5000u);
    for (char const* const bad : {"sweep = 0", "archive = 3", "idempotency = 'long'", "longest-list = -1",
                                  "default-duration = '2 d'\nlongest-duration = '1 d'", "unknown = 1"})
        EXPECT_THROW(read(bad), BadSetting) << bad;
}

}  // namespace
}  // namespace vespa::uws
