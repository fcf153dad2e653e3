#pragma once
#include "core/units/constants.hpp"

namespace vespa::lbl {

inline constexpr double avogadro = 6.02214076e23;                             ///< mol-1, exact
inline constexpr double gas_constant = avogadro * units::boltzmann_constant;  ///< J mol-1 K-1

/// Molecules in a volume of ideal gas, cm-3; p in Pa, T in K.
constexpr double number_density(double pressure, double temperature) {
    return pressure / (units::boltzmann_constant * temperature) * 1e-6;
}

/// Loschmidt's number at 273.15 K and 101325 Pa, cm-3: an amagat.
inline constexpr double amagat = number_density(101325, 273.15);

}  // namespace vespa::lbl
