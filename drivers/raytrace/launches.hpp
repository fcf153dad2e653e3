#pragma once
#include <memory>
#include <string>

#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"
#include "raytrace/launch.hpp"

namespace vespa::raytrace_driver {

/// The launches that `settings` describe, for every kind of source but `list` (ray_list.hpp): of each source,
/// for each mode, each direction (varying fastest). Local. \param field must outlive the result \throws
/// BadInput
std::unique_ptr<raytrace::LaunchSource> make_launches(Settings const& settings, planet::Body const& body,
                                                      planet::MagneticField const& field);

}  // namespace vespa::raytrace_driver
