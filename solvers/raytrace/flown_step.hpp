#pragma once
#include <array>

#include "core/numerics/dense_output.hpp"
#include "raytrace/plan.hpp"
#include "raytrace/vectors.hpp"

namespace vespa::raytrace {

using RayState = std::array<double, state_size>;

/// An accepted step of one ray, as the stepper leaves it.
struct FlownStep {
    double group_path;  ///< at its start
    double length;      ///< in group path
    RayState start, end;
    RayState start_slopes, end_slopes;
    double hamiltonian;  ///< at the end
    numerics::DenseOutput<state_size> inside;
    /// Slopes of all stages, where the plan needs every step (Voyage::needs_every_step()).
    std::array<RayState, numerics::RungeKuttaPair::most_stages> slopes;
};

/// The components of the state that are kept along a path: all but X.
inline constexpr std::size_t path_size = plasma_ratio;

/// What a step leaves of the path: enough to find any point of it.
struct PathStep {
    double group_path;  ///< at its start
    double length;      ///< in group path
    numerics::DenseOutput<path_size> inside;

    double path_length_at(double theta) const { return inside.value(path_length, theta); }
};

template <std::size_t size>
Vector position_of(std::array<double, size> const& y) {
    return {y[0], y[1], y[2]};
}
template <std::size_t size>
Vector index_of(std::array<double, size> const& y) {
    return {y[3], y[4], y[5]};
}

}  // namespace vespa::raytrace
