#include "core/parallel/reductions.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

template <class T>
class ReductionsOf : public ::testing::Test {};
using Integers = ::testing::Types<std::int8_t, std::uint8_t, std::int16_t, std::uint16_t, std::int32_t,
                                  std::uint32_t, std::int64_t, std::uint64_t, long long, unsigned long long>;
TYPED_TEST_SUITE(ReductionsOf, Integers);

TYPED_TEST(ReductionsOf, EachTypeGoesThroughMpiWhole) {
    auto const n = static_cast<TypeParam>(ranks().size());
    auto const mine = static_cast<TypeParam>(ranks().rank());

    EXPECT_EQ(sum(ranks(), mine), static_cast<TypeParam>(n * (n - 1) / 2));
    EXPECT_EQ(sum_before(ranks(), TypeParam{2}), static_cast<TypeParam>(2 * mine));
    EXPECT_EQ(maximum(ranks(), mine), static_cast<TypeParam>(n - 1));
    auto const largest = std::numeric_limits<TypeParam>::max();
    EXPECT_EQ(minimum(ranks(), ranks().is_root() ? largest : static_cast<TypeParam>(largest - 1)),
              n == 1 ? largest : static_cast<TypeParam>(largest - 1));
}

TEST(Reductions, ExtremesOfFloatingPointNumbers) {
    EXPECT_EQ(minimum(ranks(), 0.5 - ranks().rank()), 1.5 - ranks().size());
    EXPECT_EQ(maximum(ranks(), 0.25f * static_cast<float>(ranks().rank())),
              0.25f * static_cast<float>(ranks().size() - 1));
}

TEST(Reductions, AnyIsTrueEverywhereIfItIsAnywhere) {
    EXPECT_TRUE(any(ranks(), ranks().rank() == ranks().size() - 1));
    EXPECT_FALSE(any(ranks(), false));
}

TEST(Reductions, SameEverywhereSeesASingleDifference) {
    EXPECT_TRUE(same_everywhere(ranks(), 0));
    EXPECT_TRUE(same_everywhere(ranks(), std::numeric_limits<std::uint64_t>::max()));
    EXPECT_EQ(same_everywhere(ranks(), ranks().is_root() ? 7u : 8u), ranks().size() == 1);
}

}  // namespace
