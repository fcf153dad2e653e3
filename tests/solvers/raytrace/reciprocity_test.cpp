// What a ray's equations conserve because they are Hamilton's: the way back, and the symplectic area.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/numerics/runge_kutta_reference.hpp"
#include "raytrace/flight_deck.hpp"
#include "raytrace/hamiltonian_reference.hpp"
#include "raytrace/prepare.hpp"
#include "solvers/raytrace/dipole.hpp"

namespace vespa::raytrace {
namespace {

/// Thin plasma in a field that turns along the way; `sense` −1: the field reversed.
UnitMedium turning_field(double frequency, double sense) {
    return UnitMedium([=](Vector const& x) {
        double const f = frequency, b = sense * f;
        return UnitMedium::Values{f * f * (0.05 + 0.02 * x[0] + 0.01 * x[1]),
                                  {0.02 * f * f, 0.01 * f * f, 0},
                                  {b * (0.2 - 0.3 * x[0]), b * (0.3 * x[0] - 0.1), b * (0.3 - 0.4 * x[0])},
                                  {Vector{-0.3 * b, 0.3 * b, -0.4 * b}, Vector{}, Vector{}}};
    });
}

TEST(Reciprocity, TheWayBackWithTheFieldReversedRestoresThePolarisation) {
    // Time reversed, E turns the other way in space and the same way about **k**: V stays, and U changes its
    // sign with **k** × z. Ω and the sense of l do the same.
    double const f = 3e9;
    Vector const stokes{0.48, 0.36, 0.8};
    auto const there_medium = turning_field(f, 1), back_medium = turning_field(f, -1);
    auto problem = unit_problem(1e-10);
    problem.medium.formula = &there_medium;
    problem.maximum_step_m = 0.05;
    problem.maximum_path_m = 2;
    problem.along.polarisation = true;
    problem.along.initial_stokes = stokes;
    auto const there = fly_here(problem, {{{0, 0, 0}, {1, 0.2, 0.3}, f, Mode::ordinary}}).rays[0];
    ASSERT_EQ(there.stop_reason, StopReason::maximum_path);
    // it has turned a good deal
    ASSERT_GT(norm(sum(there.along.stokes, -1, stokes)), 0.5);

    auto const mirrored = [](Vector const& s) { return Vector{s[0], -s[1], s[2]}; };
    problem.along.initial_stokes = mirrored(there.along.stokes);
    auto const back_in = [&](UnitMedium const& medium) {
        problem.medium.formula = &medium;
        return fly_here(problem,
                        {{there.end_position_m, times(-1, there.end_refractive_index), f, Mode::ordinary}})
            .rays[0];
    };
    auto const back = back_in(back_medium), same_field = back_in(there_medium);
    EXPECT_LT(norm(sum(back.end_position_m, -1, there.launch_position_m)), 1e-8);
    // ½∫|Ω|dl is a few rad; interpolated from eight points a step
    EXPECT_LT(norm(sum(mirrored(back.along.stokes), -1, stokes)), 1e-7);
    // Faraday rotation is not reciprocal: without the reversal the path returns and the polarisation does
    // not.
    EXPECT_LT(norm(sum(same_field.end_position_m, -1, there.launch_position_m)), 1e-8);
    EXPECT_GT(norm(sum(mirrored(same_field.along.stokes), -1, stokes)), 0.1);
}

TEST(Symplectic, AreaOfNeighbouringRaysIsConserved) {
    // δ₁x·δ₂n − δ₂x·δ₁n, rays displaced at the launch and rays turned there, is the same wherever the rays
    // are cut, as δ of the dispersion relation is 0. Central differences over ±ε and ±2ε, error of order ε⁴
    // times the fifth derivatives: 2e-9 at worst here.
    Dipole const dipole;
    auto const problem = dipole.problem(1e-12);
    double const epsilon = 1e-3;
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        std::vector<double> errors;
        for (auto const& launch : Dipole::launches(12, mode)) {
            Vector const direction = unit(launch.direction);
            Vector const across = unit(cross(direction, {0.3, 0.5, -0.7}));
            std::vector<Launch> near;
            for (double const step : {-2.0, -1.0, 1.0, 2.0}) {
                auto displaced = launch, turned = launch;
                displaced.position_m = sum(launch.position_m, step * epsilon, across);
                turned.direction =
                    sum(times(std::cos(step * epsilon), direction), std::sin(step * epsilon), across);
                near.insert(near.end(), {displaced, turned});
            }
            auto const flown = fly_here(problem, near);
            auto const& rays = flown.rays;
            bool out = true;
            for (auto const& ray : rays)
                out = out && ray.stop_reason == StopReason::outer_sphere;
            if (!out) continue;
            // [0] displaced, [1] turned
            auto const slope = [&](std::size_t which, auto const& part) {
                auto const at = [&](std::size_t i) { return part(flown.samples[2 * i + which]); };
                auto const inner = sum(at(2), -1, at(1)), outer = sum(at(3), -1, at(0));
                return times(1 / (12 * epsilon), sum(times(8, inner), -1, outer));
            };
            auto const area = [&](bool at_end) {
                auto const x = [&](auto const& s) { return at_end ? s.back().position : s.front().position; };
                auto const n = [&](auto const& s) {
                    return at_end ? s.back().refractive_index : s.front().refractive_index;
                };
                return dot(slope(0, x), slope(1, n)) - dot(slope(1, x), slope(0, n));
            };
            ASSERT_GT(std::abs(area(false)), 0.1);
            errors.push_back(std::abs(area(true) / area(false) - 1));
        }
        ASSERT_GT(errors.size(), 5u);
        EXPECT_LT(*std::max_element(errors.begin(), errors.end()), 1e-7);
    }
}

TEST(Symplectic, AreaOfTheFollowedTubeStaysZero) {
    // All rays of a tube come from one point, δx = 0: δ₁x·δ₂n = δ₂x·δ₁n all along it.
    Dipole const dipole;
    auto problem = dipole.problem(1e-10);
    problem.along.spreading = true;
    LaunchList const list(Dipole::launches(8));
    problem.launches = &list;
    Plan const plan = make_plan(problem);
    for (std::uint64_t i = 0; i < list.size(); ++i) {
        std::vector<PreparedRay> ready;
        FinishedRays finished;
        prepare(plan, problem.medium, list, std::vector<std::uint64_t>{i}, ready, finished);
        ASSERT_EQ(ready.size(), 1u);
        auto const& ray = ready[0];
        Follower follower(plan, problem.medium);
        follower.begin(ray);
        MediumSampler medium(problem.medium);
        ReferenceWave const wave{ray.plasma_factor, ray.gyro_factor, ray.launch.mode};
        auto rhs = [&](RayState const& state, RayState& slopes) {
            auto const& sample = medium(position_of(state));
            slopes = reference_slopes(sample, state, wave, form_at(sample, state, wave)).slopes;
        };
        auto const& x = ray.launch.position_m;
        auto const& n = ray.refractive_index;
        RayState state{x[0], x[1], x[2], n[0], n[1], n[2], 0, 0, 0}, slopes{};
        rhs(state, slopes);
        double const h = 0.01;
        for (int step = 0; step < 100 && norm(position_of(state)) > 1.1; ++step) {
            auto const trial = numerics::runge_kutta_reference_step(*plan.pair, rhs, state, h, slopes);
            auto const& end_slopes = trial.slopes[plan.pair->stages - 1];
            numerics::DenseOutput<state_size> const inside(
                *plan.pair, state, trial.end, h,
                [&](std::size_t stage, std::size_t k) { return trial.slopes[stage][k]; });
            follower.follow({step * h, h, state, trial.end, slopes, end_slopes, 0, inside, trial.slopes},
                            inside);
            state = trial.end;
            slopes = end_slopes;
            auto const& d = follower.state().integrals;  // after the absorption: δ₁x, δ₁n, δ₂x, δ₂n
            Vector const x1{d[1], d[2], d[3]}, n1{d[4], d[5], d[6]}, x2{d[7], d[8], d[9]},
                n2{d[10], d[11], d[12]};
            double const size = norm(x1) * norm(n2) + norm(x2) * norm(n1);
            ASSERT_GT(size, 0);
            // the stages' central differences are good to 1e-8
            ASSERT_NEAR((dot(x1, n2) - dot(x2, n1)) / size, 0, 1e-7) << "ray " << i << " step " << step;
        }
    }
}

}  // namespace
}  // namespace vespa::raytrace
