#pragma once
#include <span>

#include "core/units/constants.hpp"

namespace vespa::lbl {

/// First radiation constant for spectral radiance, 2 h c^2 with c in cm s-1: W m-2 sr-1 (cm-1)-4.
inline constexpr double planck_c1 =
    2 * units::planck_constant * units::speed_of_light * units::speed_of_light * 1e8;
/// Second radiation constant h c / k, cm K.
inline constexpr double planck_c2 =
    units::planck_constant * units::speed_of_light / units::boltzmann_constant * 1e2;

/// Planck's function c1 nu^3 / (exp(c2 nu / T) - 1), W m-2 sr-1 (cm-1)-1; nu cm-1, >= 0; T K, > 0.
double planck(double wavenumber, double temperature);
/// Its derivative by temperature, W m-2 sr-1 (cm-1)-1 K-1.
double planck_slope(double wavenumber, double temperature);

/// Temperature of the black body that has this radiance, K: c2 nu / ln(1 + c1 nu^3 / I). 0 for I = 0, NaN for
/// I < 0: noise below zero has no brightness temperature.
double brightness_temperature(double wavenumber, double radiance);

/// The same at many wavenumbers, in lanes: to 4e-15 (1 + c2 nu / 10 T) of the above; where c2 nu / T
/// exceeds 700 the function is 0.
/// \param slope  empty: not wanted
void planck(std::span<double const> wavenumber, double temperature, std::span<double> radiance,
            std::span<double> slope = {});
void brightness_temperature(std::span<double const> wavenumber, std::span<double const> radiance,
                            std::span<double> temperature);

}  // namespace vespa::lbl
