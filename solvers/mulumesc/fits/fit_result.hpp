#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vespa::mulumesc {

/// How a fit ended.
enum class FitEnd : std::uint8_t {
    converged,
    evaluations_spent,  ///< the last parameters are the best met
    no_progress,        ///< no step lowers χ², yet one is promised to
    too_few_channels,   ///< fewer usable channels than parameters + 1: nothing was fitted
};

/// In words, for a report.
char const* reason(FitEnd end);

/// What else is to be known of a fit, one bit each.
enum FitFlag : std::uint8_t {
    at_bound = 1,          ///< a parameter stands at an end of its box
    ill_conditioned = 2,   ///< condition number above 1e8: some combination of parameters is not determined
    poor = 4,              ///< reduced χ² above 4 with the noise known: the model does not fit
    channels_left_out = 8  ///< some channel was not finite, not positive or without a usable noise
};

/// Fits of many spectra to one model; entry i of each belongs to spectrum i.
struct FitResult {
    std::size_t parameters = 0;       ///< per fit, in the model's order
    std::vector<double> values;       ///< [spectrum][parameter]; NaN where nothing was fitted
    std::vector<double> errors;       ///< standard errors, likewise; empty unless asked for
    std::vector<double> correlation;  ///< [spectrum][lower triangle by rows, without the diagonal]; likewise
    std::vector<double> condition;    ///< of the normal matrix scaled to a unit diagonal, 1-norm; likewise
    std::vector<double> chi2;         ///< Σ w² (ln R − model)², without the priors' share
    std::vector<std::uint32_t> channels;     ///< that took part
    std::vector<std::uint32_t> evaluations;  ///< of the model
    std::vector<FitEnd> end;
    std::vector<std::uint8_t> flags;  ///< FitFlag, added

    std::size_t count() const { return end.size(); }
};

}  // namespace vespa::mulumesc
