#pragma once
#include "raytrace/launch.hpp"

namespace vespa::raytrace {

/// n² of a characteristic wave of a cold electron plasma, by the Appleton–Hartree formula in the form of the
/// quadratic A n⁴ + 2B n² + C = 0 with the root that does not cancel (README.md, eq. 1). \param X (f_p/f)²
/// \param Y          f_c/f, at least 0
/// \param cos_theta  of the angle between wave normal and magnetic field
/// \return n²: negative where the wave is evanescent, infinite at a resonance, NaN for NaN arguments
double refractive_index_squared(double X, double Y, double cos_theta, Mode mode);

}  // namespace vespa::raytrace
