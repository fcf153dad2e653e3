#pragma once
#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "raytrace/problem.hpp"

namespace vespa::raytrace_driver {

/// The problem that `settings` describe, in SI units, but for its medium and launches. Local.
/// \throws BadInput where nothing ends the rays, or one corner of the box is missing
raytrace::Problem problem_from(Settings const& settings, planet::Body const& body);

}  // namespace vespa::raytrace_driver
