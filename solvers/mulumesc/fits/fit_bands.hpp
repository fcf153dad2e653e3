#pragma once
#include <span>

#include "mulumesc/fits/band_model.hpp"
#include "mulumesc/fits/fit_options.hpp"
#include "mulumesc/fits/fit_result.hpp"
#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Fits one band model to every spectrum: weighted least squares in ln R with Gaussian priors and box bounds
/// (the maximum a posteriori estimate of Tarantola & Valette 1982, Rev. Geophys. 20, 219). Gaussian bands are
/// fitted in lanes, the other shapes plainly. Standard errors are those of (JᵀW²J)⁻¹, times √max(1, reduced
/// χ²) with the noise known, times √(reduced χ²) with it unknown. A spectrum's result does not depend on its
/// neighbours. \param starts  empty, or [spectrum][parameter]: where each fit starts, clipped to the boxes;
/// priors stay about the
///                model's own start
/// \throws BadInput for a model, options or axis that cannot be, and for arrays that do not match
template <class T>
FitResult fit_bands(SpectralAxis const& axis, Spectra<T> const& spectra, BandModel const& model,
                    FitOptions const& options = {}, std::span<double const> starts = {});

/// The same by the plain twin alone, in doubles: for tests, and where time does not matter.
template <class T>
FitResult fit_bands_reference(SpectralAxis const& axis, Spectra<T> const& spectra, BandModel const& model,
                              FitOptions const& options = {}, std::span<double const> starts = {});

/// Bayesian information criterion of each fit: χ² + p ln n with the noise known, n ln(χ²/n) + p ln n without.
/// Of two models the one with the lower value is the better supported.
std::vector<double> information(FitResult const& fits, bool noise_known);

}  // namespace vespa::mulumesc
