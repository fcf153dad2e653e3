#pragma once
#include "raytrace/flight_deck.hpp"
#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// Rays that the stepper of this processor's instruction set has in flight at a time.
std::size_t rays_in_flight();

/// Flies the rays of `feed` through the medium, many at a time, and adds them to `finished` as they end.
/// A ray's result depends on the plan, the medium, its launch and the instruction set alone. Local.
/// \return false when the feed was abandoned: the rays then in flight are in no list
bool fly(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished);

/// Flies the rays of `feed` as fly(), but only while they are in this rank's bricks, and those that it brings
/// from other ranks, until its exchange() says that there are no more.
void fly_bricks(Plan const& plan, Medium const& medium, Territory const& territory, RayFeed& feed,
                FinishedRays& finished);

}  // namespace vespa::raytrace
