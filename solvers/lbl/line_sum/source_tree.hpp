#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lbl/line_sum/expansion.hpp"
#include "lbl/line_sum/node_tree.hpp"

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

/// Matrices from moments to nodes by offset, made when first asked for.
class TransferMatrices {
  public:
    explicit TransferMatrices(Expansion const& expansion) : expansion_(expansion) {}

    double const* at(std::int64_t offset);

  private:
    Expansion const& expansion_;
    std::vector<std::vector<double>> above_, below_;  // by |offset|
};

/// The two matrices of a distance in cells, and how many moments matter there.
struct TransferAt {
    double const* above = nullptr;
    double const* below = nullptr;
    int terms = 0;
};

/// The lines whose width asks for cells of at least the level `near_level`, as moments on all levels.
class SourceTree {
  public:
    SourceTree(Expansion const& expansion, int near_level, double tolerance)
        : expansion_(expansion), near_level_(near_level), tolerance_(tolerance) {}

    /// Forgets all lines.
    void begin(bool with_slopes);
    /// The leaf to which the next lines belong, its moments zero; leaves come in ascending order.
    void begin_leaf(std::int64_t cell, Reach const& reach);
    double* moments() { return leaf().moments.data() + leaf().moments.size() - stride(); }
    double* slope_moments();
    /// Says how wide a line is, in half-widths of a leaf: how fast its moments grow.
    void widen(double width) { width_ = width > width_ ? width : width_; }

    /// Adds to the nodes of `sum` (and `slope`) what all lines add to the cells that lie beyond the
    /// neighbours of their own on `near_level` and wholly within their wings. What is left are the leaves
    /// that the wings' ends cross.
    void transfer(TransferMatrices& matrices, NodeTree& sum, NodeTree* slope);

  private:
    SourceLevel& leaf() { return levels_.front(); }
    std::size_t stride() const { return static_cast<std::size_t>(expansion_.moments()); }
    bool build_level(int level, NodeTree const& sum);
    void transfer_level(int level, TransferMatrices& matrices, NodeTree& tree, bool slopes);
    TransferAt transfer_at(int level, std::int64_t distance, TransferMatrices& matrices) const;

    Expansion const& expansion_;
    int near_level_;
    double tolerance_, width_ = 0;
    bool with_slopes_ = false;
    std::vector<SourceLevel> levels_;
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
