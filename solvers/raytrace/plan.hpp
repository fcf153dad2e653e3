#pragma once
#include <cstddef>
#include <numbers>

#include "core/numerics/runge_kutta_pair.hpp"
#include "raytrace/constants.hpp"
#include "raytrace/problem.hpp"

namespace vespa::raytrace {

/// The state that is integrated over group path P' = ct: position (3), refractive index (3), phase path, path
/// length, and X = (f_p/f)² where the ray is. The last three do not feed back.
inline constexpr std::size_t state_size = 9;
inline constexpr std::size_t controlled_size = 6;
inline constexpr std::size_t phase_path = 6;
inline constexpr std::size_t path_length = 7;
inline constexpr std::size_t plasma_ratio = 8;  ///< known at the steps, integrated between them

/// What every ray of a run shares, with the defaults of Problem resolved. Lengths in metres.
struct Plan {
    PlasmaFactors factors;
    Ions ions;
    numerics::RungeKuttaPair const* pair;
    double tolerance;
    double length_scale;
    double initial_step;  ///< 0: from the slopes at the launch
    double maximum_step;
    double minimum_step;  ///< a step that would have to be shorter ends the ray
    double maximum_reach;
    std::uint32_t maximum_steps;
    double maximum_path;
    double maximum_index_squared;
    double maximum_hamiltonian;
    StopSurfaces surfaces;
    Sampling sampling;
    Along along;
    Vector source_velocity, observer_velocity;

    /// Level function of the body, Σ weight_i x_i² − 1: negative inside; without a body 1 everywhere (the
    /// weights are 0).
    Vector body_weights;
    double body_level;  ///< −1 with a body, +1 without
};

/// The plan's ions, null for none.
inline Ions const* ions_of(Plan const& plan) {
    return plan.ions.empty() ? nullptr : &plan.ions;
}

/// ω/c of a frequency in a vacuum, rad/m.
inline double wavenumber(Plan const& plan, double frequency_hz) {
    return 2 * std::numbers::pi * frequency_hz / plan.factors.speed_of_light;
}

/// \param problem one that check() passes
Plan make_plan(Problem const& problem);

}  // namespace vespa::raytrace
