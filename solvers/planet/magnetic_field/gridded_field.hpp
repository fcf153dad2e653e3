#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "planet/grid/grid_nodes.hpp"

namespace vespa::planet {

/// A field given on a Cartesian grid, free of divergence to rounding: component c is a tensor B-spline,
/// quartic along its own axis and cubic along the others, on knots at the nodes (the spline complex of Buffa,
/// Rivas, Sangalli & Vázquez 2011, SIAM J. Numer. Anal. 49, 818). Then div B is a cubic tensor spline whose
/// coefficients are differences of the components', and these are made to vanish. Beyond the grid as
/// GriddedDensity. A copy shares the coefficients.
struct GriddedField {
    GridNodes nodes;
    /// Of the components, T, one after the other, each with x contiguous and z slowest (component_layout()).
    std::shared_ptr<double const> coefficients;
    double correction = 0;  ///< root mean square of what the projection took away, relative to that of B
    std::uint64_t resident_bytes = 0;  ///< of coefficients in this rank's memory; load_field_parts() alone
};

/// Where the coefficients of a component stand among those of the field.
struct ComponentLayout : CoefficientBlock {
    std::size_t component;

    /// How many coefficients precede the one that a node's value takes the place of, along an axis.
    std::uint64_t before(std::size_t axis) const { return axis == component ? 2 : 1; }
    /// Place of a node's value before the fit; i by the grid's axes.
    std::uint64_t place(std::array<std::uint64_t, 3> const& i) const {
        return row(i[1] + before(1), i[2] + before(2)) + i[0] + before(0);
    }
    /// As TensorSpline has them.
    std::array<std::int64_t, 2> row_counts() const {
        return {static_cast<std::int64_t>(counts[0]), static_cast<std::int64_t>(counts[1])};
    }
};
ComponentLayout component_layout(GridNodes const& nodes, std::size_t component);
std::uint64_t field_coefficients(GridNodes const& nodes);

/// \throws BadInput when the grid is not Cartesian or an axis has fewer than six nodes
void check_field_nodes(GridNodes const& nodes, std::string const& where);

/// The field with B, T, at the nodes, x fastest, with coefficients of its own.
GriddedField fit_field(GridNodes const& nodes, std::array<std::span<double const>, 3> const& b);

}  // namespace vespa::planet
