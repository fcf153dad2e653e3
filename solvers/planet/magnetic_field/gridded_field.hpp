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
    /// Of the components, T, one after the other. That of component c has its own axis slowest, then axis
    /// (c + 2) mod 3, and axis (c + 1) mod 3 contiguous.
    std::shared_ptr<double const> coefficients;
    double correction = 0;  ///< root mean square of what the projection took away, relative to that of B
};

/// Where the coefficients of a component stand.
struct ComponentLayout {
    std::uint64_t begin;                        ///< among those of the field
    std::array<std::size_t, 3> axes;            ///< the grid's axes in the order of storage, contiguous first
    std::array<std::uint64_t, 3> coefficients;  ///< along those
    std::uint64_t count() const { return coefficients[0] * coefficients[1] * coefficients[2]; }
    /// Place of a node's value before the fit; i by the grid's axes.
    std::uint64_t place(std::array<std::uint64_t, 3> const& i) const {
        return begin + ((i[axes[2]] + 2) * coefficients[1] + i[axes[1]] + 1) * coefficients[0] + i[axes[0]] +
               1;
    }
};
ComponentLayout component_layout(GridNodes const& nodes, std::size_t component);
std::uint64_t field_coefficients(GridNodes const& nodes);

/// \throws BadInput when the grid is not Cartesian or an axis has fewer than six nodes
void check_field_nodes(GridNodes const& nodes, std::string const& where);

/// Turns the nodes' values, at ComponentLayout::place(), into coefficients, in place. \return the correction
double fit_field_in_place(GridNodes const& nodes, double* values);

/// The field with B, T, at the nodes, x fastest, with coefficients of its own.
GriddedField fit_field(GridNodes const& nodes, std::array<std::span<double const>, 3> const& b);

}  // namespace vespa::planet
