#pragma once
#include <array>
#include <cstddef>
#include <vector>

#include "core/numerics/runge_kutta_pair.hpp"

namespace vespa::numerics {

/// A pendulum's state, step and results, for calling the lane code from a plain test.
struct LaneProblem {
    std::array<double, 3> y;  ///< angle, velocity, and the integral of the angle, which does not feed back
    double step;
    std::array<double, 3> end{}, error{}, coarse_error{};
    std::array<std::array<double, 3>, RungeKuttaPair::most_stages> slopes{};
};

/// Steps each problem in a lane of its own. \param pair  one of runge_kutta_pair.hpp
void step_in_lanes(RungeKuttaPair const& pair, std::vector<LaneProblem>& problems);

/// step_factor() of lanes.
struct LaneFactor {
    double error;  ///< not squared
    double previous_error;
    bool after_rejection;
    double factor = 0;
};
void factors_in_lanes(RungeKuttaPair const& pair, std::vector<LaneFactor>& factors);

}  // namespace vespa::numerics
