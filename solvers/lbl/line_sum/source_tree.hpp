#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/line_sum/expansion.hpp"
#include "lbl/line_sum/node_tree.hpp"
#include "lbl/line_sum/transfer_table.hpp"

namespace vespa::lbl {

/// Which points the wings of all lines of a cell reach, and which those of one of them at least: numbers of
/// points, not clamped to the grid.
struct Reach {
    std::int64_t first_of_all, last_of_all;
    std::int64_t first_of_any, last_of_any;
};

/// The cells of one level that hold lines, ascending.
struct SourceLevel {
    std::vector<std::int64_t> cell;
    std::vector<Reach> reach;
    std::vector<double> moments;        ///< of cell after cell
    std::vector<double> slope_moments;  ///< the same, by temperature; or empty
    std::vector<std::uint32_t> parent;  ///< place of the cell's parent in the level above
};

/// The lines whose width asks for cells of at least the level `near_level`, as moments on all levels.
class SourceTree {
  public:
    SourceTree(Expansion const& expansion, int near_level, double tolerance)
        : expansion_(expansion), near_level_(near_level), tolerance_(tolerance) {}

    /// Forgets all lines.
    void begin(bool with_slopes);
    /// Another leaf with lines, its moments zero; leaves come in ascending order.
    void begin_leaf(std::int64_t cell, Reach const& reach);
    /// Moments of the `count` leaves begun last; slopes are null unless wanted.
    double* last_moments(std::size_t count) { return leaf().moments.data() + last(count) * stride(); }
    double* last_slope_moments(std::size_t count) {
        return with_slopes_ ? leaf().slope_moments.data() + last(count) * stride() : nullptr;
    }
    /// Says how wide a line is, in half-widths of a leaf: how fast its moments grow.
    void widen(double width) { width_ = width > width_ ? width : width_; }

    /// Adds to the nodes of `sum` (and `slope`) what all lines add to the cells that lie beyond the
    /// neighbours of their own on `near_level` and wholly within their wings. What is left are the leaves
    /// that the wings' ends cross.
    void transfer(TransferMatrices& matrices, NodeTree& sum, NodeTree* slope);

  private:
    SourceLevel& leaf() { return levels_.front(); }
    std::size_t last(std::size_t count) { return leaf().cell.size() - count; }
    std::size_t stride() const { return static_cast<std::size_t>(expansion_.moments()); }
    bool build_level(int level, NodeTree const& sum);
    void find_runs(int level, std::int64_t cells);

    Expansion const& expansion_;
    int near_level_;
    double tolerance_, width_ = 0;
    bool with_slopes_ = false;
    std::vector<SourceLevel> levels_;
    std::vector<TransferRun> runs_;
    TransferTable table_;
};

/// Cells of a level wholly within a reach: last on its upper, first on its lower side.
inline std::int64_t last_inside(std::int64_t last_point, int level) {
    return ((last_point + 1) >> (level + 4)) - 1;
}
inline std::int64_t first_inside(std::int64_t first_point, int level) {
    std::int64_t const size = std::int64_t{leaf_points} << level;
    return (first_point + size - 1) >> (level + 4);
}

}  // namespace vespa::lbl
