#pragma once
#include <span>

#include "lbl/path.hpp"
#include "lbl/transfer/layer_rows.hpp"

namespace vespa::lbl {

/// How the source function runs within a layer.
enum class LayerSource {
    isothermal,    ///< Planck's function at the segment's mean temperature: I <- I e^-t + B (1 - e^-t)
    linear_in_tau  ///< from the far to the near temperature, linear in optical depth:
                   ///< I <- I e^-t + Bn (1 - e^-t) + (Bf - Bn) [(1 - e^-t) / t - e^-t]
};

/// What is seen along one line of sight through emitting and absorbing layers.
struct Sight {
    Path const* path = nullptr;
    std::span<double const> temperature;  ///< of the levels, K: one more than layers
    LayerSource source = LayerSource::isothermal;
};

/// Radiance that reaches the observer, W m-2 sr-1 (cm-1)-1, and transmittance of the whole path, at the
/// wavenumbers (cm-1) of one spectral block.
/// \param optical_depth  vertical ones of the layers; >= 0
/// \param beyond         radiance that enters at the far end; empty: none
/// \param transmittance  empty: not wanted
/// \throws std::invalid_argument for shapes that do not fit
void radiance_along(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                    std::span<double const> beyond, std::span<double> radiance,
                    std::span<double> transmittance = {});

/// Sum of the optical depths along the path, and exp(-sum).
void optical_depth_along(Path const& path, Rows optical_depth, std::span<double> total);
void transmittance_along(Path const& path, Rows optical_depth, std::span<double> transmittance);

/// Derivatives of the radiance of radiance_along; `beyond` is held.
struct RadianceSlopes {
    WritableRows by_optical_depth;  ///< [layer]: by the layer's vertical optical depth
    /// [level]: by the temperature of the level, through Planck's function; through the optical depths too
    /// where their slopes are given. K-1.
    WritableRows by_temperature;
};

/// Radiance and transmittance with derivatives. Written over, not added to.
/// \param depth_by_temperature  d tau / dT of each layer at its mean temperature, K-1: [layer]; may be empty
/// \param mean_share            upper level's share in each layer's mean temperature (Layer::upper_share)
void radiance_with_slopes(Sight const& sight, std::span<double const> wavenumber, Rows optical_depth,
                          std::span<double const> beyond, Rows depth_by_temperature,
                          std::span<double const> mean_share, std::span<double> radiance,
                          std::span<double> transmittance, RadianceSlopes const& slopes);

/// By the mole fraction of a gas at each level: the layer's column of it is column ((1 - share) x_k + share
/// x_{k+1}), the column of all gases held.
/// \param by_optical_depth    of radiance_with_slopes
/// \param cross_section       of the gas, cm2 per molecule: [layer]; that of the continua it makes may be
/// added \param column              of all gases, cm-2, a layer \param by_abundance        [level], written
/// over
void abundance_slopes(Rows by_optical_depth, Rows cross_section, std::span<double const> column,
                      std::span<double const> mean_share, WritableRows by_abundance);

}  // namespace vespa::lbl
