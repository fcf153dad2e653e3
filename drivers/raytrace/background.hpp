#pragma once
#include "core/parallel/communicator.hpp"
#include "core/record/group.hpp"
#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/plasma.hpp"

namespace vespa::raytrace_driver {

/// Writes /background: density and field strength on the meridian plane of settings.background_longitude, and
/// field lines through its equator, as README.md lays out. \collective \throws AgreedError
void write_background(record::Group root, parallel::Communicator const& communicator,
                      Settings const& settings, planet::Body const& body, planet::MagneticField const& field,
                      planet::Plasma const& plasma);

}  // namespace vespa::raytrace_driver
