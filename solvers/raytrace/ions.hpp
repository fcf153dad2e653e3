#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "raytrace/launch.hpp"

namespace vespa::raytrace {

/// A species of ions, as a share of the plasma that is the same everywhere.
struct IonSpecies {
    double mass_u = 0;  ///< atomic mass units; 1e-3 to 1e4
    int charge = 1;     ///< elementary charges; −20 to 20, not 0
    double share = 0;   ///< number density over that of the electrons, above 0
};

/// The species in the variables of the dispersion relation: α = weight X and γ = gyro Y for each.
struct Ions {
    struct Species {
        double weight;  ///< ω_ps²/ω_pe²
        double gyro;    ///< signed gyrofrequency over the electrons' modulus
    };
    std::vector<Species> species;

    bool empty() const { return species.empty(); }
};

/// \param species  which neutralise the electrons: Σ charge × share = 1 to 1e-3
/// \throws BadInput for values out of range, or charges that do not add up
Ions make_ions(std::vector<IonSpecies> const& species);

/// Σ of the species' weights.
double ion_mass(Ions const& ions);

/// The dispersion relation of electrons and ions (README.md, eq. 16), H = A N² − B N + C + X q² (t N − w)
/// with N = n², q = **n**·**Y**: its coefficients at X and Y² = y, and their derivatives.
struct IonDispersion {
    double A, B, C, t, w;
    double A_X, B_X, C_X, w_X;
    double A_y, B_y, C_y, t_y, w_y;
};
IonDispersion ion_dispersion(Ions const& ions, double X, double y);

/// n² of a characteristic wave, as refractive_index_squared() of dispersion.hpp, with ions.
double refractive_index_squared(double X, double Y, double cos_theta, Mode mode, Ions const& ions);

}  // namespace vespa::raytrace
