#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "planet/grid/grid_parts.hpp"
#include "planet/grid/grid_request.hpp"
#include "planet/magnetic_field/gridded_field.hpp"

namespace vespa::planet {

/// Fields read from files, by the text of the specification.
using LoadedFields = std::map<std::string, GriddedField>;

/// The grids that the texts of a magnetic field name, each once; other models are passed over. Local, reads
/// no file. \throws BadInput for what is wrong with a `grid:` text
std::vector<GridRequest> field_grids_in(std::vector<std::string> const& specifications, Body const& body);

/// The nodes of a field that a file holds. \throws AgreedError as load_field_grid() \collective
GridNodes read_field_nodes(GridRequest const& request, parallel::Communicator const& communicator);

/// Reads a field and fits its splines: rank 0 reads, the ranks of its node share the fit, and every node
/// holds one copy (parallel::NodeArray), which lives as long as the result: the last copy of it must be
/// destroyed on all ranks together. \throws AgreedError, a bad input, naming file, variable, index and what
/// is allowed \collective
GriddedField load_field_grid(GridRequest const& request, parallel::Communicator const& communicator);

/// As load_field_grid(), but every rank holds of the coefficients only those of the boxes that it names:
/// memory falls with the number of ranks. Every rank reads its part of the file. The coefficients are the
/// same to the last bit; elsewhere the field is not what the file says. \param boxes  this rank's \collective
GriddedField load_field_parts(GridRequest const& request, std::vector<GridBox> const& boxes,
                              parallel::Communicator const& communicator);

}  // namespace vespa::planet
