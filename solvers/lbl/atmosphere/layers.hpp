#pragma once
#include <span>
#include <string>
#include <vector>

#include "lbl/atmosphere/hydrostatics.hpp"
#include "lbl/atmosphere/profile.hpp"

namespace vespa::lbl {

/// What stands between two levels, as one homogeneous slab. Means are weighted by mass (dp), with T and mole
/// fractions linear in ln p: for a vertical path in hydrostatic balance these are the Curtis-Godson means.
struct Layer {
    double pressure = 0;                 ///< Pa, (p1 + p2) / 2
    double temperature = 0;              ///< K
    double upper_share = 0;              ///< of the upper level in every mean: m = (1 - share) m1 + share m2
    double lower = 0, upper = 0;         ///< heights of the levels, m
    double column = 0;                   ///< molecules of all gases over a vertical cm2
    double molar_mass = 0;               ///< g/mol
    std::vector<double> abundance = {};  ///< mole fraction of each gas of the profile

    double thickness() const { return upper - lower; }
    /// Molecules of one gas over a vertical cm2, and its mean partial pressure in Pa.
    double column_of(std::size_t gas) const { return column * abundance[gas]; }
    double partial_pressure(std::size_t gas) const { return pressure * abundance[gas]; }
};

/// Where a layer's column comes from. They differ as far as the profile's heights are out of hydrostatic
/// balance (hydrostatic_imbalance).
enum class ColumnFrom {
    pressure,  ///< (p1 - p2) N_A / (M g), g at the mass-weighted mean height
    heights    ///< integral of p / kT over height, ln of it linear in height
};

/// The layers of a profile, the lowest first, one between each two levels. Heights are the profile's, or
/// hydrostatic ones from 0 on where it has none.
/// \throws BadInput for a profile that check() refuses, or without a mean molar mass
std::vector<Layer> make_layers(Profile const& profile, Sphere const& sphere, ColumnFrom column,
                               std::string const& where);

/// Share of the upper level in the mean over dp of what is linear in ln p: 1 - w,
/// w = [p1 L - (p1 - p2)] / [(p1 - p2) L], L = ln(p1 / p2).
double upper_share(double lower_pressure, double upper_pressure);

/// The profile on other levels (falling pressures, Pa): T, mole fractions and heights linear in ln p.
/// \throws BadInput outside the profile's pressures
Profile at_pressures(Profile const& profile, std::span<double const> pressure, std::string const& where);

}  // namespace vespa::lbl
