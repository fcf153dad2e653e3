#pragma once
#include <cstddef>
#include <span>

#include "lbl/transfer/formal_solution.hpp"

namespace vespa::lbl {

/// What leaves a surface: emissivity B(T) + (1 - emissivity) times the downward radiance, W m-2 sr-1
/// (cm-1)-1.
/// \param emissivity  at every wavenumber, 0 to 1
/// \param downward    what it reflects: for a specular surface the radiance from the mirrored direction, for
/// a
///                    Lambert surface the irradiance / pi (mean_downward_radiance); empty: dark sky
void surface_radiance(std::span<double const> wavenumber, double temperature,
                      std::span<double const> emissivity, std::span<double const> downward,
                      std::span<double> radiance);

/// Downward irradiance / pi of a plane-parallel atmosphere, 2 * integral of I(mu) mu dmu, by Gauss-Legendre
/// quadrature over mu.
/// \param zenith      the vertical line of sight from the surface up: its factors are divided by mu; dark
///                    space beyond
/// \param directions  of the quadrature, >= 2: 4 give 1e-3, 8 give 1e-4 of it at the worst optical depth
void mean_downward_radiance(Sight const& zenith, std::span<double const> wavenumber, Rows optical_depth,
                            std::size_t directions, std::span<double> radiance);

/// Adds the sunlight that a Lambert surface reflects, (A / pi) mu0 F exp(-tau along the sun's path).
/// \param sun         from the surface towards the sun; plane-parallel or through shells
/// \param cosine      of the sun's zenith angle at the surface
/// \param irradiance  F above the atmosphere on a plane facing the sun, W m-2 (cm-1)-1
/// \param albedo      A, 0 to 1
void add_reflected_sunlight(Path const& sun, double cosine, Rows optical_depth,
                            std::span<double const> irradiance, std::span<double const> albedo,
                            std::span<double> radiance);

}  // namespace vespa::lbl
