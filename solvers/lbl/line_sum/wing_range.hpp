#pragma once
#include <cstdint>
#include <vector>

#include "lbl/layer_lines.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl {

/// Points first … last of a grid that a line reaches; none if last < first. Both are clamped to the grid.
struct PointRange {
    std::int64_t first = 0, last = -1;

    bool empty() const { return last < first; }
    bool operator==(PointRange const&) const = default;
};

/// The points that line `j` reaches in the convention of `wings`. Line centres are known to 1e-6 cm-1 and
/// grids are decimal, so that cuts fall on points of the grid and rounding would decide: positions, points
/// and cuts are compared as whole numbers of 1e-6 cm-1.
PointRange wing_range(SpectralGrid const& grid, Wings const& wings, LayerLines const& lines, std::size_t j);

/// Points whose distance from the centre of line `j` lies in [from, to), on one side of it: above with
/// `side` = +1 (the centre included), below with -1.
PointRange distance_range(SpectralGrid const& grid, double centre, double from, double to, int side);

}  // namespace vespa::lbl
