#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "planet/grid/grid_nodes.hpp"

namespace vespa::planet {

/// A density given on a grid: exp of the tensor cubic B-spline through ln n at the nodes, so that it is
/// positive and twice continuously differentiable. Up to one cell beyond the grid the outermost cell's
/// polynomial is continued, so that a step that leaves finds where; farther out the density is NaN. A copy
/// shares the coefficients.
struct GriddedDensity {
    GridNodes nodes;
    SplineLayout layout;
    std::shared_ptr<double const> coefficients;  ///< of ln(n m³); layout.count() of them
};

/// A point nearer to a spherical grid's axis than this (ρ/r) is evaluated at this distance from it, at
/// longitude 0: on the axis itself there is no east.
inline constexpr double axis_cosine = 1e-7;

/// The density through `values`, m⁻³, > 0, at the nodes, the first axis' index fastest, with coefficients of
/// its own. \throws BadInput as layout_of(), and for a value that is not positive and finite
GriddedDensity fit_density(GridNodes const& nodes, std::span<double const> values);

}  // namespace vespa::planet
