#pragma once
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/node_array.hpp"
#include "core/parallel/part_array.hpp"
#include "planet/grid/grid_nodes.hpp"
#include "planet/grid/grid_parts.hpp"

/// From the values of a field at the nodes, each at ComponentLayout::place(), to the coefficients of
/// GriddedField, in place: one sequence of steps, whose work is shared in three ways, with the same bits.
/// Each returns GriddedField::correction.
namespace vespa::planet {

/// By the caller alone. \param values  field_coefficients() numbers
double fit_field_in_place(GridNodes const& nodes, double* values);

/// By the ranks of the node of rank 0, in the array that they share and that has been filled by any of them.
/// It takes memory for the potential besides, a third of the field's. \collective
double fit_field_in_shares(parallel::Communicator const& communicator, GridNodes const& nodes,
                           parallel::NodeArray& array);

/// By all ranks, each of which has filled in its planes_of() the nodes, and gets the coefficients that the
/// boxes need. No rank holds more than its share of the whole twice, and what it wants. \collective
double fit_field_in_parts(parallel::Communicator const& communicator, GridNodes const& nodes,
                          parallel::PartArray& array, std::vector<GridBox> const& boxes);

}  // namespace vespa::planet
