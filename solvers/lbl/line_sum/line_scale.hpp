#pragma once
#include <cstdint>

#include "lbl/layer_lines.hpp"
#include "lbl/line_sum/source_tree.hpp"
#include "lbl/precision.hpp"
#include "lbl/spectral_grid.hpp"
#include "lbl/wings.hpp"

namespace vespa::lbl {

/// How a line stands to the cells of the tree.
struct LineScale {
    /// Lowest level at which the lines of a cell, seen from the next but one, are given by their moments:
    /// half a cell is at least 1.5 gamma (fine: 2), five times the shift, and so wide that exp(-x²) is gone.
    int source_level;
    /// Highest level whose nodes carry the line's whole profile (half a cell is at most half of gamma or an
    /// eighth of alpha); -1 if not even leaves do.
    int node_level;

    bool operator==(LineScale const&) const = default;
};

LineScale line_scale(double gamma, double alpha, double shift, double step, Precision precision);

/// |x| from which exp(-x²) is below all classes' share of K at this y.
double gaussian_end(double y);

/// Numbers of the first and last point of a line's wings, not clamped to the grid but exact within it; of the
/// conventions that have a cut in cm-1 or none. About 5 ns: only cuts next to a point of the grid are decided
/// by wing_range.
class PointReach {
  public:
    PointReach(SpectralGrid const& grid, Wings const& wings);

    /// first > last if no point of the grid is reached.
    struct Ends {
        std::int64_t first, last;
    };
    Ends of(LayerLines const& lines, std::size_t j) const;

  private:
    Ends exact(LayerLines const& lines, std::size_t j) const;

    SpectralGrid grid_;
    Wings wings_;
    double over_step_, tie_;
};

}  // namespace vespa::lbl
