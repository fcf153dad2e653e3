#include "raytrace/plan.hpp"

#include <algorithm>

namespace vespa::raytrace {

Plan make_plan(Problem const& problem) {
    auto const& surfaces = problem.surfaces;
    bool const body = surfaces.equatorial_radius_m > 0;
    double const length = problem.length_scale_m > 0 ? problem.length_scale_m : surfaces.equatorial_radius_m;
    double const equatorial = body ? 1 / (surfaces.equatorial_radius_m * surfaces.equatorial_radius_m) : 0;
    double const polar = body ? 1 / (surfaces.polar_radius_m * surfaces.polar_radius_m) : 0;
    return {
        .factors = plasma_factors(problem.constants),
        .ions = make_ions(problem.ions),
        .pair = problem.order == Order::eighth ? &numerics::dormand_prince_8 : &numerics::dormand_prince_5,
        .tolerance = problem.tolerance,
        .length_scale = length,
        .initial_step = problem.initial_step_m,
        .maximum_step = std::min(problem.maximum_step_m > 0 ? problem.maximum_step_m : 0.5 * length,
                                 problem.maximum_reach_m),
        // Far below what any smooth medium asks for, far above what double precision resolves in a position.
        .minimum_step = 1e-12 * length,
        .maximum_reach = problem.maximum_reach_m,
        .maximum_steps = problem.maximum_steps,
        .maximum_path = problem.maximum_path_m,
        .maximum_index_squared = problem.maximum_refractive_index * problem.maximum_refractive_index,
        .maximum_hamiltonian = problem.maximum_hamiltonian,
        .surfaces = surfaces,
        .sampling = problem.sampling,
        .along = problem.along,
        .source_velocity = problem.source_velocity_m_s,
        .observer_velocity = problem.observer_velocity_m_s,
        .body_weights = {equatorial, equatorial, polar},
        .body_level = body ? -1.0 : 1.0,
    };
}

}  // namespace vespa::raytrace
