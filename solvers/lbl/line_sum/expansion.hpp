#pragma once
#include <cstddef>
#include <vector>

#include "lbl/precision.hpp"

namespace vespa::lbl {

/// Points of the grid in the smallest cell of the tree of cells.
inline constexpr int leaf_points = 16;

/// How many terms the tree carries in a class of precision. README.md says what errors they make.
struct TreeOrder {
    int nodes;    ///< Chebyshev nodes of a cell where the sum is smooth; a multiple of 4
    int moments;  ///< of the lines of a cell; a multiple of 4
};

TreeOrder tree_order(Precision precision);

/// The matrices of the tree, all in units of a cell's half-width. Column-major: entry (row, column) stands at
/// column * rows + row.
class Expansion {
  public:
    explicit Expansion(TreeOrder order);

    int nodes() const { return order_.nodes; }
    int moments() const { return order_.moments; }
    /// Chebyshev nodes in [-1, 1], ascending.
    std::vector<double> const& node() const { return node_; }
    /// Values at the nodes of the lower (0) or upper (1) half of a cell from those of the cell.
    double const* to_child(int half) const { return to_child_[half].data(); }
    /// Values at the 16 points -1, -1 + 2/16, ... from those at the nodes.
    double const* to_points() const { return to_points_.data(); }
    /// Moments of a cell from those of its lower (0) or upper (1) half.
    double const* to_parent(int half) const { return to_parent_[half].data(); }
    /// Values at the nodes of the cell `offset` cells above (|offset| >= 2) from the moments of a cell.
    std::vector<double> to_nodes(int offset) const;

  private:
    TreeOrder order_;
    std::vector<double> node_;
    std::vector<double> to_child_[2], to_points_, to_parent_[2];
};

}  // namespace vespa::lbl
