#pragma once
#include <span>

#include "core/parallel/communicator.hpp"
#include "core/parallel/watcher.hpp"
#include "mulumesc/smoothing/abundance_map.hpp"

namespace vespa::mulumesc {

struct SmoothingOptions {
    /// λ: a difference of 1/√λ between the abundances of two pixels side by side counts as one of σ between a
    /// spectrum and its mixture. Not negative.
    double smoothness = 0;
    bool sum_to_one = true;
    /// Ended when no abundance changes by more as every pixel is solved again with its neighbours as they
    /// are.
    double tolerance = 1e-10;
    std::size_t most_rounds = 200;
};

/// How the map was found.
struct SmoothingReport {
    bool converged = false, stopped = false;
    std::size_t rounds = 0;
    std::size_t linear_iterations = 0;           ///< of conjugate gradients, in all
    double last_change = 0;                      ///< of an abundance, in the last round
    double misfit_before = 0, misfit = 0;        ///< Σ |E a − y|²/σ² at the start and at the end
    double roughness_before = 0, roughness = 0;  ///< Σ |a_p − a_q|² over pairs of neighbours
};

/// The abundances a of all pixels of an image together that minimise
///   Σ_p |E a_p − y_p|²/σ_p² + λ Σ_{p, q side by side} |a_p − a_q|²,   a ≥ 0 and, if asked, Σ_e a_pe = 1,
/// over the pixels that take part; others neither change nor weigh. Each round solves every pixel exactly
/// with its neighbours held (a chessboard's white pixels, then its black ones), then all pixels' abundances
/// above 0 together by conjugate gradients (PETSc), searched along the way that is allowed (Moré & Toraldo
/// 1991, SIAM J. Optim. 1, 93). Sums of the latter depend on the number of ranks by rounding: the answer is
/// the same to the tolerance, not to the bit. \param map  this rank's lines, which follow each other in rank
/// order; a rank may have none \param abundances  [pixel][endmember]; what it holds is the start, allowed
/// where a pixel takes part \throws AgreedError, a bad input, for options out of range, arrays that do not
/// match, an image of more than 2³¹ − 1 abundances \collective
SmoothingReport smooth_abundances(parallel::Communicator const& communicator, AbundanceMap const& map,
                                  SmoothingOptions const& options, std::span<double> abundances,
                                  parallel::Watcher& watcher);

}  // namespace vespa::mulumesc
