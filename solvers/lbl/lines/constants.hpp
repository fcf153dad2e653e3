#pragma once
#include "core/units/constants.hpp"

namespace vespa::lbl {

inline constexpr double speed_of_light_cm = units::speed_of_light * 100;  ///< cm s-1
/// c2 = h c / k, cm K: 1.438776877503933802 (CODATA 2018)
inline constexpr double second_radiation_constant =
    units::planck_constant * speed_of_light_cm / units::boltzmann_constant;
inline constexpr double gas_constant = 8.31446261815324;  ///< J mol-1 K-1, exact
inline constexpr double list_temperature = 296;           ///< K: that of the intensities and widths of lists
inline constexpr double bar_in_atm = 1 / 1.01325;         ///< exact: 1 atm = 101325 Pa

}  // namespace vespa::lbl
