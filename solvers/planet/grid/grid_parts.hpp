#pragma once
#include <array>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/part_array.hpp"
#include "planet/grid/grid_nodes.hpp"

/// Gridded media of which every rank holds what it needs.
namespace vespa::planet {

/// An axis-aligned box, m; infinite where it has no bound.
struct GridBox {
    std::array<double, 3> lower, upper;
};

/// Where the coefficients stand that a spline needs at points of the boxes: sorted, disjoint.
/// \param nodes  Cartesian
/// \param block  along each axis as many more than cells as the spline's degree
std::vector<parallel::Range> coefficients_of(GridNodes const& nodes, CoefficientBlock const& block,
                                             std::vector<GridBox> const& boxes);

/// Rows [rows.first, rows.last) of the planes [planes.first, planes.last): sorted, disjoint.
std::vector<parallel::Range> rows_of_planes(CoefficientBlock const& block, parallel::Range planes,
                                            parallel::Range rows);

/// The nodes' planes along the third axis that a rank fills before the fit.
parallel::Range planes_of(GridNodes const& nodes, int rank, int ranks);

/// Turns the nodes' values, of which every rank has filled in its planes, into the coefficients of `wanted`,
/// to the same bits as fit_grid(). No rank holds more than its share of the whole twice, and what it wants.
/// \param nodes  Cartesian
/// \collective
void fit_in_parts(parallel::Communicator const& communicator, GridNodes const& nodes,
                  SplineLayout const& layout, parallel::PartArray& array,
                  std::vector<parallel::Range> const& wanted);

}  // namespace vespa::planet
