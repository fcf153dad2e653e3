#include "lbl/blocks/block_plan.hpp"

#include <algorithm>
#include <bit>

namespace vespa::lbl {
namespace {

/// Many enough blocks for the ranks to share, none so small that its halo of lines costs more than itself,
/// none so large that a layer leaves the cache.
std::int64_t suitable(std::int64_t points) {
    constexpr std::int64_t least = 1 << 12, most = 1 << 16, blocks = 64;
    auto const wanted = std::bit_ceil(static_cast<std::uint64_t>((points + blocks - 1) / blocks));
    return std::clamp(static_cast<std::int64_t>(wanted), least, most);
}

}  // namespace

BlockPlan::BlockPlan(SpectralGrid const& grid, std::int64_t block_points)
    : grid_(grid), block_points_(block_points > 0 ? block_points : suitable(grid.points)) {}

std::uint64_t BlockPlan::blocks() const {
    return static_cast<std::uint64_t>((grid_.points + block_points_ - 1) / block_points_);
}

parallel::Range BlockPlan::points(std::uint64_t block) const {
    auto const size = static_cast<std::uint64_t>(block_points_);
    return {block * size, std::min((block + 1) * size, static_cast<std::uint64_t>(grid_.points))};
}

SpectralGrid BlockPlan::part(std::uint64_t block) const {
    auto const range = points(block);
    return grid_.part(static_cast<std::int64_t>(range.first), static_cast<std::int64_t>(range.size()));
}

}  // namespace vespa::lbl
