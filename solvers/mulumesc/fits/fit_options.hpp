#pragma once
#include <cstddef>

namespace vespa::mulumesc {

/// The arithmetic of a batch of fits.
enum class FitPrecision {
    floats,              ///< floats throughout: tolerances below 1e-4 are noise
    doubles,             ///< doubles throughout
    floats_then_doubles  ///< floats at first, then doubles from there: as good as doubles, and faster
};

inline constexpr std::size_t most_searches = 7;

struct FitOptions {
    /// A fit has converged when the next step promises to lower χ² by less than this part of it.
    double tolerance = 1e-6;
    std::size_t most_evaluations = 60;  ///< of the model, per fit
    /// Searches from starts about the first one, of which the lowest χ² counts: blended bands have several
    /// minima.
    std::size_t searches = 1;  ///< 1 ... most_searches
    FitPrecision precision = FitPrecision::floats_then_doubles;
    bool errors = true;  ///< also standard errors, condition numbers and correlations
};

/// \throws BadInput for a tolerance outside 1e-14 … 0.1, no evaluations, or searches outside 1 …
/// most_searches
void check(FitOptions const& options);

}  // namespace vespa::mulumesc
