// Magnetised media: whistlers in closed form, invariants of a dipole, the order of the method, the plain
// twin.
#include <gtest/gtest.h>

#include <cmath>

#include "core/simd/targets.hpp"
#include "core/units/constants.hpp"
#include "solvers/raytrace/dipole.hpp"

namespace vespa::raytrace {
namespace {

/// Whistlers in a uniform plasma so dense that n² = X/(Y cos θ − 1) to 1e-11.
RaySummary whistler(double Lambda, double theta) {
    double const X = 1e13, Y = 1 / Lambda;
    UnitMedium const uniform([=](Vector const&) {
        UnitMedium::Values values;
        values.X = X;
        values.Y = {0, 0, Y};
        return values;
    });
    auto problem = unit_problem();
    problem.medium.formula = &uniform;
    problem.maximum_refractive_index = 1e12;
    problem.surfaces.outer_radius_m = 1;
    return fly_here(problem, {unit_launch({0, 0, 0}, {std::sin(theta), 0, std::cos(theta)})}).rays[0];
}

double ray_angle(RaySummary const& ray) {
    return std::atan2(ray.end_position_m[0], ray.end_position_m[2]);
}

TEST(Whistler, AtTheGendrinAngleRunsAlongTheField) {
    // cos θ = 2Λ: along **B** with v_g/c = Y/(2√X), whatever the frequency
    for (double const Lambda : {0.05, 0.2, 0.4}) {
        auto const ray = whistler(Lambda, std::acos(2 * Lambda));
        ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
        EXPECT_NEAR(ray_angle(ray), 0, 1e-8);
        double const speed = ray.path_length_m / ray.group_path_m;
        EXPECT_NEAR(speed / (0.5 / Lambda / std::sqrt(1e13)), 1, 1e-8);
    }
}

TEST(Whistler, RayAngleIsThatOfTheClosedForm) {
    for (double const Lambda : {1e-4, 0.01, 0.1, 0.3}) {
        for (double const theta : {0.1, 0.5, 0.9, 1.2}) {
            if (std::cos(theta) < 1.05 * Lambda) continue;
            auto const ray = whistler(Lambda, theta);
            double const exact = theta - std::atan(std::sin(theta) / (2 * (std::cos(theta) - Lambda)));
            ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
            EXPECT_NEAR(ray_angle(ray), exact, 1e-8) << Lambda << ' ' << theta;
        }
    }
    // Storey's limiting cone, Λ = 1e-4
    EXPECT_NEAR(ray_angle(whistler(1e-4, 54.72859 * units::degree)) / units::degree, 19.46654252, 1e-6);
}

TEST(Whistler, GroupSpeedIsThatOfTheClosedForm) {
    // From n² = X/(Y cos θ − 1): v_g/c = |(Y cos θ − 2)**k̂** + Y**b̂**|/(n Y cos θ)
    for (double const Lambda : {1e-3, 0.02, 0.1, 0.3, 0.6}) {
        for (double const theta : {0.0, 0.15, 0.5, 0.8, 1.2, 1.4}) {
            double const c = std::cos(theta), Y = 1 / Lambda;
            if (c < 1.05 * Lambda) continue;
            auto const ray = whistler(Lambda, theta);
            ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
            double const n = std::sqrt(1e13 / (Y * c - 1));
            double const exact =
                norm(sum(times(Y * c - 2, {std::sin(theta), 0, c}), Y, {0, 0, 1})) / (n * Y * c);
            // the closed form leaves out 1/n², at least 1e-10 of it
            EXPECT_NEAR(ray.path_length_m / ray.group_path_m / exact, 1, 1e-8) << Lambda << ' ' << theta;
        }
    }
}

TEST(Dipole, HamiltonianAndAngularMomentumAreConserved) {
    Dipole const dipole;
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        for (double const tolerance : {1e-6, 1e-8, 1e-10}) {
            auto const launches = Dipole::launches(200, mode);
            auto const flown = fly_here(dipole.problem(tolerance), launches);
            for (std::size_t i = 0; i < flown.rays.size(); ++i) {
                auto const& ray = flown.rays[i];
                EXPECT_LE(ray.hamiltonian_error, 100 * tolerance);
                auto const momentum = [](RaySample const& s) {
                    return s.position[0] * s.refractive_index[1] - s.position[1] * s.refractive_index[0];
                };
                auto const& samples = flown.samples[i];
                EXPECT_NEAR(momentum(samples.back()), momentum(samples.front()), 200 * tolerance);
            }
        }
    }
}

TEST(Dipole, ARayFlownBackReturnsToItsLaunch) {
    Dipole const dipole;
    auto problem = dipole.problem(1e-10);
    auto const there = fly_here(problem, Dipole::launches(200));
    std::vector<Launch> reversed;
    std::vector<std::size_t> which;
    for (std::size_t i = 0; i < there.rays.size(); ++i) {
        auto const& ray = there.rays[i];
        if (ray.stop_reason != StopReason::outer_sphere) continue;
        Vector n = ray.end_refractive_index;
        for (double& component : n)
            component = -component;
        reversed.push_back(unit_launch(ray.end_position_m, n));
        which.push_back(i);
    }
    ASSERT_GT(reversed.size(), 150u);
    problem.surfaces.outer_radius_m = 9;
    problem.surfaces.equatorial_radius_m = problem.surfaces.polar_radius_m = 0.9;
    for (std::size_t k = 0; k < reversed.size(); ++k) {
        auto const& ray = there.rays[which[k]];
        problem.maximum_path_m = ray.path_length_m;
        auto const back = fly_here(problem, {reversed[k]}).rays[0];
        ASSERT_EQ(back.stop_reason, StopReason::maximum_path);
        EXPECT_NEAR(back.group_path_m / ray.group_path_m, 1, 1e-8);
        EXPECT_NEAR(back.phase_path_m / ray.phase_path_m, 1, 1e-8);
        for (std::size_t i = 0; i < 3; ++i) {
            // divided by the launch's distance; rays that pass close to the body amplify an error a
            // hundredfold
            EXPECT_NEAR(back.end_position_m[i] / 1.6, ray.launch_position_m[i] / 1.6, 1e-7);
        }
    }
}

/// Root mean square distance of the rays' ends at a given group path from those at the sharpest tolerance,
/// and mean steps.
std::pair<double, double> error_and_steps(Problem problem, double tolerance, Flown const& sharp,
                                          std::vector<Launch> const& launches) {
    problem.tolerance = tolerance;
    auto const flown = fly_here(problem, launches);
    double squares = 0, steps = 0;
    for (std::size_t i = 0; i < flown.rays.size(); ++i) {
        auto const& a = flown.rays[i];
        auto const& b = sharp.rays[i];
        for (std::size_t k = 0; k < 3; ++k)
            squares += std::pow(a.end_position_m[k] - b.end_position_m[k], 2);
        steps += a.steps;
    }
    double const rays = static_cast<double>(flown.rays.size());
    return {std::sqrt(squares / rays), steps / rays};
}

TEST(Dipole, ErrorFallsWithTheOrderOfAFixedStep) {
    Dipole const dipole;
    auto const launches = Dipole::launches(100);
    auto const sharp = fly_here(dipole.problem(1e-13), launches);
    auto const error = [&](Order order, double step) {
        auto problem = dipole.problem(1e-2);  // never the tolerance's turn
        problem.initial_step_m = problem.maximum_step_m = step;
        problem.order = order;
        return error_and_steps(problem, 1e-2, sharp, launches).first;
    };
    EXPECT_NEAR(std::log2(error(Order::fifth, 0.04) / error(Order::fifth, 0.02)), 5, 0.4);
    // the rays that pass near the body have not come down to their order yet; rounding is at 2e-13
    EXPECT_GT(std::log2(error(Order::eighth, 0.1) / error(Order::eighth, 0.05)), 8);
}

TEST(Dipole, ErrorMeetsTheToleranceAndFallsAtLeastWithTheFifthPowerOfTheSteps) {
    Dipole const dipole;
    auto const launches = Dipole::launches(100);
    auto problem = dipole.problem(1e-13);
    auto const sharp = fly_here(problem, launches);
    auto const [coarse_error, coarse_steps] = error_and_steps(problem, 1e-6, sharp, launches);
    auto const [fine_error, fine_steps] = error_and_steps(problem, 1e-11, sharp, launches);
    EXPECT_GT(std::log(coarse_error / fine_error) / std::log(fine_steps / coarse_steps), 4.8);
    EXPECT_LT(error_and_steps(problem, 1e-10, sharp, launches).first / 8,
              1e-8);  // relative to the distance flown to
}

void expect_lanes_and_plain_flight_agree(Problem const& problem, Mode mode) {
    auto const launches = Dipole::launches(100, mode);
    auto const lanes = fly_here(problem, launches), plain = fly_here(problem, launches, true);
    for (std::size_t i = 0; i < launches.size(); ++i) {
        auto const& a = lanes.rays[i];
        auto const& b = plain.rays[i];
        ASSERT_EQ(a.stop_reason, b.stop_reason);
        EXPECT_EQ(a.turning_points, b.turning_points);
        EXPECT_EQ(a.closest_approaches, b.closest_approaches);
        EXPECT_NEAR(a.group_path_m, b.group_path_m, 1e-8);
        EXPECT_NEAR(a.phase_path_m, b.phase_path_m, 1e-8);
        EXPECT_NEAR(a.path_length_m, b.path_length_m, 1e-8);
        for (std::size_t k = 0; k < 3; ++k) {
            EXPECT_NEAR(a.end_position_m[k], b.end_position_m[k], 1e-7);
            EXPECT_NEAR(a.closest_position_m[k], b.closest_position_m[k], 1e-6);
        }
        // the same control with powers good to a few per cent
        EXPECT_NEAR(a.steps, b.steps, 2 + 0.03 * b.steps);
    }
}

TEST(Twins, LanesAndPlainFlightAgreeWithinTheTolerance) {
    Dipole const dipole;
    for (auto const& set : simd::available_targets()) {
        simd::use_target(set);
        for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
            for (auto const order : {Order::fifth, Order::eighth}) {
                auto problem = dipole.problem(1e-11);
                problem.order = order;
                expect_lanes_and_plain_flight_agree(problem, mode);
            }
        }
    }
    simd::use_target("");
}

TEST(Twins, ARayDoesNotFeelItsNeighbours) {
    Dipole const dipole;
    auto const problem = dipole.problem(1e-8);
    auto const launches = Dipole::launches(50);
    auto const together = fly_here(problem, launches);
    for (std::size_t i = 0; i < launches.size(); i += 7) {
        auto const alone = fly_here(problem, {launches[i]}).rays[0];
        EXPECT_EQ(alone.end_position_m, together.rays[i].end_position_m);
        EXPECT_EQ(alone.group_path_m, together.rays[i].group_path_m);
        EXPECT_EQ(alone.steps, together.rays[i].steps);
        EXPECT_EQ(alone.hamiltonian_error, together.rays[i].hamiltonian_error);
    }
}

}  // namespace
}  // namespace vespa::raytrace
