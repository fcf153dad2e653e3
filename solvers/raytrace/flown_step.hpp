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
    std::array<RayState, numerics::dormand_prince::stages> slopes;  ///< of the stages
    double hamiltonian;                                             ///< at the end

    numerics::DenseOutput<state_size> inside() const {
        return {start, end, length, [this](std::size_t stage, std::size_t i) { return slopes[stage][i]; }};
    }
};

inline Vector position_of(RayState const& y) {
    return {y[0], y[1], y[2]};
}
inline Vector index_of(RayState const& y) {
    return {y[3], y[4], y[5]};
}

}  // namespace vespa::raytrace
