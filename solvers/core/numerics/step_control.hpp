#pragma once
#include <algorithm>
#include <cmath>

namespace vespa::numerics {

/// Constants of the proportional-integral control of the step of a method of order 5 (Gustafsson 1991, ACM
/// Trans. Math. Softw. 17, 533), with the values of the code DOPRI5 of Hairer, Nørsett & Wanner (1993):
/// stabilisation β = 0.04.
struct StepControl {
    double safety = 0.9;
    double of_error = 0.2 - 0.75 * 0.04;  ///< exponent of the error of this step
    double of_previous_error = 0.04;      ///< exponent of the error of the accepted step before
    double shrink = 0.2;                  ///< least factor
    double grow = 10;                     ///< greatest factor
    double least_error = 1e-8;            ///< smaller errors count as this one
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
    return std::clamp(control.safety * std::pow(error, -0.2), control.shrink, 1.0);
}

}  // namespace vespa::numerics
