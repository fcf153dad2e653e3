#include "drivers/raytrace/problem_from.hpp"

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "drivers/raytrace/ions_from.hpp"
#include "drivers/raytrace/sources.hpp"

namespace vespa::raytrace_driver {

namespace {

raytrace::StopSurfaces surfaces_from(Settings const& settings, planet::Body const& body, double unit) {
    raytrace::StopSurfaces surfaces;
    if (!settings.through_body) {
        surfaces.equatorial_radius_m = body.equatorial_radius_m;
        surfaces.polar_radius_m = body.polar_radius_m;
    }
    if (settings.outer_radius) surfaces.outer_radius_m = *settings.outer_radius * unit;
    if (settings.box_lower.has_value() != settings.box_upper.has_value()) {
        throw BadInput("one corner of the box is missing", settings.box_lower ? "--box-upper" : "--box-lower",
                       "both corners, or none");
    }
    for (std::size_t axis = 0; settings.box_lower && axis < 3; ++axis) {
        surfaces.box_lower_m[axis] = (*settings.box_lower)[axis] * unit;
        surfaces.box_upper_m[axis] = (*settings.box_upper)[axis] * unit;
        if (!(surfaces.box_lower_m[axis] < surfaces.box_upper_m[axis])) {
            throw BadInput("its lower corner does not lie below the upper one", "--box-lower",
                           "x, y and z below those of --box-upper");
        }
    }
    return surfaces;
}

raytrace::Along along_from(Settings const& settings) {
    raytrace::Along along;
    along.absorption = !settings.collisions.empty();
    along.polarisation = settings.polarisation;
    along.spreading = settings.spreading;
    along.initial_stokes = settings.initial_stokes;
    if (settings.initial_stokes && !settings.polarisation) {
        throw BadInput("it has no use without --polarisation", "--initial-stokes",
                       "--polarisation, or no --initial-stokes");
    }
    return along;
}

raytrace::Vector metres(std::array<double, 3> const& km) {
    return {km[0] * units::km, km[1] * units::km, km[2] * units::km};
}

void narrow(raytrace::StopSurfaces& surfaces, planet::GridExtent const& extent) {
    surfaces.outer_radius_m = std::min(surfaces.outer_radius_m, extent.outer_radius);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        surfaces.box_lower_m[axis] = std::max(surfaces.box_lower_m[axis], extent.lower[axis]);
        surfaces.box_upper_m[axis] = std::min(surfaces.box_upper_m[axis], extent.upper[axis]);
        if (!(surfaces.box_lower_m[axis] < surfaces.box_upper_m[axis])) {
            throw BadInput("the grids of the medium and the box have no room in common",
                           "--plasma, --magnetic-field, --box-lower", "grids that overlap");
        }
    }
}

bool is_bounded(planet::GridExtent const& extent) {
    return std::isfinite(extent.outer_radius) || std::isfinite(extent.lower[0]);
}

}  // namespace

raytrace::Problem problem_from(Settings const& settings, planet::Body const& body,
                               planet::GridExtent const& extent) {
    double const unit = unit_of_length(settings, body);
    bool const bounded =
        settings.outer_radius || settings.box_lower || settings.maximum_path || is_bounded(extent);
    if (!bounded) {
        throw BadInput("nothing ends a ray that leaves the body", "--outer-radius",
                       "--outer-radius, --box-lower with --box-upper, --maximum-path, or a gridded medium");
    }
    if (!settings.length_scale && body.equatorial_radius_m == 0) {
        throw BadInput("the body \"none\" has no radius to measure position errors against", "--length-scale",
                       "a length");
    }
    raytrace::Problem problem;
    problem.constants = settings.constants == ConstantSet::artemis ? raytrace::Constants::artemis
                                                                   : raytrace::Constants::codata;
    problem.ions = ions_from(settings.ions);
    problem.tolerance = settings.tolerance;
    problem.order = settings.order;
    problem.length_scale_m = settings.length_scale ? *settings.length_scale * unit : body.equatorial_radius_m;
    problem.initial_step_m = settings.initial_step.value_or(0) * unit;
    problem.maximum_step_m = settings.maximum_step.value_or(0) * unit;
    problem.maximum_steps = settings.maximum_steps;
    if (settings.maximum_path) problem.maximum_path_m = *settings.maximum_path * unit;
    problem.maximum_refractive_index = settings.maximum_index;
    problem.surfaces = surfaces_from(settings, body, unit);
    narrow(problem.surfaces, extent);
    problem.sampling = {.at = settings.samples,
                        .interval_m = settings.sample_interval * unit,
                        .knots = settings.sample_knots};
    problem.along = along_from(settings);
    problem.source_velocity_m_s = metres(settings.source_velocity);
    problem.observer_velocity_m_s = metres(settings.observer_velocity);
    return problem;
}

}  // namespace vespa::raytrace_driver
