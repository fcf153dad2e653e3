#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "mulumesc/fits/band_model.hpp"
#include "mulumesc/fits/fit_options.hpp"
#include "mulumesc/fits/fit_result.hpp"
#include "mulumesc/fits/log_spectra.hpp"

namespace vespa::mulumesc {

/// Place of (i, j), j ≤ i, in a lower triangle kept by rows.
constexpr std::size_t in_triangle(std::size_t i, std::size_t j) {
    return i * (i + 1) / 2 + j;
}

/// What a solver of fits is given beside the spectra.
struct FitTask {
    std::vector<double> wavelength;  ///< of the channels, micrometre
    BandShape shape = BandShape::gaussian;
    std::size_t bands = 0;
    std::vector<FitParameter> parameters;  ///< in the model's order
    double tolerance = 0;
    std::size_t most_evaluations = 0;
};

/// What it leaves of each fit, in the model's order of parameters.
struct FitOutcomes {
    std::vector<double> values;  ///< [spectrum][parameter]: the start on entry, the fit on return
    std::vector<double> normal;  ///< [spectrum][lower triangle]: JᵀW²J with the priors' share, at the fit
    std::vector<double> chi2;    ///< without the priors' share
    std::vector<std::uint32_t> evaluations;
    std::vector<FitEnd> end;

    void resize(std::size_t count, std::size_t parameters) {
        values.resize(count * parameters);
        normal.resize(count * in_triangle(parameters, 0));
        chi2.resize(count);
        evaluations.resize(count);
        end.resize(count);
    }
};

/// χ² of residuals that are roundings of ln R alone, the sum of the squared weights given: what is promised
/// below that is not to be had.
template <class U>
constexpr double roundings(double weight) {
    double const unit = 16 * static_cast<double>(std::numeric_limits<U>::epsilon());
    return unit * unit * weight;
}

/// Fits Gaussian bands in lanes. U: float or double.
template <class U>
void fit_in_lanes(FitTask const& task, LogSpectra<U> const& spectra, FitOutcomes& outcomes);

/// The plain twin, for every shape: Levenberg–Marquardt in all parameters at once, in doubles.
void fit_plainly(FitTask const& task, LogSpectra<double> const& spectra, FitOutcomes& outcomes);

}  // namespace vespa::mulumesc
