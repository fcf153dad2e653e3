#pragma once
#include <array>

#include "planet/grid/grid_nodes.hpp"

namespace vespa::planet {

/// Where a gridded medium ends: a box (infinite where there is none), m, and a greatest distance from the
/// centre.
struct GridExtent {
    std::array<double, 3> lower, upper;
    double outer_radius;

    /// No limits.
    GridExtent();
    /// The limits of a grid: a Cartesian one's box, a spherical one's outermost distance.
    explicit GridExtent(GridNodes const& nodes);
    /// What lies within both.
    void narrow(GridExtent const& other);
};

}  // namespace vespa::planet
