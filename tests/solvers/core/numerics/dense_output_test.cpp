#include "core/numerics/dense_output.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/numerics/dormand_prince_reference.hpp"

namespace vespa::numerics {
namespace {

/// A pendulum: y'' = −sin y.
struct Pendulum {
    void operator()(std::array<double, 2> const& y, std::array<double, 2>& slopes) const {
        slopes = {y[1], -std::sin(y[0])};
    }
};

constexpr std::array<double, 2> launch{1.2, 0.3};

ReferenceStep<2> step_of(double h) {
    Pendulum rhs;
    std::array<double, 2> first;
    rhs(launch, first);
    return dormand_prince_reference_step(rhs, launch, h, first);
}

/// The solution at h by a thousand steps: exact to rounding.
std::array<double, 2> exact(double h) {
    Pendulum rhs;
    auto y = launch;
    for (int i = 0; i < 1000; ++i) {
        std::array<double, 2> first;
        rhs(y, first);
        y = dormand_prince_reference_step(rhs, y, h / 1000, first).end;
    }
    return y;
}

DenseOutput<2> dense(double h, ReferenceStep<2> const& step) {
    return {launch, step.end, h, [&](std::size_t j, std::size_t i) { return step.slopes[j][i]; }};
}

TEST(DormandPrince, RowsOfTheTableauAreConsistent) {
    for (std::size_t i = 0; i < dormand_prince::stages; ++i) {
        double sum = 0;
        for (double const a : dormand_prince::a[i])
            sum += a;
        EXPECT_NEAR(sum, dormand_prince::c[i], 4e-15) << "row " << i;
    }
    double errors = 0, continued = 0;
    for (std::size_t i = 0; i < dormand_prince::stages; ++i) {
        errors += dormand_prince::error[i];
        continued += dormand_prince::dense[i];
    }
    EXPECT_NEAR(errors, 0, 1e-16);
    EXPECT_NEAR(continued, 0, 1e-13);
}

TEST(DormandPrince, LocalErrorFallsWithTheSixthPowerOfTheStep) {
    auto const error = [](double h) { return std::abs(step_of(h).end[0] - exact(h)[0]); };
    EXPECT_NEAR(std::log2(error(0.2) / error(0.1)), 6, 0.3);
}

TEST(DormandPrince, ErrorEstimateFallsWithTheFifthPower) {
    auto const estimate = [](double h) { return std::hypot(step_of(h).error[0], step_of(h).error[1]); };
    EXPECT_NEAR(std::log2(estimate(0.2) / estimate(0.1)), 5, 0.3);
}

TEST(DenseOutput, MeetsTheEndsWithTheirSlopes) {
    double const h = 0.4;
    auto const step = step_of(h);
    auto const inside = dense(h, step);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(inside.value(i, 0), launch[i]);
        EXPECT_NEAR(inside.value(i, 1), step.end[i], 1e-16);
        EXPECT_NEAR(inside.slope(i, 0), h * step.slopes[0][i], 1e-15);
        EXPECT_NEAR(inside.slope(i, 1), h * step.slopes[6][i], 1e-15);
    }
    EXPECT_EQ(inside.at(0.3)[1], inside.value(1, 0.3));
}

TEST(DenseOutput, ErrorInsideFallsWithTheFifthPowerOfTheStep) {
    auto const error = [](double h) {
        auto const step = step_of(h);
        auto const inside = dense(h, step);
        double worst = 0;
        for (double theta = 0.1; theta < 1; theta += 0.1) {
            worst = std::max(worst, std::abs(inside.value(0, theta) - exact(theta * h)[0]));
        }
        return worst;
    };
    EXPECT_NEAR(std::log2(error(0.2) / error(0.1)), 5, 0.4);
}

TEST(DenseOutput, SlopeIsTheDerivativeOfTheValue) {
    double const h = 0.4;
    auto const step = step_of(h);
    auto const inside = dense(h, step);
    for (double theta = 0.05; theta < 1; theta += 0.1) {
        double const d = 1e-5;
        double const difference = (inside.value(0, theta + d) - inside.value(0, theta - d)) / (2 * d);
        EXPECT_NEAR(inside.slope(0, theta), difference, 1e-10);
    }
}

}  // namespace
}  // namespace vespa::numerics
