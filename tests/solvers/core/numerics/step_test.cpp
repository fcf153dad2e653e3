#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/numerics/runge_kutta_reference.hpp"
#include "core/numerics/step_control.hpp"
#include "core/simd/targets.hpp"
#include "solvers/core/numerics/step_lanes.hpp"

namespace vespa::numerics {
namespace {

/// As in step_lanes.cpp.
struct Oscillator {
    void operator()(std::array<double, 3> const& y, std::array<double, 3>& slopes) const {
        slopes = {y[1], -y[0] * y[0] * y[0], y[0]};
    }
};

class Lanes : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { simd::use_target(GetParam()); }
    void TearDown() override { simd::use_target(""); }
};

/// \param rounding  of a slope: a fused multiply-add here, a product and a sum there, times the weights
void expect_as_the_plain_twin(RungeKuttaPair const& pair, double rounding) {
    std::vector<LaneProblem> problems;
    for (int i = 0; i < 64; ++i)
        problems.push_back({{0.5 + 0.01 * i, 1 - 0.02 * i, 0.1 * i}, 0.01 * (i + 1)});
    step_in_lanes(pair, problems);
    for (auto const& problem : problems) {
        Oscillator rhs;
        std::array<double, 3> first;
        rhs(problem.y, first);
        auto const twin = runge_kutta_reference_step(pair, rhs, problem.y, problem.step, first);
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_NEAR(problem.end[i], twin.end[i], 1e-14);
            EXPECT_NEAR(problem.error[i], twin.error[i], 0.1 * rounding);
            EXPECT_NEAR(problem.coarse_error[i], twin.coarse_error[i], 0.1 * rounding);
            for (std::size_t stage = 0; stage < pair.all_stages; ++stage) {
                EXPECT_NEAR(problem.slopes[stage][i], twin.slopes[stage][i], rounding) << stage;
            }
        }
    }
}

TEST_P(Lanes, StepAsThePlainTwinDoes) {
    expect_as_the_plain_twin(dormand_prince_5, 1e-14);
    expect_as_the_plain_twin(dormand_prince_8, 3e-13);
}

TEST_P(Lanes, ResultDoesNotDependOnTheNeighbours) {
    LaneProblem const one{{0.7, -0.2, 0}, 0.3};
    std::vector<LaneProblem> alone(64, one), among(64, {{1e6, std::nan(""), 0}, 1e3});
    for (std::size_t i = 0; i < among.size(); i += 3)
        among[i] = one;
    step_in_lanes(dormand_prince_8, alone);
    step_in_lanes(dormand_prince_8, among);
    for (std::size_t i = 0; i < among.size(); i += 3) {
        EXPECT_EQ(among[i].end, alone[i].end);
        EXPECT_EQ(among[i].error, alone[i].error);
    }
}

void expect_factors_of_the_plain_twin(RungeKuttaPair const& pair) {
    std::vector<LaneFactor> factors;
    for (double error = 1e-9; error < 1e8; error *= 3) {
        for (double const previous : {1e-6, 0.1, 1.0}) {
            for (bool const after_rejection : {false, true})
                factors.push_back({error, previous, after_rejection});
        }
    }
    factors_in_lanes(pair, factors);
    StepControl const control(pair);
    for (auto const& f : factors) {
        double twin = f.error <= 1 ? factor_after_accepted(control, f.error, f.previous_error)
                                   : factor_after_rejected(control, f.error);
        if (f.after_rejection) twin = std::min(twin, 1.0);
        EXPECT_NEAR(f.factor / twin, 1, 0.06) << "error " << f.error << ", before " << f.previous_error;
    }
}

TEST_P(Lanes, StepFactorsAreThoseOfThePlainTwinToAFewPerCent) {
    expect_factors_of_the_plain_twin(dormand_prince_5);
    expect_factors_of_the_plain_twin(dormand_prince_8);
}

TEST_P(Lanes, StepShrinksMostWhereTheErrorIsNotANumber) {
    std::vector<LaneFactor> factors{{std::nan(""), 1, false},
                                    {std::numeric_limits<double>::infinity(), 1, false}};
    factors_in_lanes(dormand_prince_5, factors);
    StepControl const control(dormand_prince_5);
    for (auto const& f : factors)
        EXPECT_EQ(f.factor, control.shrink);
    EXPECT_EQ(factor_after_rejected(control, std::nan("")), control.shrink);
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, Lanes, ::testing::ValuesIn(simd::available_targets()),
                         [](auto const& set) { return set.param; });

}  // namespace
}  // namespace vespa::numerics
