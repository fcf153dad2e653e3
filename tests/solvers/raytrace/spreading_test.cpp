// Cross-section of ray tubes against closed forms.
#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/dipole.hpp"

namespace vespa::raytrace {
namespace {

TEST(Spreading, IsTheSquaredDistanceInAVacuum) {
    auto problem = unit_problem();
    problem.surfaces.outer_radius_m = 7;
    problem.along.spreading = true;
    auto const ray = fly_here(problem, {unit_launch({0, 0, 0}, {1, 2, -1})}).rays[0];
    EXPECT_NEAR(ray.along.tube_m2_sr, 49, 1e-8);
    EXPECT_EQ(ray.caustics, 0);
}

TEST(Spreading, InALinearLayerPassesACausticWhereTheParabolasTouch) {
    // A = τ²(1 − ½ατ cos φ)/n for a ray at angle φ in X = αz, τ the group path
    double const alpha = 0.01;
    planet::Geometry const plane{planet::Geometry::Shape::plane, {}, {0, 0, 1}, 0, 1};
    planet::Plasma const plasma({planet::DensityModel(
        planet::LinearLayer{plane, 0, 0, alpha * unit_density(), planet::Edge::continued})});
    auto problem = unit_problem();
    problem.medium.plasma = &plasma;
    problem.length_scale_m = 100;
    problem.surfaces.box_lower_m[2] = 0;
    problem.along.spreading = true;
    problem.sampling = {.at = SampleAt::interval, .interval_m = 10};
    for (double const phi : {40 * units::degree, 60 * units::degree}) {
        auto const flown = fly_here(problem, {unit_launch({0, 0, 0}, {std::sin(phi), 0, std::cos(phi)})});
        EXPECT_EQ(flown.rays[0].caustics, std::cos(phi) * std::cos(phi) > 0.5 ? 1 : 0);
        for (std::size_t i = 1; i < flown.samples[0].size(); ++i) {
            auto const& sample = flown.samples[0][i];
            double const tau = sample.group_path, n = std::sqrt(1 - alpha * sample.position[2]);
            double const exact = tau * tau * (1 - 0.5 * alpha * tau * std::cos(phi)) / n;
            EXPECT_NEAR(flown.along[0][i].tube_m2_sr, exact, 3e-7 * tau * tau) << i;
        }
        EXPECT_NEAR(flown.rays[0].along.tube_m2_sr, flown.along[0].back().tube_m2_sr, 0);
    }
}

TEST(Spreading, InADipoleIsThatOfNeighbouringRays) {
    Dipole const dipole;
    auto problem = dipole.problem(1e-12);
    problem.along.spreading = true;
    auto const launches = Dipole::launches(12);
    auto const rays = fly_here(problem, launches).rays;
    double const angle = 1e-4;
    int compared = 0;
    for (std::size_t i = 0; i < launches.size(); ++i) {
        if (rays[i].stop_reason != StopReason::outer_sphere) continue;
        Vector const direction = unit(launches[i].direction);
        Vector const across = unit(cross(direction, {0.3, 0.5, -0.7}));
        std::vector<Launch> neighbours;
        for (Vector const& way : {across, cross(direction, across)}) {
            for (double const sign : {1.0, -1.0}) {
                Launch launch = launches[i];
                launch.direction = sum(times(std::cos(angle), direction), sign * std::sin(angle), way);
                neighbours.push_back(launch);
            }
        }
        problem.along.spreading = false;
        auto const beside = fly_here(problem, neighbours).rays;
        problem.along.spreading = true;
        auto const apart = [&](std::size_t k) {
            return times(0.5 / angle,
                         sum(beside[2 * k].end_position_m, -1, beside[2 * k + 1].end_position_m));
        };
        // On the sphere, not across the ray: the area is larger by 1/cos of incidence.
        Vector const outward = unit(rays[i].end_position_m);
        double const on_sphere = dot(cross(apart(0), apart(1)), outward);
        auto problem_there = problem;
        problem_there.sampling.at = SampleAt::steps;
        auto const flown = fly_here(problem_there, {launches[i]});
        auto const& samples = flown.samples[0];
        Vector const velocity = unit(sum(samples.back().position, -1, samples[samples.size() - 2].position));
        EXPECT_NEAR(rays[i].along.tube_m2_sr / (on_sphere * dot(velocity, outward)), 1, 1e-5) << i;
        ++compared;
    }
    EXPECT_GE(compared, 4);
}

}  // namespace
}  // namespace vespa::raytrace
