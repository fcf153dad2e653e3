#pragma once
#include <vector>

#include "core/parallel/communicator.hpp"
#include "core/parallel/node_array.hpp"
#include "core/parallel/part_array.hpp"
#include "planet/grid/grid_parts.hpp"

/// The steps of FieldFit (field_fit.hpp) by several ranks, to the bits that one rank gets. Both return
/// GriddedField::correction.
namespace vespa::planet {

/// By the ranks of the node of rank 0, in the array that they share and that any of them have filled. It
/// takes memory for the potential besides, a third of the field's. \throws AgreedError without room for it
/// \collective
double fit_field_in_shares(parallel::Communicator const& communicator, GridNodes const& nodes,
                           parallel::NodeArray& array);

/// By all ranks, each of which has filled in its planes_of() the nodes, and gets the coefficients that its
/// boxes need. Beside what it wants no rank holds more than its share of the whole twice, and what it sends
/// and receives of one component. \throws AgreedError without room \collective
double fit_field_in_parts(parallel::Communicator const& communicator, GridNodes const& nodes,
                          parallel::PartArray& array, std::vector<GridBox> const& boxes);

}  // namespace vespa::planet
