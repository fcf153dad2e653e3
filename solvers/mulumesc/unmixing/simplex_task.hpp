#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "mulumesc/unmixing/unmix.hpp"

namespace vespa::mulumesc {

/// Least squares on the simplex, from normal equations: min xᵀG x − 2 bᵀx, x ≥ 0 and, if asked, Σ x = 1.
struct SimplexTask {
    std::size_t unknowns = 0;
    std::vector<double> gram;  ///< G, [unknown][unknown]
    bool sum_to_one = true;
    std::size_t most_solutions = 0;
};

/// A dual variable above minus this part of the right-hand side's size counts as not negative.
inline constexpr double dual_tolerance = 1e-12;

struct SimplexOutcome {
    std::uint32_t solutions = 0;
    UnmixingEnd end = UnmixingEnd::solved;
};

/// One problem, plainly. \param right  b \param x  the solution
SimplexOutcome solve_simplex_plainly(SimplexTask const& task, double const* right, double* x);

/// The same from an allowed point on: soon where `x` is near the solution. \pre x >= 0 and, if asked, Σ x = 1
SimplexOutcome improve_simplex_plainly(SimplexTask const& task, double const* right, double* x);

/// Many problems in lanes. \param right, x  [problem][unknown]
void solve_simplex_in_lanes(SimplexTask const& task, std::size_t count, double const* right, double* x,
                            SimplexOutcome* outcomes);

/// Scalar products of each spectrum with each endmember, in lanes over channels: right[s][e] = Σ_c
/// spectra[s][c] endmembers[e][c].
void project(double const* spectra, std::size_t count, double const* endmembers, std::size_t unknowns,
             std::size_t channels, double* right);

/// Σ_c (spectrum[c] − Σ_e x[e] endmembers[e][c])² of each spectrum.
void residual_squares(double const* spectra, std::size_t count, double const* endmembers,
                      std::size_t unknowns, std::size_t channels, double const* x, double* squares);

}  // namespace vespa::mulumesc
