#pragma once
#include <cstdint>
#include <vector>

#include "core/parallel/share.hpp"
#include "lbl/spectral_grid.hpp"

namespace vespa::lbl {

/// A grid cut into spectral blocks, the work items of a calculation. Where it is cut depends on the grid
/// alone, never on the number of ranks: so do the bits of a result.
class BlockPlan {
  public:
    /// \param block_points points of a block (the last may have fewer); 0 for a number that suits the grid,
    /// with smaller blocks at its end for ranks that are free sooner than others
    BlockPlan(SpectralGrid const& grid, std::int64_t block_points = 0);
    /// \param begins  first point of each block: 0, then rising, below the grid's points
    BlockPlan(SpectralGrid const& grid, std::vector<std::int64_t> begins);

    /// Blocks that suit the grid, smaller where a block of so many rows of numbers would fill the memory of a
    /// rank.
    static BlockPlan for_rows(SpectralGrid const& grid, std::uint64_t rows);

    [[nodiscard]] SpectralGrid const& grid() const { return grid_; }
    [[nodiscard]] std::uint64_t blocks() const;
    /// The points of a block, as indices of the grid.
    [[nodiscard]] parallel::Range points(std::uint64_t block) const;
    [[nodiscard]] SpectralGrid part(std::uint64_t block) const;
    /// Points of the largest block, but for a grid that is smaller.
    [[nodiscard]] std::int64_t block_points() const { return block_points_; }

  private:
    SpectralGrid grid_;
    std::int64_t block_points_;
    std::vector<std::int64_t> begins_;  // empty: every block_points_
};

}  // namespace vespa::lbl
