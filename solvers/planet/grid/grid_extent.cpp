#include "planet/grid/grid_extent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vespa::planet {

constexpr double infinite = std::numeric_limits<double>::infinity();

GridExtent::GridExtent()
    : lower{-infinite, -infinite, -infinite}, upper{infinite, infinite, infinite}, outer_radius(infinite) {}

GridExtent::GridExtent(GridNodes const& nodes) : GridExtent() {
    if (nodes.is_spherical()) {
        double const last = nodes.axes[2].last();
        outer_radius = nodes.frame == GridFrame::spherical_logarithmic ? std::exp(last) : last;
        return;
    }
    for (std::size_t a = 0; a < 3; ++a) {
        lower[a] = nodes.axes[a].first;
        upper[a] = nodes.axes[a].last();
    }
}

void GridExtent::narrow(GridExtent const& other) {
    for (std::size_t a = 0; a < 3; ++a) {
        lower[a] = std::max(lower[a], other.lower[a]);
        upper[a] = std::min(upper[a], other.upper[a]);
    }
    outer_radius = std::min(outer_radius, other.outer_radius);
}

}  // namespace vespa::planet
