#pragma once
#include "raytrace/flight_deck.hpp"
#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// The plain twin of fly(): one ray at a time, every step shown to its voyage, powers by std::pow. Its
/// results agree with fly()'s within the tolerance of the plan, not bit by bit. \return false when the feed
/// was abandoned
bool fly_reference(Plan const& plan, Medium const& medium, RayFeed& feed, FinishedRays& finished);

}  // namespace vespa::raytrace
