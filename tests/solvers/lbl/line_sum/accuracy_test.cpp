// The class of precision is kept at every point: over temperatures, pressures, steps, conventions.
#include <gtest/gtest.h>

#include "compare.hpp"
#include "synthetic_lines.hpp"

namespace vespa::lbl {
namespace {

using testing::errors_of;
using testing::synthetic_layer;

constexpr Precision classes[] = {Precision::coarse, Precision::standard, Precision::fine};
constexpr WingConvention cuts[] = {WingConvention::line_cut, WingConvention::whole_wavenumber,
                                   WingConvention::pedestal, WingConvention::unlimited};

struct Case {
    double pressure, temperature, step;
};

// 1 microbar to 100 bar, 50 to 3000 K; steps from a part of a line to many.
constexpr Case cases[] = {{1e-6, 50, 2e-4},  {1e-6, 3000, 1e-3}, {1e-3, 150, 5e-4}, {0.1, 200, 2e-3},
                          {0.1, 3000, 2e-4}, {1, 296, 2.5e-3},   {1, 50, 0.05},     {10, 700, 0.01},
                          {100, 500, 0.02},  {100, 3000, 0.1}};

TEST(LineSumAccuracy, EveryClassAndConventionFromThinToThick) {
    for (Case const& c : cases) {
        SpectralGrid const grid{2000, c.step, 30001};
        double const span = grid.last() - grid.first;
        auto const lines = synthetic_layer({200, grid.first - 30, span + 60, 3}, {c.temperature, c.pressure});
        for (auto const convention : cuts) {
            Wings wings;
            wings.convention = convention;
            for (auto const precision : classes) {
                auto const errors = errors_of(grid, wings, precision, lines, 500);
                EXPECT_LE(errors.sum, relative_error_of(precision))
                    << c.pressure << " atm, " << c.temperature << " K, step " << c.step << ", convention "
                    << static_cast<int>(convention) << ", point " << errors.worst_point;
            }
        }
    }
}

TEST(LineSumAccuracy, OneLineAtEveryPoint) {
    // Where each method ends and the next begins, wherever the line stands to the cells.
    SpectralGrid const grid{1000, 0.0025, 24001};
    for (double const alpha : {1e-4, 1e-3, 7e-3, 0.04, 0.3}) {
        for (double const gamma : {1e-16, 1e-9, 1e-5, 1e-3, 0.011, 0.07, 0.9}) {
            for (double const position : {1029.999999, 1010.0123, 987.0}) {
                auto const lines = testing::one_line(position, gamma, alpha);
                for (auto const precision : classes) {
                    auto const errors = errors_of(grid, {}, precision, lines, 0);
                    EXPECT_LE(errors.sum, relative_error_of(precision))
                        << "gamma " << gamma << ", alpha " << alpha << ", point " << errors.worst_point;
                }
            }
        }
    }
}

TEST(LineSumAccuracy, CrowdedLeaves) {
    // 40 lines a leaf: the ends of wings are gathered by points.
    SpectralGrid const grid{1000, 0.0025, 16001};
    auto const lines = synthetic_layer({80000, 975, 90, 5}, {300, 1});
    for (auto const precision : {Precision::standard, Precision::fine}) {
        auto const errors = errors_of(grid, {}, precision, lines, 60);
        EXPECT_LE(errors.sum, relative_error_of(precision)) << errors.worst_point;
    }
}

TEST(LineSumAccuracy, WindowBesideStrongLines) {
    // A band 1e14 times as strong ends 25 cm-1 from its last line: behind it only weak lines count.
    SpectralGrid const grid{1000, 0.0025, 40001};
    auto lines = synthetic_layer({2000, 1000, 100, 7}, {300, 0.3});
    for (std::size_t j = 0; j < lines.size(); ++j) {
        if (lines.position[j] < 1040) lines.strength[j] *= 1e14;
    }
    for (auto const precision : classes) {
        auto const errors = errors_of(grid, {}, precision, lines, 600);
        EXPECT_LE(errors.sum, relative_error_of(precision)) << errors.worst_point;
    }
}

TEST(LineSumAccuracy, UnlimitedWingsOfLinesFarOutside) {
    SpectralGrid const grid{2000, 0.005, 20001};
    Wings wings;
    wings.convention = WingConvention::unlimited;
    auto const lines = synthetic_layer({3000, 1, 29000, 11}, {500, 2});
    for (auto const precision : classes) {
        auto const errors = errors_of(grid, wings, precision, lines, 200);
        EXPECT_LE(errors.sum, relative_error_of(precision)) << errors.worst_point;
    }
}

TEST(LineSumAccuracy, ShortCutsAndCutsInHalfWidths) {
    SpectralGrid const grid{1000, 0.002, 20001};
    auto const lines = synthetic_layer({150, 990, 60, 13}, {250, 0.4});
    for (double const cut : {0.05, 0.7, 3.0, 10.0}) {
        Wings wings;
        wings.cut = cut;
        for (auto const precision : classes)
            EXPECT_LE(errors_of(grid, wings, precision, lines, 800).sum, relative_error_of(precision)) << cut;
    }
    Wings wings;
    wings.convention = WingConvention::half_widths;
    for (double const number : {50.0, 500.0}) {
        wings.cut_half_widths = number;
        for (auto const precision : classes)
            EXPECT_LE(errors_of(grid, wings, precision, lines, 800).sum, relative_error_of(precision))
                << number;
    }
}

}  // namespace
}  // namespace vespa::lbl
