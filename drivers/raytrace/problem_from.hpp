#pragma once
#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/grid/grid_extent.hpp"
#include "raytrace/problem.hpp"

namespace vespa::raytrace_driver {

/// The problem that `settings` describe, in SI units, but for its medium and launches; rays end at the edges
/// of gridded media where the settings do not end them before. Local.
/// \throws BadInput where nothing ends the rays, or one corner of the box is missing
raytrace::Problem problem_from(Settings const& settings, planet::Body const& body,
                               planet::GridExtent const& extent = {});

}  // namespace vespa::raytrace_driver
