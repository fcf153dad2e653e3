#include "raytrace/bricks.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace vespa::raytrace {
namespace {

BrickLayout const layout{{-1, 0, 2}, {1, 3, 6}, {4, 3, 2}};

TEST(Bricks, CoverAllOfSpace) {
    ASSERT_EQ(layout.count(), 24u);
    for (std::uint64_t number = 0; number < layout.count(); ++number) {
        Brick const brick = layout.brick(number);
        Vector inside;
        for (std::size_t i = 0; i < 3; ++i) {
            double const lower = std::max(brick.lower[i], -100.0), upper = std::min(brick.upper[i], 100.0);
            inside[i] = 0.5 * (lower + upper);
        }
        EXPECT_EQ(layout.brick_at(inside), number);
    }
    EXPECT_EQ(layout.brick_at({-0.99, 0.01, 2.01}), 0u);
    EXPECT_EQ(layout.brick_at({-50, -50, -50}), 0u);
    EXPECT_EQ(layout.brick_at({50, 50, 50}), 23u);
    double const nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(layout.brick_at({nan, nan, nan}), 0u);
}

TEST(Bricks, AreDealtOutEvenlyAndInTurn) {
    for (int const ranks : {1, 2, 3, 5, 24, 100}) {
        std::vector<int> owned(static_cast<std::size_t>(ranks), 0);
        for (std::uint64_t number = 0; number < layout.count(); ++number)
            ++owned.at(static_cast<std::size_t>(layout.owner(number, ranks)));
        for (int const count : owned)
            EXPECT_LE(std::abs(count * ranks - 24), ranks);
    }
}

}  // namespace
}  // namespace vespa::raytrace
