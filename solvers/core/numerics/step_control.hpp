#pragma once
#include <algorithm>
#include <cmath>

#include "core/numerics/runge_kutta_pair.hpp"

namespace vespa::numerics {

/// Constants of the proportional-integral control of the step (Gustafsson 1991, ACM Trans. Math. Softw. 17,
/// 533), with the stabilisation β of the codes DOPRI5 and DOP853 of Hairer, Nørsett & Wanner (1993): 0.04 for
/// order 5, none for order 8.
struct StepControl {
    constexpr explicit StepControl(RungeKuttaPair const& pair)
        : of_rejected(1.0 / pair.order),
          of_error(of_rejected - (pair.order == 5 ? 0.75 * 0.04 : 0)),
          of_previous_error(pair.order == 5 ? 0.04 : 0) {}

    double safety = 0.9;
    double of_rejected;         ///< exponent of the error of a rejected step
    double of_error;            ///< exponent of the error of an accepted step
    double of_previous_error;   ///< exponent of the error of the accepted step before
    double shrink = 0.2;        ///< least factor
    double grow = 10;           ///< greatest factor
    double least_error = 1e-8;  ///< smaller errors count as this one
};

/// Factor of the next step after an accepted one. Errors are in units of the tolerance.
inline double factor_after_accepted(StepControl const& control, double error, double previous_error) {
    double const now = std::max(error, control.least_error);
    double const before = std::max(previous_error, control.least_error);
    return std::clamp(
        control.safety * std::pow(now, -control.of_error) * std::pow(before, control.of_previous_error),
        control.shrink, control.grow);
}

/// Factor of the next attempt after a step with error > 1, infinite or NaN.
inline double factor_after_rejected(StepControl const& control, double error) {
    if (!(error < 1e30)) return control.shrink;
    return std::clamp(control.safety * std::pow(error, -control.of_rejected), control.shrink, 1.0);
}

}  // namespace vespa::numerics
