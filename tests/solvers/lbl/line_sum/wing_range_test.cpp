#include "lbl/line_sum/wing_range.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "compare.hpp"
#include "lbl/line_sum/line_scale.hpp"
#include "lbl/profile/voigt.hpp"
#include "synthetic_lines.hpp"

namespace vespa::lbl {
namespace {

using testing::one_line;

PointRange range_at(SpectralGrid const& grid, WingConvention convention, double position, double cut = 25) {
    Wings wings;
    wings.convention = convention;
    wings.cut = cut;
    return wing_range(grid, wings, one_line(position, 0.1, 0.001), 0);
}

TEST(WingRange, LineCutLeavesOutItsLowerAndHoldsItsUpperEnd) {
    SpectralGrid const grid{2000, 0.01, 10001};
    // 2050.32 +- 25 are points of the grid, though neither is a whole binary number.
    EXPECT_EQ(range_at(grid, WingConvention::line_cut, 2050.32), (PointRange{2533, 7532}));
    EXPECT_EQ(range_at(grid, WingConvention::line_cut, 2050.320001), (PointRange{2533, 7532}));
    EXPECT_EQ(range_at(grid, WingConvention::line_cut, 2050.319999), (PointRange{2532, 7531}));
    EXPECT_EQ(range_at(grid, WingConvention::pedestal, 2050.32), (PointRange{2533, 7532}));
}

TEST(WingRange, WholeWavenumberHoldsBothEnds) {
    SpectralGrid const grid{2000, 0.01, 10001};
    EXPECT_EQ(range_at(grid, WingConvention::whole_wavenumber, 2050.32), (PointRange{2500, 7600}));
    EXPECT_EQ(range_at(grid, WingConvention::whole_wavenumber, 2050), (PointRange{2500, 7600}));
    EXPECT_EQ(range_at(grid, WingConvention::whole_wavenumber, 2049.999999), (PointRange{2400, 7500}));
}

TEST(WingRange, EndsAtTheGrid) {
    SpectralGrid const grid{2000, 0.01, 1001};
    EXPECT_EQ(range_at(grid, WingConvention::line_cut, 2005), (PointRange{0, 1000}));
    EXPECT_EQ(range_at(grid, WingConvention::line_cut, 1975), (PointRange{0, 0}));
    EXPECT_TRUE(range_at(grid, WingConvention::line_cut, 1974.999999).empty());
    EXPECT_TRUE(range_at(grid, WingConvention::line_cut, 2035).empty());
    EXPECT_EQ(range_at(grid, WingConvention::line_cut, 2034.999999), (PointRange{1000, 1000}));
    EXPECT_EQ(range_at(grid, WingConvention::unlimited, 1.0), (PointRange{0, 1000}));
}

TEST(WingRange, HalfWidthsAreThoseOfVoigt) {
    SpectralGrid const grid{2000, 0.001, 20001};
    Wings wings;
    wings.convention = WingConvention::half_widths;
    wings.cut_half_widths = 50;
    auto const range = wing_range(grid, wings, one_line(2010, 0.02, 0.03), 0);
    double const reach = 50 * voigt_half_width(0.02, 0.03);
    EXPECT_NEAR(0.001 * static_cast<double>(range.last - 10000), reach, 0.001);
    EXPECT_EQ(range.last - 10000, 10000 - range.first);
}

TEST(WingRange, DistancesFromTheCentreDivideTheGrid) {
    SpectralGrid const grid{100, 0.5, 41};
    std::vector<int> times(41);
    for (int const side : {-1, 1}) {
        for (auto const& [from, to] : {std::pair{0.0, 3.0}, std::pair{3.0, 6.5}, std::pair{6.5, 1e9}}) {
            auto const range = distance_range(grid, 107.5, from, to, side);
            for (auto i = range.first; i <= range.last; ++i)
                ++times[static_cast<std::size_t>(i)];
        }
    }
    EXPECT_EQ(times, std::vector<int>(41, 1));
    EXPECT_EQ(distance_range(grid, 107.5, 3, 6.5, 1), (PointRange{21, 27}));
    EXPECT_EQ(distance_range(grid, 107.5, 3, 6.5, -1), (PointRange{3, 9}));
}

TEST(PointReach, IsWingRangeAtEveryTie) {
    // Positions on, one and two millionths beside, points of the grid plus or minus the cut.
    for (auto const convention : {WingConvention::line_cut, WingConvention::whole_wavenumber}) {
        for (double const step : {0.01, 0.0025, 0.0005, 0.003}) {
            SpectralGrid const grid{2000, step, 20000};
            Wings wings;
            wings.convention = convention;
            PointReach const reach(grid, wings);
            for (int i = 0; i < 400; ++i) {
                double const point = grid.at(47 * i), beside = 1e-6 * (i % 5 - 2);
                for (double const position :
                     {point - 25 + beside, point + 25 + beside, std::round(point) + beside}) {
                    auto const lines = one_line(position, 0.1, 0.001);
                    auto const exact = wing_range(grid, wings, lines, 0);
                    auto const fast = reach.of(lines, 0);
                    auto const first = std::max(fast.first, std::int64_t{0});
                    auto const last = std::min(fast.last, grid.points - 1);
                    if (exact.empty()) {
                        EXPECT_LT(last, first) << position;
                    } else {
                        EXPECT_EQ((PointRange{first, last}), exact) << position << " step " << step;
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace vespa::lbl
