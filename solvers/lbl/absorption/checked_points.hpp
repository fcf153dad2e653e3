#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vespa::lbl {

/// A gas at a state in a block, whose numbers are to be compared with the plain sum at some points.
struct CheckedSum {
    std::uint64_t seed = 0;  ///< the block's number
    std::size_t gas = 0, state = 0;
};
struct CheckedSums {
    std::size_t gases = 1, states = 1;
};

/// Points of a block, drawn by its seed, at which one of its sums is compared: in all blocks together about
/// `wanted` of the grid's points. A block compares one of its gas and state, drawn too; empty for all others.
std::vector<std::int64_t> checked_points(CheckedSum const& sum, CheckedSums const& all, std::int64_t wanted,
                                         std::int64_t grid_points, std::int64_t block_points);

}  // namespace vespa::lbl
