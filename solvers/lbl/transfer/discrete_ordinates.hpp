#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "lbl/transfer/scattering_column.hpp"

namespace vespa::lbl {

/// Looks a column over. \throws BadInput
void check(ScatteringColumn const& column, std::span<ViewDirection const> views, std::size_t streams,
           std::string const& where);

/// Multiple scattering in a plane-parallel atmosphere above a Lambert surface, by discrete ordinates
/// (Stamnes et al. 1988, Appl. Opt. 27, 2502): the layers' reflection and transmission from the eigenproblem,
/// the atmosphere by adding them. Phase functions are delta-M scaled (Wiscombe 1977, J. Atmos. Sci. 34, 1408)
/// with their moment of order `streams`, if they have one. View directions are streams of vanishing weight.
/// Fluxes and radiances of the direct sun are unscaled ones: what delta-M scatters forward counts as diffuse.
/// \param streams  even, 2 to 64
/// \throws BadInput as check()
ScatteredLight scatter(ScatteringColumn const& column, std::span<ViewDirection const> views,
                       std::size_t streams);

}  // namespace vespa::lbl
