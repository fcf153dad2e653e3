#pragma once
#include "planet/plasma/dual.hpp"
#include "planet/plasma/plasma.hpp"

/// The plain scalar twin of Plasma: the formulas of models.hpp written down point by point with the standard
/// library's functions. What the lanes are held against, and what a medium costs without them.
namespace vespa::planet {

/// Density, m⁻³, at (x, y, z), m.
double reference_density(Plasma const& plasma, double x, double y, double z);

/// The same in extended precision (64 bits of mantissa), for difference quotients.
long double reference_density(Plasma const& plasma, long double x, long double y, long double z);

/// Density with its gradient, m⁻⁴, by forward differentiation.
Dual reference_density_and_gradient(Plasma const& plasma, double x, double y, double z);

}  // namespace vespa::planet
