#pragma once
#include <functional>
#include <span>

#include "mulumesc/fits/band_model.hpp"
#include "mulumesc/fits/fit_options.hpp"
#include "mulumesc/fits/fit_result.hpp"

namespace vespa::mulumesc {

/// Fits from the starts given and, as far as options.searches says, from others about them, and keeps for
/// each spectrum the fit with the lowest χ², the priors' share included. Evaluations are those of all
/// searches. \param starts  as in fit_bands() \param fit     one search from the starts given, for all
/// spectra
FitResult best_of_searches(BandModel const& model, FitOptions const& options, std::size_t count,
                           std::span<double const> starts,
                           std::function<FitResult(std::span<double const>)> const& fit);

}  // namespace vespa::mulumesc
