#pragma once

/// Physical and planetary constants in SI units.
namespace vespa::units {

inline constexpr double pi = 3.14159265358979323846;
inline constexpr double degree = pi / 180;                          ///< rad
inline constexpr double decibels_per_neper = 8.685889638065036553;  ///< 20 log10 e

/// CODATA 2018 (Tiesinga et al. 2021, Rev. Mod. Phys. 93, 025010); exact where the SI of 2019 defines them.
inline constexpr double speed_of_light = 299792458.0;          ///< m s⁻¹, exact
inline constexpr double elementary_charge = 1.602176634e-19;   ///< C, exact
inline constexpr double boltzmann_constant = 1.380649e-23;     ///< J K⁻¹, exact
inline constexpr double planck_constant = 6.62607015e-34;      ///< J s, exact
inline constexpr double electron_mass = 9.1093837015e-31;      ///< kg
inline constexpr double atomic_mass = 1.66053906660e-27;       ///< kg, the unit u
inline constexpr double electric_constant = 8.8541878128e-12;  ///< F m⁻¹

/// Equatorial radii, m. IAU WGCCRE 2015 (Archinal et al. 2018, Celest. Mech. Dyn. Astr. 130, 22), 1 bar level
/// of the giants.
inline constexpr double jupiter_radius = 71492e3;
inline constexpr double jupiter_polar_radius = 66854e3;
inline constexpr double saturn_radius = 60268e3;
inline constexpr double saturn_polar_radius = 54364e3;
inline constexpr double earth_radius = 6378.1366e3;
inline constexpr double earth_polar_radius = 6356.7519e3;
inline constexpr double earth_magnetic_radius = 6371.2e3;  ///< the reference sphere of IGRF
inline constexpr double ganymede_radius = 2631.2e3;
inline constexpr double europa_radius = 1560.8e3;
inline constexpr double callisto_radius = 2410.3e3;
inline constexpr double io_radius = 1821.49e3;  ///< mean radius
/// Nominal solar radius (IAU 2015 resolution B3), m.
inline constexpr double sun_radius = 695700e3;

/// Named units: multiply to get SI.
inline constexpr double km = 1e3;
inline constexpr double MHz = 1e6;
inline constexpr double kHz = 1e3;
inline constexpr double nT = 1e-9;
inline constexpr double per_cm3 = 1e6;  ///< m⁻³

}  // namespace vespa::units
