// What departs from a plain Voigt sum: line mixing, slopes, wing factors, speed dependence, Gaussians.
#include <gtest/gtest.h>

#include <cmath>

#include "compare.hpp"
#include "lbl/line_sum/line_sum.hpp"
#include "synthetic_lines.hpp"

namespace vespa::lbl {
namespace {

using testing::errors_of;
using testing::synthetic_layer;

constexpr Precision classes[] = {Precision::coarse, Precision::standard, Precision::fine};
SpectralGrid const grid{2000, 0.002, 25001};
testing::SyntheticList const list{150, 1970, 110, 17};

TEST(LineSumPhysics, LineMixing) {
    for (auto const convention :
         {WingConvention::line_cut, WingConvention::pedestal, WingConvention::unlimited}) {
        Wings wings;
        wings.convention = convention;
        for (double const pressure : {0.001, 0.1, 1.0}) {
            auto const lines = synthetic_layer(list, {250, pressure, 44, false, 0.05});
            for (auto const precision : classes)
                EXPECT_LE(errors_of(grid, wings, precision, lines, 500).sum, relative_error_of(precision))
                    << pressure;
        }
    }
}

TEST(LineSumPhysics, Slopes) {
    for (auto const convention : {WingConvention::line_cut, WingConvention::pedestal}) {
        Wings wings;
        wings.convention = convention;
        for (double const pressure : {1e-5, 0.01, 1.0, 30.0}) {
            auto const lines =
                synthetic_layer(list, {250, pressure, 44, true, pressure == 0.01 ? 0.02 : 0.0});
            for (auto const precision : classes) {
                auto const errors = errors_of(grid, wings, precision, lines, 500, true);
                EXPECT_LE(errors.sum, relative_error_of(precision)) << pressure;
                EXPECT_LE(errors.slope, 10 * relative_error_of(precision)) << pressure;
            }
        }
    }
}

TEST(LineSumPhysics, SlopesAreDifferencesOfSums) {
    auto const at = [&](double t) {
        return testing::summed(grid, {}, Precision::fine, synthetic_layer(list, {t, 0.3}));
    };
    auto const lines = synthetic_layer(list, {250, 0.3, 34, true});
    LineSum sum(grid, {}, Precision::fine);
    std::vector<double> sigma(static_cast<std::size_t>(grid.points)), slope(sigma.size());
    sum.add(lines, sigma, slope);
    auto const above = at(250.05), below = at(249.95);
    for (std::size_t i = 0; i < sigma.size(); i += 97)
        EXPECT_NEAR(slope[i], (above[i] - below[i]) / 0.1, 2e-5 * (std::abs(slope[i]) + sigma[i] / 250)) << i;
}

TEST(LineSumPhysics, WingFactors) {
    for (auto const factor : {WingFactor::co2_venus_tonkov, WingFactor::ch4_h2_hartmann,
                              WingFactor::co2_co2_perrin_hartmann, WingFactor::co2_n2_perrin_hartmann}) {
        for (auto const convention : {WingConvention::unlimited, WingConvention::line_cut}) {
            Wings wings;
            wings.convention = convention;
            wings.factor = factor;
            wings.cut = 35;
            auto const lines = synthetic_layer({60, 1800, 450, 19}, {250, 1, 44, true});
            for (auto const precision : classes) {
                auto const errors = errors_of(grid, wings, precision, lines, 400, true);
                EXPECT_LE(errors.sum, relative_error_of(precision)) << static_cast<int>(factor);
                EXPECT_LE(errors.slope, 10 * relative_error_of(precision)) << static_cast<int>(factor);
            }
        }
    }
}

TEST(LineSumPhysics, SpeedDependentAndHartmannTranLines) {
    for (double const pressure : {0.001, 0.5}) {
        auto lines = synthetic_layer({20, 1980, 80, 23}, {250, pressure, 28, true, 0.01, 0.1});
        lines.velocity_changing.assign(lines.size(), 0);
        lines.correlation.assign(lines.size(), 0);
        for (std::size_t j = 0; j < lines.size(); j += 2) {
            lines.velocity_changing[j] = 0.2 * lines.lorentz_half_width[j];
            lines.correlation[j] = 0.1;
        }
        lines.speed_dependence[3] = 0;  // this one is Voigt's
        for (auto const precision : classes) {
            auto const errors = errors_of(grid, {}, precision, lines, 500, true);
            EXPECT_LE(errors.sum, relative_error_of(precision));
            EXPECT_LE(errors.slope, 10 * relative_error_of(precision));
        }
    }
}

TEST(LineSumPhysics, LineWithoutLorentzPartIsAGaussian) {
    auto lines = testing::one_line(2020.0003, 0, 0.01);
    for (auto const precision : classes)
        EXPECT_LE(errors_of(grid, {}, precision, lines, 0).sum, relative_error_of(precision));
}

TEST(LineSumPhysics, IntegralIsTheSumOfStrengths) {
    // No cut: what lies outside a grid of 2000 half-widths is 1/(1000 pi) of a Lorentz line.
    SpectralGrid const wide{1900, 0.01, 20001};
    Wings wings;
    wings.convention = WingConvention::unlimited;
    auto const sigma = testing::summed(wide, wings, Precision::fine, testing::one_line(2000, 0.1, 0.001));
    double integral = 0;
    for (double const value : sigma)
        integral += 0.01 * value;
    EXPECT_NEAR(integral / 1e-20, 1 - 0.002 / 3.14159265358979, 1e-7);
}

}  // namespace
}  // namespace vespa::lbl
