#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "occultation/problem.hpp"

namespace vespa::occultation {

namespace {

constexpr std::uint64_t most_cells = 20'000'000;

/// Rays that a cell needs beside its fan, as runs of the example have it.
constexpr std::uint64_t rays_of_homing = 60;

}  // namespace

std::uint64_t cells(Problem const& problem) {
    return problem.modes.size() * problem.frequencies_hz.size() * problem.epochs.size();
}

std::uint64_t forecast_rays(Problem const& problem) {
    return cells(problem) * (problem.fan + rays_of_homing);
}

void check(Problem const& problem) {
    auto const& surfaces = problem.rays.surfaces;
    auto const empty = [](bool is_empty, char const* member, char const* allowed) {
        if (is_empty) throw BadInput("is empty", member, allowed);
    };
    empty(problem.epochs.empty(), "epochs", "one or more");
    empty(problem.frequencies_hz.empty(), "frequencies_hz", "one or more");
    empty(problem.modes.empty(), "modes", "ordinary, extraordinary");
    for (double const frequency : problem.frequencies_hz) {
        if (!(frequency > 0) || !std::isfinite(frequency))
            throw BadInput(fmt::format("{} Hz is no frequency", frequency), "frequencies_hz", "above 0");
    }
    if (!(surfaces.outer_radius_m > surfaces.equatorial_radius_m) ||
        !std::isfinite(surfaces.outer_radius_m)) {
        throw BadInput(fmt::format("{} m holds no medium", surfaces.outer_radius_m),
                       "surfaces.outer_radius_m", "a finite radius beyond the body's");
    }
    if (std::isfinite(surfaces.box_lower_m[0]) || std::isfinite(surfaces.box_upper_m[0])) {
        throw BadInput("a box ends rays before they leave the sphere", "surfaces.box_lower_m", "no box");
    }
    if (problem.fan < 8 || problem.fan > 100000)
        throw BadInput(fmt::format("{} rays", problem.fan), "fan", "8 to 100000");
    if (!(problem.homing_tolerance_rad >= 1e-12 && problem.homing_tolerance_rad <= 1e-3)) {
        throw BadInput(fmt::format("{} rad", problem.homing_tolerance_rad), "homing_tolerance_rad",
                       "1e-12 to 1e-3 rad");
    }
    if (cells(problem) > most_cells) {
        throw BadInput(fmt::format("{} modes x frequencies x epochs", cells(problem)), "epochs",
                       fmt::format("{} in all", most_cells));
    }
    raytrace::LaunchList const none({});
    auto rays = problem.rays;
    rays.launches = &none;
    raytrace::check(rays);
}

}  // namespace vespa::occultation
