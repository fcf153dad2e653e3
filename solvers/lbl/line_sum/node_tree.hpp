#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/line_sum/expansion.hpp"

namespace vespa::lbl {

/// Whether a sum is added to the values that stand there or takes their place.
enum class Onto { values, nothing };

/// Where a sum of lines is gathered: at the points themselves, and for all that is smooth over a cell at the
/// cell's Chebyshev nodes. Level 0 are the leaves of 16 points, each level above halves their number; a level
/// may reach beyond the grid.
class NodeTree {
  public:
    NodeTree(Expansion const& expansion, std::int64_t points);

    std::int64_t count() const { return count_; }
    std::int64_t leaves() const { return cells(0); }
    /// Cells of a level that hold points of the grid.
    std::int64_t cells(int level) const;
    int levels() const { return static_cast<int>(nodes_.size()); }

    /// Makes sure that levels 0 ... level exist.
    void reach(int level);
    /// Values at the nodes of all cells of a level, cell after cell.
    double* nodes(int level) { return nodes_[static_cast<std::size_t>(level)].data(); }
    /// Values at the points, filled up to whole leaves.
    double* points() { return points_.data(); }

    /// Brings what stands at nodes and points to the values at the points, and clears the tree for the next
    /// use.
    void empty_into(std::span<double> sum, Onto onto);

  private:
    Expansion const* expansion_;
    std::int64_t count_;
    std::vector<std::vector<double>> nodes_;
    std::vector<double> points_;
};

}  // namespace vespa::lbl
