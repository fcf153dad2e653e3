#pragma once
#include <cstdint>
#include <span>

#include "lbl/layer_lines.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl {

/// How far a finished sum lies from the plain one on a sample of its points.
struct SampledError {
    double largest = 0;       ///< of |sigma - plain| / sum of magnitudes
    std::int64_t point = -1;  ///< where; -1 if nothing was compared
    std::int64_t compared = 0;
};

/// Compares `sigma`, one value a point of `grid`, with plain_sum at points that the caller has chosen.
SampledError error_at(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines,
                      std::span<double const> sigma, std::span<std::int64_t const> points);

/// Compares `sigma`, one value a point of `grid`, with plain_sum at `points` points drawn by SplitMix64 from
/// `seed`, one from each of as many equal stretches of the grid: the same points for the same arguments.
/// Takes about 0.1 us a point and line in reach. A point that no line reaches must be exactly 0: else the
/// error is infinite. \throws BadInput as LineSum::add
SampledError sampled_error(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines,
                           std::span<double const> sigma, std::int64_t points, std::uint64_t seed);

}  // namespace vespa::lbl
