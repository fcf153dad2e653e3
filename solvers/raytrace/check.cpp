#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "raytrace/problem.hpp"
#include "raytrace/vectors.hpp"

namespace vespa::raytrace {

// False for NaN.
static void require(bool sound, char const* member, double value, char const* allowed) {
    if (!sound) throw BadInput(fmt::format("{} cannot be used", value), member, allowed);
}

static void check_surfaces(Problem const& problem) {
    auto const& s = problem.surfaces;
    require(s.equatorial_radius_m >= 0 && std::isfinite(s.equatorial_radius_m),
            "surfaces.equatorial_radius_m", s.equatorial_radius_m, "a finite length, 0 for no body");
    bool const body = s.equatorial_radius_m > 0;
    require(body ? s.polar_radius_m > 0 && std::isfinite(s.polar_radius_m) : s.polar_radius_m == 0,
            "surfaces.polar_radius_m", s.polar_radius_m, "a finite length above 0 with a body, 0 without");
    require(s.outer_radius_m > 0, "surfaces.outer_radius_m", s.outer_radius_m,
            "a length above 0, infinite for none");
    for (std::size_t i = 0; i < 3; ++i) {
        require(s.box_lower_m[i] < s.box_upper_m[i], "surfaces.box_lower_m", s.box_lower_m[i],
                "less than surfaces.box_upper_m in each coordinate");
    }
}

static void check_stepping(Problem const& problem) {
    require(problem.tolerance >= 1e-13 && problem.tolerance <= 1e-2, "tolerance", problem.tolerance,
            "1e-13 to 1e-2");
    require(problem.length_scale_m >= 0 && std::isfinite(problem.length_scale_m), "length_scale_m",
            problem.length_scale_m, "a finite length, 0 for the radius of the body");
    require(problem.length_scale_m > 0 || problem.surfaces.equatorial_radius_m > 0, "length_scale_m",
            problem.length_scale_m, "above 0 where there is no body");
    require(problem.initial_step_m >= 0 && std::isfinite(problem.initial_step_m), "initial_step_m",
            problem.initial_step_m, "a finite length, 0 for one found from the medium");
    require(problem.maximum_step_m >= 0, "maximum_step_m", problem.maximum_step_m,
            "a length, 0 for half the length scale");
    require(problem.maximum_reach_m > 0, "maximum_reach_m", problem.maximum_reach_m, "a length above 0");
    require(problem.maximum_steps > 0 && problem.maximum_steps <= 1000000000, "maximum_steps",
            problem.maximum_steps, "1 to 1000000000");
    require(problem.maximum_path_m > 0, "maximum_path_m", problem.maximum_path_m, "a length above 0");
    require(problem.maximum_refractive_index > 1, "maximum_refractive_index",
            problem.maximum_refractive_index, "above 1");
    require(problem.maximum_hamiltonian > 0, "maximum_hamiltonian", problem.maximum_hamiltonian, "above 0");
}

static void check_sampling(Sampling const& sampling) {
    if (sampling.at == SampleAt::interval) {
        require(sampling.interval_m > 0, "sampling.interval_m", sampling.interval_m, "a length above 0");
    }
    if (sampling.at == SampleAt::knots)
        require(sampling.knots >= 2, "sampling.knots", sampling.knots, "2 or more");
}

static void check_along(Problem const& problem) {
    if (auto const& stokes = problem.along.initial_stokes) {
        double const size = std::sqrt(dot(*stokes, *stokes));
        require(size > 0 && size <= 1 + 1e-12, "along.initial_stokes", size,
                "Q, U, V of a length above 0 and at most 1");
    }
    for (Vector const& velocity : {problem.source_velocity_m_s, problem.observer_velocity_m_s}) {
        double const speed = std::sqrt(dot(velocity, velocity));
        require(speed < 0.01 * units::speed_of_light, "source_velocity_m_s, observer_velocity_m_s", speed,
                "below a hundredth of the speed of light");
    }
}

static void check_ions(Problem const& problem) {
    make_ions(problem.ions);
    if (!problem.ions.empty() && (problem.along.absorption || problem.along.polarisation)) {
        throw BadInput("absorption and polarisation are known for electrons alone", "ions",
                       "no ions, or neither of the two");
    }
}

static void check_bricks(Problem const& problem) {
    if (!problem.bricks) return;
    auto const& layout = *problem.bricks;
    for (std::size_t i = 0; i < 3; ++i) {
        bool const box = layout.lower_m[i] < layout.upper_m[i];
        require(box && std::isfinite(layout.upper_m[i] - layout.lower_m[i]), "bricks.lower_m",
                layout.lower_m[i], "finite, and less than bricks.upper_m in each coordinate");
        require(layout.counts[i] > 0 && layout.counts[i] <= 65536, "bricks.counts", layout.counts[i],
                "1 to 65536");
    }
    if (problem.sampling.at == SampleAt::knots) {
        throw BadInput(
            "samples at equal path are known only when a ray has ended, and its steps are then "
            "on several ranks",
            "sampling.at", "ends, steps or interval with bricks");
    }
}

void check(Problem const& problem) {
    if (!problem.launches) throw BadInput("no launches are given", "launches");
    if (problem.medium.formula && (problem.medium.field || problem.medium.plasma)) {
        throw BadInput("a formula is given beside models", "medium", "a formula or models");
    }
    check_surfaces(problem);
    check_stepping(problem);
    check_sampling(problem.sampling);
    check_along(problem);
    check_ions(problem);
    check_bricks(problem);
}

}  // namespace vespa::raytrace
