// Steps of order 8: what is found along the same rays as by those of order 5, and closed forms.
#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"
#include "planet/plasma/collisions.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/dipole.hpp"
#include "solvers/raytrace/ech_slab.hpp"

namespace vespa::raytrace {
namespace {

Flown fly_by(Order order, Problem problem, std::vector<Launch> const& launches) {
    problem.order = order;
    return fly_here(problem, launches);
}

void expect_same_sample(RaySample const& a, RaySample const& b) {
    EXPECT_NEAR(a.group_path, b.group_path, 1e-8);
    EXPECT_NEAR(a.phase_path, b.phase_path, 1e-8);
    EXPECT_NEAR(a.path_length, b.path_length, 1e-8);
    for (std::size_t k = 0; k < 3; ++k) {
        EXPECT_NEAR(a.position[k], b.position[k], 1e-7);
        EXPECT_NEAR(a.refractive_index[k], b.refractive_index[k], 1e-7);
    }
}

TEST(Order, EighthFindsTheSameEventsAndSamples) {
    Dipole const dipole;
    auto problem = dipole.problem(1e-11);
    for (Sampling const sampling : {Sampling{.at = SampleAt::interval, .interval_m = 0.3},
                                    Sampling{.at = SampleAt::knots, .knots = 9}}) {
        problem.sampling = sampling;
        for (Mode const mode : {Mode::ordinary, Mode::extraordinary}) {
            auto const launches = Dipole::launches(40, mode);
            auto const fifth = fly_by(Order::fifth, problem, launches);
            auto const eighth = fly_by(Order::eighth, problem, launches);
            for (std::size_t i = 0; i < launches.size(); ++i) {
                auto const &a = eighth.rays[i], &b = fifth.rays[i];
                ASSERT_EQ(a.stop_reason, b.stop_reason);
                EXPECT_LT(2 * a.steps, b.steps);
                EXPECT_EQ(a.turning_points, b.turning_points);
                EXPECT_EQ(a.closest_approaches, b.closest_approaches);
                if (a.turning_points > 0) {
                    EXPECT_NEAR(a.turning_plasma_ratio, b.turning_plasma_ratio, 1e-7);
                }
                ASSERT_EQ(eighth.samples[i].size(), fifth.samples[i].size());
                for (std::size_t k = 0; k < eighth.samples[i].size(); ++k)
                    expect_same_sample(eighth.samples[i][k], fifth.samples[i][k]);
            }
        }
    }
}

TEST(Order, EighthFindsTheSameTubesCausticsAndAbsorption) {
    Dipole const dipole;
    auto problem = dipole.problem(1e-11);
    planet::CollisionFrequency const collisions(
        {planet::DensityModel(planet::UniformDensity{0.3 * units::speed_of_light})}, 0);
    problem.medium.collisions = &collisions;
    problem.sampling = {.at = SampleAt::interval, .interval_m = 0.5};
    problem.along.spreading = problem.along.absorption = true;
    auto const launches = Dipole::launches(40);
    auto const fifth = fly_by(Order::fifth, problem, launches);
    auto const eighth = fly_by(Order::eighth, problem, launches);
    for (std::size_t i = 0; i < launches.size(); ++i) {
        EXPECT_EQ(eighth.rays[i].caustics, fifth.rays[i].caustics);
        ASSERT_EQ(eighth.along[i].size(), fifth.along[i].size());
        for (std::size_t k = 0; k < eighth.along[i].size(); ++k) {
            double const tube = fifth.along[i][k].tube_m2_sr;
            EXPECT_NEAR(eighth.along[i][k].tube_m2_sr, tube, 1e-6 * (1 + std::abs(tube))) << i << " " << k;
            EXPECT_NEAR(eighth.along[i][k].absorption_Np, fifth.along[i][k].absorption_Np, 1e-8);
        }
        EXPECT_GT(fifth.rays[i].along.absorption_Np, 1e-3);
    }
}

TEST(Order, EighthFindsTheSamePolarisation) {
    // A cloud some thousand wavelengths wide in a field that turns, both waves everywhere: s turns by tens of
    // radians about an axis that it does not quite follow.
    constexpr double size = 1e12;
    UnitMedium const medium([](Vector const& x) {
        Vector const p = times(1 / size, x);
        double const X = 0.2 * std::exp(-0.5 * dot(p, p));
        UnitMedium::Values values{X, times(-X / size, p), {0.3 * p[2], 0.1, -0.3 * p[0]}, {}};
        values.Y_gradient[0][2] = -0.3 / size;
        values.Y_gradient[2][0] = 0.3 / size;
        return values;
    });
    auto problem = unit_problem(1e-11);
    problem.medium.formula = &medium;
    problem.length_scale_m = size;
    problem.surfaces.outer_radius_m = 2 * size;
    problem.sampling = {.at = SampleAt::interval, .interval_m = 0.1 * size};
    problem.along.polarisation = true;
    std::vector<Launch> launches;
    for (int i = 0; i < 10; ++i)
        launches.push_back(unit_launch({-1.5 * size, 0.1 * i * size, 0.2 * size}, {1, -0.05 * i, 0.1}));
    auto const fifth = fly_by(Order::fifth, problem, launches);
    auto const eighth = fly_by(Order::eighth, problem, launches);
    for (std::size_t i = 0; i < launches.size(); ++i) {
        EXPECT_LT(2 * eighth.rays[i].steps, fifth.rays[i].steps);
        ASSERT_EQ(eighth.along[i].size(), fifth.along[i].size());
        double turned = 0;
        for (std::size_t k = 0; k < eighth.along[i].size(); ++k) {
            auto const &a = eighth.along[i][k], &b = fifth.along[i][k];
            for (std::size_t s = 0; s < 3; ++s)
                EXPECT_NEAR(a.stokes[s], b.stokes[s], 1e-4) << i << " " << k;
            turned = std::max(turned, norm(sum(b.stokes, -1, fifth.along[i][0].stokes)));
        }
        EXPECT_GT(turned, 0.5);
    }
}

TEST(Order, EighthMeetsTheQuadratureOfTheSlab) {
    Ech const ech;
    for (Mode const mode : {Mode::ordinary, Mode::extraordinary}) {
        for (double const n_z : {0.15, 0.3, 0.5}) {
            auto const ray =
                fly_by(Order::eighth, ech.problem(1e-10), {ech.launch_with(0, n_z, mode)}).rays[0];
            auto const [z, group_path] = ech.there_and_back(n_z, mode);
            EXPECT_EQ(ray.stop_reason, StopReason::box);
            EXPECT_NEAR((ray.end_position_m[2] + 0.6) / z, 1, 1e-8);
            EXPECT_NEAR(ray.group_path_m / group_path, 1, 1e-8);
            EXPECT_NEAR(ray.turning_plasma_ratio / ech.turning_ratio(n_z, mode), 1, 1e-8);
        }
    }
}

}  // namespace
}  // namespace vespa::raytrace
