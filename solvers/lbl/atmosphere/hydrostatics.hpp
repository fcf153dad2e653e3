#pragma once
#include <span>
#include <string>
#include <vector>

#include "lbl/atmosphere/profile.hpp"

namespace vespa::lbl {

/// The sphere that heights are counted from, and its pull: g(z) = gravity (radius / (radius + z))^2.
struct Sphere {
    double radius = 0;   ///< m
    double gravity = 0;  ///< m s-2 at z = 0
};

double gravity_at(Sphere const& sphere, double height);

/// Heights in hydrostatic balance, m: d ln p / dz = -M g(z) / (R T), T and M linear in ln p between levels.
/// Exact for that law: geopotential heights by Simpson's rule on T / M, whose error is O(d ln M)^3 of the
/// step alone, then z from the geopotential of a sphere. \param molar_mass    at each level, g/mol \param
/// lowest        height of the first level, m \throws BadInput where the atmosphere reaches to infinity: the
/// geopotential exceeds what g(z) can offer
std::vector<double> hydrostatic_heights(Profile const& profile, std::span<double const> molar_mass,
                                        Sphere const& sphere, double lowest, std::string const& where);

/// Greatest departure of the profile's own heights from hydrostatic balance: over the layers the largest
/// |ln(dz given / dz hydrostatic)|. A profile of 1 % here has columns by heights and by pressures that differ
/// by as much. 0 where it has no heights.
double hydrostatic_imbalance(Profile const& profile, std::span<double const> molar_mass, Sphere const& sphere,
                             std::string const& where);

}  // namespace vespa::lbl
