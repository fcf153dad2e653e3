#pragma once
#include <optional>
#include <vector>

#include "core/parallel/communicator.hpp"
#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "raytrace/bricks.hpp"

namespace vespa::raytrace_driver {

using radio_driver::GridOfRun;
using radio_driver::GridsOfRun;

/// How far from its start a step may look at the medium, m: --maximum-reach, or 1/24 of the longest
/// side of the grids; infinite without either. Local.
double reach_of(Settings const& settings, planet::Body const& body, GridsOfRun const& grids);

/// The bricks that the ranks share the first grid in, along y and z, where --parallel asks for them or the
/// grids would take more than a quarter of a node's memory and what the run does allows it; nothing where
/// every node keeps the whole.
/// Local, the same on every rank of a machine of equal nodes. \param reach_m  reach_of()
/// \throws BadInput where bricks are asked for and cannot be
std::optional<raytrace::BrickLayout> bricks_of(Settings const& settings, GridsOfRun const& grids, int ranks,
                                               double reach_m);

/// The boxes in which a rank needs the medium. \param margin_m  around its bricks
std::vector<planet::GridBox> boxes_of(raytrace::BrickLayout const& layout, int rank, int ranks,
                                      double margin_m);

}  // namespace vespa::raytrace_driver
