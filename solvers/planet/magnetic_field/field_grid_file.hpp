#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "planet/grid/grid_request.hpp"
#include "planet/magnetic_field/gridded_field.hpp"

namespace vespa::planet {

/// Fields read from files, by the text of the specification.
using LoadedFields = std::map<std::string, GriddedField>;

/// The grids that the texts of a magnetic field name, each once; other models are passed over. Local, reads
/// no file. \throws BadInput for what is wrong with a `grid:` text
std::vector<GridRequest> field_grids_in(std::vector<std::string> const& specifications, Body const& body);

/// Reads a field and fits its splines: rank 0 reads and fits, and every node holds one copy
/// (parallel::NodeArray), which lives as long as the result: the last copy of it must be destroyed on all
/// ranks together. \throws AgreedError, a bad input, naming file, variable, index and what is allowed
/// \collective
GriddedField load_field_grid(GridRequest const& request, parallel::Communicator const& communicator);

}  // namespace vespa::planet
