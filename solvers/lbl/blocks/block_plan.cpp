#include "lbl/blocks/block_plan.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <utility>

namespace vespa::lbl {
namespace {

/// Many enough blocks for the ranks to share, none so small that its halo of lines costs more than itself,
/// none so large that a layer leaves the cache.
std::int64_t suitable(std::int64_t points) {
    constexpr std::int64_t least = 1 << 12, most = 1 << 16, blocks = 16;
    auto const wanted = std::bit_ceil(static_cast<std::uint64_t>((points + blocks - 1) / blocks));
    return std::clamp(static_cast<std::int64_t>(wanted), least, most);
}

/// Blocks of a size, the last eighth of the grid in halves: ranks that have done their large blocks fill up
/// with these and end nearly together. \return first point of each
std::vector<std::int64_t> tapered(std::int64_t points, std::int64_t size) {
    constexpr std::int64_t least = 1 << 10;
    std::int64_t const small = std::max(size / 2, std::min(least, size));
    std::vector<std::int64_t> begins;
    for (std::int64_t at = 0; at < points; at += at < points - points / 8 ? size : small)
        begins.push_back(at);
    return begins;
}

}  // namespace

BlockPlan::BlockPlan(SpectralGrid const& grid, std::int64_t block_points)
    : grid_(grid), block_points_(block_points > 0 ? block_points : suitable(grid.points)) {
    if (block_points <= 0) begins_ = tapered(grid.points, block_points_);
}

BlockPlan::BlockPlan(SpectralGrid const& grid, std::vector<std::int64_t> begins)
    : grid_(grid), block_points_(0), begins_(std::move(begins)) {
    if (begins_.empty() || begins_.front() != 0)
        throw std::invalid_argument("BlockPlan: no block begins at point 0");
    for (std::size_t b = 0; b < begins_.size(); ++b) {
        auto const end = b + 1 < begins_.size() ? begins_[b + 1] : grid.points;
        if (end <= begins_[b]) throw std::invalid_argument("BlockPlan: an empty block");
        block_points_ = std::max(block_points_, end - begins_[b]);
    }
}

BlockPlan BlockPlan::for_rows(SpectralGrid const& grid, std::uint64_t rows) {
    constexpr std::int64_t most_values = 1 << 22, least = 1 << 10;
    auto const points = suitable(grid.points);
    auto const room = most_values / static_cast<std::int64_t>(std::max<std::uint64_t>(rows, 1));
    return {grid, tapered(grid.points, std::max(std::min(points, room), std::min(least, points)))};
}

std::uint64_t BlockPlan::blocks() const {
    if (!begins_.empty()) return begins_.size();
    return static_cast<std::uint64_t>((grid_.points + block_points_ - 1) / block_points_);
}

parallel::Range BlockPlan::points(std::uint64_t block) const {
    if (!begins_.empty()) {
        auto const end = block + 1 < begins_.size() ? begins_[block + 1] : grid_.points;
        return {static_cast<std::uint64_t>(begins_[block]), static_cast<std::uint64_t>(end)};
    }
    auto const size = static_cast<std::uint64_t>(block_points_);
    return {block * size, std::min((block + 1) * size, static_cast<std::uint64_t>(grid_.points))};
}

SpectralGrid BlockPlan::part(std::uint64_t block) const {
    auto const range = points(block);
    return grid_.part(static_cast<std::int64_t>(range.first), static_cast<std::int64_t>(range.size()));
}

}  // namespace vespa::lbl
