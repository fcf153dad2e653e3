#include "core/numerics/dense_output.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/numerics/runge_kutta_reference.hpp"

namespace vespa::numerics {
namespace {

/// A pendulum: y'' = −sin y.
struct Pendulum {
    void operator()(std::array<double, 2> const& y, std::array<double, 2>& slopes) const {
        slopes = {y[1], -std::sin(y[0])};
    }
};

using State = std::array<double, 2>;

constexpr State launch{1.2, 0.3};

/// The solution at h by a hundred steps of order 8: exact to rounding.
State exact(State const& start, double h) {
    Pendulum rhs;
    auto y = start;
    for (int i = 0; i < 100; ++i) {
        State first;
        rhs(y, first);
        y = runge_kutta_reference_step(dormand_prince_8, rhs, y, h / 100, first).end;
    }
    return y;
}

class Pair : public ::testing::TestWithParam<RungeKuttaPair const*> {
  protected:
    RungeKuttaPair const& pair() const { return *GetParam(); }
    bool is_order_5() const { return pair().order == 5; }
    /// A step whose errors stand clear of rounding.
    double long_step() const { return is_order_5() ? 0.2 : 0.3; }

    ReferenceStep<2> step_of(State const& start, double h) const {
        Pendulum rhs;
        State first;
        rhs(start, first);
        return runge_kutta_reference_step(pair(), rhs, start, h, first);
    }

    DenseOutput<2> dense(State const& start, double h, ReferenceStep<2> const& step) const {
        return {pair(), start, step.end, h, [&](std::size_t j, std::size_t i) { return step.slopes[j][i]; }};
    }

    /// log2 of what halving the step does to a measure of its error, a function of start and step: over many
    /// starts, as the error of a single one may pass through zero.
    template <class Measure>
    double order_of(Measure const& measure) const {
        double whole = 0, half = 0;
        for (int i = 0; i < 50; ++i) {
            State const start{0.05 * i, 1.5 - 0.04 * i};
            whole += std::pow(measure(start, long_step()), 2);
            half += std::pow(measure(start, long_step() / 2), 2);
        }
        return std::log2(whole / half) / 2;
    }
};

TEST_P(Pair, RowsOfTheTableauAreConsistent) {
    for (std::size_t i = 0; i < pair().all_stages; ++i) {
        double sum = 0;
        for (double const a : pair().a[i])
            sum += a;
        EXPECT_NEAR(sum, pair().c[i], 4e-14) << "row " << i;
    }
    auto const sum = [](auto const& row) {
        double result = 0;
        for (double const weight : row)
            result += weight;
        return result;
    };
    EXPECT_NEAR(sum(pair().error), 0, 1e-15);
    EXPECT_NEAR(sum(pair().coarse_error), 0, 1e-15);
    for (auto const& row : pair().dense)
        EXPECT_NEAR(sum(row), 0, 1e-12);
}

TEST_P(Pair, SolutionIntegratesPolynomialsUpToItsOrder) {
    auto const& weights = pair().a[pair().stages - 1];
    for (int power = 0; power < pair().order; ++power) {
        double sum = 0;
        for (std::size_t j = 0; j + 1 < pair().stages; ++j)
            sum += weights[j] * std::pow(pair().c[j], power);
        EXPECT_NEAR(sum, 1.0 / (power + 1), 4e-15) << "power " << power;
    }
}

TEST_P(Pair, LocalErrorFallsWithTheStepToItsOrderAndOneMore) {
    auto const error = [&](State const& start, double h) {
        auto const end = step_of(start, h).end, truth = exact(start, h);
        return std::hypot(end[0] - truth[0], end[1] - truth[1]);
    };
    EXPECT_NEAR(order_of(error), pair().order + 1, 0.6);
}

TEST_P(Pair, ErrorEstimatesFallWithTheirOrders) {
    auto const size = [](State const& error) { return std::hypot(error[0], error[1]); };
    auto const fine = [&](State const& start, double h) { return size(step_of(start, h).error); };
    auto const coarse = [&](State const& start, double h) { return size(step_of(start, h).coarse_error); };
    EXPECT_NEAR(order_of(fine), is_order_5() ? 5 : 6, 0.6);
    if (pair().has_coarse_error()) {
        EXPECT_NEAR(order_of(coarse), 4, 0.6);
    }
}

TEST(CombinedError, IsOfTheEighthOrderFromThoseOfTheSixthAndFourth) {
    double const h = 0.1;
    EXPECT_NEAR(std::sqrt(combined_error_squared(dormand_prince_8, std::pow(h, 12), 100 * std::pow(h, 8))),
                std::pow(h, 8), 0.01 * std::pow(h, 8));
    EXPECT_EQ(combined_error_squared(dormand_prince_8, 0, 0), 0);
    EXPECT_EQ(combined_error_squared(dormand_prince_5, 4, 0), 4);
}

TEST_P(Pair, ContinuousExtensionMeetsTheEndsWithTheirSlopes) {
    double const h = 0.4;
    auto const step = step_of(launch, h);
    auto const inside = dense(launch, h, step);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(inside.value(i, 0), launch[i]);
        EXPECT_NEAR(inside.value(i, 1), step.end[i], 1e-16);
        EXPECT_NEAR(inside.slope(i, 0), h * step.slopes[0][i], 1e-15);
        EXPECT_NEAR(inside.slope(i, 1), h * step.slopes[pair().stages - 1][i], 1e-15);
    }
    EXPECT_EQ(inside.at(0.3)[1], inside.value(1, 0.3));
}

TEST_P(Pair, ErrorInsideFallsAsThatOfTheEndOrByOnePowerLess) {
    auto const error = [&](State const& start, double h) {
        auto const inside = dense(start, h, step_of(start, h));
        double worst = 0;
        for (double theta = 0.1; theta < 1; theta += 0.1)
            worst = std::max(worst, std::abs(inside.value(1, theta) - exact(start, theta * h)[1]));
        return worst;
    };
    EXPECT_NEAR(order_of(error), is_order_5() ? 5 : 8, 0.6);
}

TEST_P(Pair, SlopeInsideIsTheDerivativeOfTheValue) {
    double const h = 0.4;
    auto const inside = dense(launch, h, step_of(launch, h));
    for (double theta = 0.05; theta < 1; theta += 0.1) {
        double const d = 1e-5;
        double const difference = (inside.value(0, theta + d) - inside.value(0, theta - d)) / (2 * d);
        EXPECT_NEAR(inside.slope(0, theta), difference, 1e-10);
    }
}

INSTANTIATE_TEST_SUITE_P(DormandPrince, Pair, ::testing::Values(&dormand_prince_5, &dormand_prince_8),
                         [](auto const& set) { return "Order" + std::to_string(set.param->order); });

}  // namespace
}  // namespace vespa::numerics
