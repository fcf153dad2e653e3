#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vespa::lbl {

/// Gases whose Rayleigh scattering and refractivity are known here: N2, CO2, O2, CO, CH4, NH3, H2, He.
std::vector<std::string> rayleigh_gases();

/// Rayleigh scattering cross section, cm2 per molecule; wavenumber cm-1 (>= 0; fits of the visible and near
/// infrared). From the refractive index n at density N: 24 pi^3 nu^4 / N^2 ((n^2 - 1) / (n^2 + 2))^2 F, F the
/// King factor, each n with the N of its own reference state (sources: README.md); H2 after Dalgarno &
/// Williams 1962, He after Kurucz 1970, directly.
/// \throws BadInput for another gas
double rayleigh_cross_section(std::string_view gas, double wavenumber);

/// (n - 1) / N of a gas, cm3 per molecule: times the number density it is the refractivity.
/// \throws BadInput for another gas
double refractivity_per_density(std::string_view gas, double wavenumber);

/// Moist air of Earth as LBLRTM has it: optical depth of a total column (molecules cm-2) by the fit
/// column / 2.68675e24 * nu^4 / (9.38076e18 - 1.08426e9 nu^2). The column's unit is cm-2.
double earth_air_rayleigh_depth(double column, double wavenumber);

}  // namespace vespa::lbl
