#pragma once
#include "drivers/occultation/ephemeris.hpp"
#include "drivers/occultation/settings.hpp"
#include "occultation/problem.hpp"
#include "planet/body.hpp"
#include "planet/plasma/collisions.hpp"

namespace vespa::occultation_driver {

/// The problem that settings, ephemeris and medium describe, in SI units. Local.
/// \param collisions  must outlive the problem; absorption is asked for where the settings name any
/// \throws BadInput where the sphere does not hold the body, or a gridded medium not the sphere
occultation::Problem problem_from(Settings const& settings, planet::Body const& body,
                                  Ephemeris const& ephemeris, radio_driver::MediumModels const& models,
                                  planet::CollisionFrequency const& collisions);

/// The greatest X = (fp/f)² at the lowest frequency that the medium has on the sphere, of points spread over
/// it. Local.
double plasma_ratio_on_sphere(occultation::Problem const& problem, planet::Plasma const& plasma);

}  // namespace vespa::occultation_driver
