#include "drivers/occultation/problem_from.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "raytrace/constants.hpp"

namespace vespa::occultation_driver {

namespace {

void check_room(double outer_m, planet::Body const& body, planet::GridExtent const& extent) {
    if (outer_m <= body.equatorial_radius_m) {
        throw BadInput(fmt::format("{} km lies within the body", outer_m / units::km), "--outer-radius",
                       fmt::format("above {} km", body.equatorial_radius_m / units::km));
    }
    double room = extent.outer_radius;
    for (std::size_t axis = 0; axis < 3; ++axis)
        room = std::min({room, -extent.lower[axis], extent.upper[axis]});
    if (outer_m > room) {
        throw BadInput(fmt::format("{} km reaches beyond the grid of the medium", outer_m / units::km),
                       "--outer-radius", fmt::format("up to {} km", room / units::km));
    }
}

}  // namespace

occultation::Problem problem_from(Settings const& settings, planet::Body const& body,
                                  Ephemeris const& ephemeris, radio_driver::MediumModels const& models,
                                  planet::CollisionFrequency const& collisions) {
    double const outer = *settings.outer_radius * units::km;
    check_room(outer, body, models.extent());
    occultation::Problem problem;
    auto& rays = problem.rays;
    rays.medium = {.field = &models.field(), .plasma = &models.plasma(), .collisions = &collisions};
    rays.along.absorption = !settings.collisions.empty();
    rays.tolerance = settings.tolerance;
    bool const has_scale = settings.length_scale || body.equatorial_radius_m > 0;
    rays.length_scale_m = settings.length_scale ? *settings.length_scale * units::km
                          : has_scale           ? body.equatorial_radius_m
                                                : outer;
    rays.maximum_step_m = settings.maximum_step.value_or(0) * units::km;
    rays.maximum_steps = settings.maximum_steps;
    rays.surfaces.equatorial_radius_m = body.equatorial_radius_m;
    rays.surfaces.polar_radius_m = body.polar_radius_m;
    rays.surfaces.outer_radius_m = outer;
    problem.epochs = ephemeris.epochs;
    for (auto& epoch : problem.epochs) {
        if (!settings.source_direction) continue;
        epoch.source = *settings.source_direction;
        epoch.source_at_infinity = true;
    }
    problem.frequencies_hz = radio_driver::wave_frequencies(settings);
    if (!std::is_sorted(problem.frequencies_hz.begin(), problem.frequencies_hz.end()))
        throw BadInput("they do not ascend", "--frequencies", "frequencies that ascend");
    problem.modes = radio_driver::wave_modes(settings);
    problem.fan = settings.fan;
    problem.homing_tolerance_rad = settings.homing_tolerance;
    occultation::check(problem);
    return problem;
}

double plasma_ratio_on_sphere(occultation::Problem const& problem, planet::Plasma const& plasma) {
    constexpr std::size_t points = 1000;
    double const radius = problem.rays.surfaces.outer_radius_m;
    std::vector<double> x(points), y(points), z(points), density(points), gx(points), gy(points), gz(points);
    for (std::size_t i = 0; i < points; ++i) {  // a spiral from pole to pole
        double const height = 1 - (2.0 * static_cast<double>(i) + 1) / points;
        double const turn = static_cast<double>(i) * std::numbers::pi * (3 - std::sqrt(5.0));
        double const ring = std::sqrt(1 - height * height);
        x[i] = radius * ring * std::cos(turn);
        y[i] = radius * ring * std::sin(turn);
        z[i] = radius * height;
    }
    plasma.density_and_gradient(x, y, z, density, gx, gy, gz);
    double const lowest = *std::min_element(problem.frequencies_hz.begin(), problem.frequencies_hz.end());
    auto const factors = raytrace::plasma_factors(problem.rays.constants);
    return factors.plasma * *std::max_element(density.begin(), density.end()) / (lowest * lowest);
}

}  // namespace vespa::occultation_driver
