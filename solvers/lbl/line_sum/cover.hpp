#pragma once
#include <cstdint>
#include <vector>

#include "lbl/line_sum/line_scale.hpp"
#include "lbl/line_sum/node_tree.hpp"
#include "lbl/line_sum/wing_range.hpp"

namespace vespa::lbl {

/// The largest cells of the tree that together hold a range of points and over each of which one line is
/// smooth, and the single points where none is.
class Cover {
  public:
    Cover(Expansion const& expansion, NodeTree const& tree) : expansion_(expansion), tree_(tree) {}

    /// What a line's profile needs of cells, in steps of the grid.
    struct Shape {
        double centre;  ///< number of the point there, fractional
        double gamma,
            alpha;          ///< what makes the centre smooth: half-widths of cells may be gamma/2 or alpha/8
        double separation;  ///< nearest point of a cell of which the centre is no part
        double smooth;      ///< half a cell at most, whatever else
    };
    /// Covers `range` for the line. places() then are where the line is to be evaluated, ascending, in points
    /// relative to the line's centre.
    void make(PointRange const& range, Shape const& shape);
    std::vector<double> const& places() const { return places_; }
    /// Adds values at the places to the tree they came from, or to one of the same shape.
    void add(double const* values, NodeTree& tree) const;
    int highest_level() const { return highest_; }

  private:
    void visit(int level, std::int64_t cell, PointRange const& range, Shape const& shape);
    bool is_smooth(int level, double middle, Shape const& shape) const;

    /// Nodes of a cell, or points first … of level -1.
    struct Piece {
        int level;
        std::int64_t first, count;
    };
    Expansion const& expansion_;
    NodeTree const& tree_;
    int highest_ = 0;
    std::vector<Piece> pieces_;
    std::vector<double> places_;
};

}  // namespace vespa::lbl
