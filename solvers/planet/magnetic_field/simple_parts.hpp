#pragma once
#include <array>

/// The parts of a magnetic field that have a closed form of a line or two. Axes: those of the body (see
/// Body).
namespace vespa::planet {

/// The same field everywhere.
struct UniformField {
    std::array<double, 3> field;  ///< T
};

/// A point dipole: B = (3 (m·d) d / |d|² − m) / |d|³, d the vector from its centre.
struct DipoleField {
    std::array<double, 3> moment;  ///< μ0/4π times the magnetic moment, T m³
    std::array<double, 3> centre;  ///< m
};

/// B_z = field (z / height)⁻³, the other components 0: the field above a pole on the axis alone. It is not
/// free of divergence; it serves one-dimensional comparisons (ARTEMIS-P's test of a vertical ray).
struct AxialPowerLaw {
    double field;   ///< T, at z = height
    double height;  ///< m, not 0
};

/// Dipole of a body from the strength of its field.
/// \param equatorial_field T, at the dipole's equator at the distance radius_m; positive: the moment lies in
///                         the hemisphere of +z when the tilt is below 90° (Jupiter, Saturn), negative: Earth
/// \param radius_m         m
/// \param tilt             rad, from +z to the moment
/// \param longitude        rad, east longitude toward which the moment is tilted
/// \param centre           m
DipoleField tilted_dipole(double equatorial_field, double radius_m, double tilt, double longitude,
                          std::array<double, 3> const& centre);

}  // namespace vespa::planet
