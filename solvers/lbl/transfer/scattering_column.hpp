#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace vespa::lbl {

/// A plane-parallel atmosphere at one wavenumber, the lowest layer first.
struct ScatteringColumn {
    std::vector<double> optical_depth;         ///< of extinction, vertical, a layer
    std::vector<double> albedo;                ///< single-scattering, 0 to 1
    std::vector<std::vector<double>> moments;  ///< Legendre moments chi_0 = 1, chi_1 = g, ... of each layer
    std::vector<double> planck;                ///< at the levels, the surface first; linear in optical depth
                                               ///< between; empty: no thermal emission
    double surface_planck = 0;                 ///< Planck's function at the surface's temperature
    double surface_albedo = 0;                 ///< of a Lambert surface; its emissivity is 1 - albedo
    double sun_cosine = 0;                     ///< of the zenith angle, (0, 1]; 0: no sun
    double sun_irradiance = 0;                 ///< on a plane facing the sun, above the atmosphere
};

/// A direction towards which radiance is wanted.
struct ViewDirection {
    double cosine = 1;   ///< of the zenith angle, (0, 1]
    double azimuth = 0;  ///< rad, between the directions in which the view's and the sun's light travel: 0
                         ///< forward, pi back
};

/// Radiances per steradian, irradiances on horizontal planes, in the unit of planck and sun_irradiance.
struct ScatteredLight {
    std::vector<double> up;         ///< upward radiance at the top, a direction
    std::vector<double> down;       ///< downward radiance at the surface (diffuse), a direction
    std::vector<double> flux_up;    ///< at the levels, the surface first
    std::vector<double> flux_down;  ///< diffuse and direct
};

/// Properties of mixed absorbers and scatterers: extinction and scattering optical depths add up, moments are
/// weighted by scattering.
struct Scatterer {
    double optical_depth = 0;  ///< of extinction
    double albedo = 0;
    std::span<double const> moments = {};
};
/// \param moments_wanted  count of the mixture's moments; those that a part lacks are 0
void mix_into_layer(std::span<Scatterer const> parts, std::size_t moments_wanted, double& optical_depth,
                    double& albedo, std::vector<double>& moments);

/// Moments of Rayleigh's phase function, chi_2 = 1/10, and of Henyey & Greenstein's, g^l.
std::vector<double> rayleigh_moments(std::size_t count);
std::vector<double> henyey_greenstein_moments(double g, std::size_t count);

}  // namespace vespa::lbl
