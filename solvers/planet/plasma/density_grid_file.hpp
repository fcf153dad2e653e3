#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "planet/grid/grid_parts.hpp"
#include "planet/grid/grid_request.hpp"
#include "planet/plasma/gridded_density.hpp"

namespace vespa::planet {

/// A density that a specification asks for.
struct DensityGridRequest : GridRequest {
    double floor_m3 = 0;  ///< least density; 0: a thousandth of the least positive one
};

/// What was read.
struct LoadedDensity {
    GriddedDensity density;
    double floor_m3 = 0;               ///< what smaller densities, zero among them, were raised to
    std::uint64_t raised = 0;          ///< nodes
    std::uint64_t resident_bytes = 0;  ///< of coefficients in this rank's memory; load_density_parts() alone
};

/// By the text of the specification.
using LoadedDensities = std::map<std::string, LoadedDensity>;

/// The grids that the texts of a plasma name, each once; other models are passed over. Local, reads no file.
/// \throws BadInput for what is wrong with a `grid:` text
std::vector<DensityGridRequest> density_grids_in(std::vector<std::string> const& specifications,
                                                 Body const& body);

/// Reads a density and fits its spline: rank 0 reads, the ranks of its node share the fit, and every node
/// holds one copy (parallel::NodeArray), which lives as long as the result: the last copy of it must be
/// destroyed on all ranks together. \throws AgreedError, a bad input, naming file, variable, index and what
/// is allowed \collective
LoadedDensity load_density_grid(DensityGridRequest const& request,
                                parallel::Communicator const& communicator);

/// The nodes of a grid that a file holds. \throws AgreedError as load_density_grid() \collective
GridNodes read_grid_nodes(GridRequest const& request, parallel::Communicator const& communicator);

/// As load_density_grid(), but every rank holds of the coefficients only those of the boxes that it names:
/// memory falls with the number of ranks. Every rank reads its part of the file. The coefficients are the
/// same to the last bit; elsewhere the density is not what the file says. \param boxes  this rank's \throws
/// AgreedError, a bad input, also for a grid that is not Cartesian \collective
LoadedDensity load_density_parts(DensityGridRequest const& request, std::vector<GridBox> const& boxes,
                                 parallel::Communicator const& communicator);

}  // namespace vespa::planet
