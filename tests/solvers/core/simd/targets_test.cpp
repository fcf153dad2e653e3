#include "core/simd/targets.hpp"

#include <gtest/gtest.h>

namespace vespa::simd {
namespace {

TEST(Targets, BestIsActiveAndEachCanBeChosen) {
    auto const names = available_targets();
    ASSERT_FALSE(names.empty());
    EXPECT_EQ(active_target(), names.front());
    for (auto const& name : names) {
        use_target(name);
        EXPECT_EQ(active_target(), name);
        EXPECT_GE(active_lanes(), 1U);
    }
    EXPECT_EQ(available_targets(), names);
    use_target("");
    EXPECT_EQ(active_target(), names.front());
}

TEST(Targets, UnknownNameIsRefused) {
    EXPECT_THROW(use_target("ABACUS"), std::invalid_argument);
}

}  // namespace
}  // namespace vespa::simd
