#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/layer_lines.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl {

/// The sum of lines at one point.
struct PlainSum {
    double value = 0;
    double slope = 0;      ///< by temperature, per K
    double magnitude = 0;  ///< sum of the magnitudes of all terms: errors are relative to it
};

/// The plain twin of LineSum and the truth of its tests: every line at every one of the points `at` (indices
/// of `grid`), in double precision to about 1e-12 of the magnitude, summed by Neumaier's compensated sum.
/// \throws BadInput as LineSum
std::vector<PlainSum> plain_sum(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines,
                                std::span<std::int64_t const> at);

/// The same at every point of the grid.
std::vector<PlainSum> plain_sum(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines);

}  // namespace vespa::lbl
