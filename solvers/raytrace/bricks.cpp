#include "raytrace/bricks.hpp"

#include <algorithm>
#include <limits>

namespace vespa::raytrace {

static std::array<std::uint64_t, 3> place_of(BrickLayout const& layout, std::uint64_t number) {
    std::uint64_t const row = number / layout.counts[0];
    return {number - row * layout.counts[0], row % layout.counts[1], row / layout.counts[1]};
}

std::uint64_t BrickLayout::brick_at(Vector const& position) const {
    std::uint64_t number = 0;
    for (std::size_t axis = 3; axis-- > 0;) {
        double const extent = upper_m[axis] - lower_m[axis];
        double const place = (position[axis] - lower_m[axis]) / extent * counts[axis];
        auto const last = static_cast<double>(counts[axis] - 1);
        // False for NaN. The conversion rounds down.
        double const inside = place > 0 ? std::min(place, last) : 0;
        number = number * counts[axis] + static_cast<std::uint64_t>(inside);
    }
    return number;
}

Brick BrickLayout::brick(std::uint64_t number) const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    auto const place = place_of(*this, number);
    Brick brick;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        double const size = (upper_m[axis] - lower_m[axis]) / counts[axis];
        auto const bound = [&](std::uint64_t i) { return lower_m[axis] + size * static_cast<double>(i); };
        brick.lower[axis] = place[axis] == 0 ? -infinity : bound(place[axis]);
        brick.upper[axis] = place[axis] + 1 == counts[axis] ? infinity : bound(place[axis] + 1);
    }
    return brick;
}

int BrickLayout::owner(std::uint64_t brick, int ranks) const {
    // To and fro along x and y.
    auto place = place_of(*this, brick);
    if (place[2] % 2 == 1) place[1] = counts[1] - 1 - place[1];
    std::uint64_t const row = place[2] * counts[1] + place[1];
    if (row % 2 == 1) place[0] = counts[0] - 1 - place[0];
    return static_cast<int>((row * counts[0] + place[0]) % static_cast<std::uint64_t>(ranks));
}

}  // namespace vespa::raytrace
