#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <random>

#include "core/simd/targets.hpp"
#include "raytrace/dispersion.hpp"
#include "solvers/raytrace/flying.hpp"
#include "solvers/raytrace/hamiltonian_lanes.hpp"

namespace vespa::raytrace {
namespace {

/// The Appleton–Hartree formula as it is printed.
double appleton_hartree(double X, double Y, double cos_theta, Mode mode) {
    double const C2 = cos_theta * cos_theta, S2 = 1 - C2, u = 1 - X, y = Y * Y;
    double const root = std::sqrt(y * y * S2 * S2 + 4 * u * u * y * C2);
    return 1 - 2 * X * u / (2 * u - y * S2 + (mode == Mode::ordinary ? root : -root));
}

TEST(Dispersion, IsAppletonAndHartrees) {
    std::mt19937_64 generator(3);
    std::uniform_real_distribution<double> share(0, 1);
    for (int i = 0; i < 100000; ++i) {
        double const X = 3 * share(generator), Y = 3 * share(generator), c = 2 * share(generator) - 1;
        for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
            double const printed = appleton_hartree(X, Y, c, mode);
            // the printed formula loses digits near X = 1 and near a resonance
            if (std::abs(1 - X) < 1e-3 || std::abs(printed) > 1e3) continue;
            ASSERT_NEAR(refractive_index_squared(X, Y, c, mode), printed,
                        1e-9 * std::max(1.0, printed * printed));
        }
    }
}

TEST(Dispersion, SignsAreThoseOfThePrintedFormulaOnBothSidesOfXOneAndYOne) {
    // 200,000 points, X and Y off 1 by 1e-9 … 1 either way, in long double, where the printed formula loses
    // 19 − 9 digits at most. At a resonance, A = 0, digits are lost in proportion to n².
    std::mt19937_64 generator(5);
    std::uniform_real_distribution<double> share(0, 1);
    int compared = 0;
    for (int i = 0; i < 200000; ++i) {
        auto const off = [&] {
            return (share(generator) < 0.5 ? -1 : 1) * std::pow(10.0, -9 * share(generator));
        };
        double const X = 1 + off(), Y = 1 + off(), c = 2 * share(generator) - 1;
        long double const C2 = static_cast<long double>(c) * c, S2 = 1 - C2,
                          u = 1 - static_cast<long double>(X), y = static_cast<long double>(Y) * Y;
        for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
            long double const root = std::sqrt(y * y * S2 * S2 + 4 * u * u * y * C2);
            long double const denominator = 2 * u - y * S2 + (mode == Mode::ordinary ? root : -root);
            // its sum cancels where the wave is that of X = 1: n² = 0 or, for θ = 0, the resonance
            if (std::abs(denominator) < 1e-9L) continue;
            double const printed = static_cast<double>(1 - 2 * X * u / denominator);
            if (std::abs(printed) > 1e4) continue;
            ASSERT_NEAR(refractive_index_squared(X, Y, c, mode), printed,
                        1e-8 * std::max(1.0, printed * printed))
                << X - 1 << ' ' << Y - 1 << ' ' << c;
            ++compared;
        }
    }
    EXPECT_GT(compared, 300000);
}

TEST(Dispersion, Limits) {
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        EXPECT_EQ(refractive_index_squared(0, 0.5, 0.3, mode), 1);
        EXPECT_EQ(refractive_index_squared(0.25, 0, 0.3, mode), 0.75);
    }
    EXPECT_NEAR(refractive_index_squared(0.3, 0.5, 0, Mode::ordinary), 0.7, 1e-15);
    EXPECT_NEAR(refractive_index_squared(0.3, 0.5, 1, Mode::ordinary), 1 - 0.3 / 1.5, 1e-15);
    EXPECT_NEAR(refractive_index_squared(0.3, 0.5, 1, Mode::extraordinary), 1 - 0.3 / 0.5, 1e-15);
    EXPECT_LT(refractive_index_squared(0.6, 0.5, 1, Mode::extraordinary), 0);
    EXPECT_NEAR(refractive_index_squared(1, 0.5, 0.3, Mode::ordinary), 0, 1e-15);
    EXPECT_NEAR(refractive_index_squared(1, 0.5, 0.3, Mode::extraordinary), 1, 1e-14);
    EXPECT_TRUE(std::isnan(refractive_index_squared(std::nan(""), 0.5, 0.3, Mode::ordinary)));
}

/// Random states on the dispersion surface, X < 5 and Y < 4, in a medium with random gradients.
std::vector<LaneState> random_states(std::size_t count) {
    std::mt19937_64 generator(11);
    std::uniform_real_distribution<double> share(0, 1);
    std::normal_distribution<double> normal;
    std::vector<LaneState> states;
    while (states.size() < count) {
        LaneState s;
        s.wave = {1, 1, share(generator) < 0.5 ? Mode::ordinary : Mode::extraordinary};
        auto const random = [&] { return Vector{normal(generator), normal(generator), normal(generator)}; };
        s.medium.density_m3 = 5 * share(generator);
        s.medium.density_gradient = random();
        Vector const field = random(), direction = random();
        double const b = std::sqrt(dot(field, field)), k = std::sqrt(dot(direction, direction));
        double const Y = 4 * share(generator);
        for (std::size_t i = 0; i < 3; ++i) {
            s.medium.magnetic_field_T[i] = Y * field[i] / b;
            s.medium.magnetic_field_gradient[i] = random();
        }
        double const squared =
            refractive_index_squared(s.medium.density_m3, Y, dot(field, direction) / (b * k), s.wave.mode);
        if (!(squared > 1e-3 && squared < 1e4)) continue;
        for (std::size_t i = 0; i < 3; ++i)
            s.state[3 + i] = std::sqrt(squared) * direction[i] / k;
        states.push_back(s);
    }
    return states;
}

double scale(ReferenceSlopes const& slopes) {
    double sum = 1;
    for (double const value : slopes.slopes)
        sum += std::abs(value);
    return sum;
}

class Lanes : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { simd::use_target(GetParam()); }
    void TearDown() override { simd::use_target(""); }
};
INSTANTIATE_TEST_SUITE_P(InstructionSets, Lanes, ::testing::ValuesIn(simd::available_targets()),
                         [](auto const& set) { return set.param; });

TEST_P(Lanes, AgreeWithThePlainTwin) {
    auto states = random_states(40000);
    slopes_in_lanes(states);
    for (auto const& s : states) {
        auto const form = form_at(s.medium, s.state, s.wave);
        auto const twin = reference_slopes(s.medium, s.state, s.wave, form);
        // Where F → 0 the plain form divides by it and loses digits; the lanes do not divide.
        double const tolerance = 1e-9 * scale(twin);
        for (std::size_t i = 0; i < state_size; ++i)
            ASSERT_NEAR(s.result.slopes[i], twin.slopes[i], tolerance) << i;
        ASSERT_EQ(s.result.plasma_ratio, twin.plasma_ratio);
        ASSERT_NEAR(s.result.hamiltonian, 0, 1e-11);
        ASSERT_NEAR(twin.hamiltonian, 0, 1e-11);
    }
}

TEST_P(Lanes, AgreeWithBothFormsOfTheHamiltonian) {
    auto states = random_states(40000);
    slopes_in_lanes(states);
    for (auto const& s : states) {
        auto const polynomial = reference_slopes(s.medium, s.state, s.wave, Form::polynomial);
        // the polynomial loses digits as X² and Y in thin plasma: compare where it does not
        double const Y2 = dot(s.medium.magnetic_field_T, s.medium.magnetic_field_T);
        if (s.medium.density_m3 < 0.05 || Y2 < 0.01) continue;
        for (std::size_t i = 0; i < state_size; ++i) {
            ASSERT_NEAR(s.result.slopes[i], polynomial.slopes[i], 1e-6 * scale(polynomial)) << i;
        }
    }
}

TEST_P(Lanes, GroupPathGrowsAndTheGroupIsNotFasterThanLight) {
    auto states = random_states(40000);
    slopes_in_lanes(states);
    for (auto const& s : states) {
        double const speed = s.result.slopes[path_length];
        ASSERT_GE(speed, 0);
        ASSERT_LE(speed, 1 + 1e-9);
    }
}

TEST_P(Lanes, ResultDoesNotDependOnTheNeighbours) {
    auto const states = random_states(64);
    auto together = states;
    slopes_in_lanes(together);
    for (std::size_t i = 0; i < states.size(); ++i) {
        std::vector<LaneState> alone(16, states[i]);
        alone[3].state.fill(std::nan(""));
        slopes_in_lanes(alone);
        EXPECT_EQ(alone[0].result.slopes, together[i].result.slopes);
        EXPECT_EQ(alone[15].result.slopes, together[i].result.slopes);
    }
}

TEST_P(Lanes, WithoutAFieldTheRayIsIsotropic) {
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        std::vector<LaneState> states(16);
        for (auto& s : states) {
            s.wave = {1, 1, mode};
            s.medium.density_m3 = 0.19;
            s.medium.density_gradient = {0.5, 0, -0.2};
            s.state = {0, 0, 0, 0.9, 0, 0};
        }
        slopes_in_lanes(states);
        auto const& slopes = states[0].result.slopes;
        RayState const exact{0.9, 0, 0, -0.25, 0, 0.1, 0.81, 0.9, 0.45};
        for (std::size_t i = 0; i < state_size; ++i)
            EXPECT_NEAR(slopes[i], exact[i], 1e-15) << i;
    }
}

}  // namespace
}  // namespace vespa::raytrace
