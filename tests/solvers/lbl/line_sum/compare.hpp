#pragma once
#include <cstdint>
#include <vector>

#include "lbl/layer_lines.hpp"
#include "lbl/precision.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl::testing {

/// Largest errors of LineSum against plain_sum: of the sum relative to the sum of magnitudes, of the slope
/// relative to |slope| + magnitude / T. Infinite where a point that no line reaches is not exactly 0.
struct Errors {
    double sum = 0, slope = 0;
    std::int64_t worst_point = -1;
};

/// At every point if `points` is 0, else at as many evenly drawn ones.
Errors errors_of(SpectralGrid const& grid, Wings const& wings, Precision precision, LayerLines const& lines,
                 std::int64_t points, bool slopes = false);

/// The sum alone.
std::vector<double> summed(SpectralGrid const& grid, Wings const& wings, Precision precision,
                           LayerLines const& lines);

/// One line at `position` with the widths given.
LayerLines one_line(double position, double gamma, double alpha);

}  // namespace vespa::lbl::testing
