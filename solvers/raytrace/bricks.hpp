#pragma once
#include <array>
#include <cstdint>

#include "raytrace/launch.hpp"

namespace vespa::raytrace {

/// A box of space, lower bounds included, upper ones not.
struct Brick {
    Vector lower, upper;
};

/// How space is dealt out: equal bricks of a box, of which the outermost reach to infinity.
struct BrickLayout {
    Vector lower_m{}, upper_m{};
    std::array<std::uint32_t, 3> counts{1, 1, 1};  ///< along x, y, z; each at least 1

    std::uint64_t count() const { return std::uint64_t{counts[0]} * counts[1] * counts[2]; }

    /// The brick that a position lies in; where a coordinate is NaN, the first along that axis.
    std::uint64_t brick_at(Vector const& position) const;

    Brick brick(std::uint64_t number) const;

    /// The rank that a brick belongs to: in turn, along a way on which each brick touches the next. With many
    /// bricks a rank, every rank has its share of each region.
    int owner(std::uint64_t brick, int ranks) const;
};

}  // namespace vespa::raytrace
