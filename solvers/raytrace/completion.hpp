#pragma once
#include "raytrace/medium.hpp"
#include "raytrace/plan.hpp"
#include "raytrace/result.hpp"

namespace vespa::raytrace {

struct FinishedRays;

/// Whether the ray has a turning point at which the medium has not been looked at yet. The stepper knows X at
/// the steps it accepted; turning points lie within steps.
bool has_open_turning(RaySummary const& ray);

/// Fills in X and the radio window's efficiency at the turning point. \param medium  there
void close_turning(Plan const& plan, MediumSample const& medium, RaySummary& ray);

/// Adds what the medium is at the ends and turning points of the rays, and at the samples, that one rank has:
/// the medium is looked at where they are, or were flown. Local.
void complete(Plan const& plan, Medium const& medium, FinishedRays& finished);

}  // namespace vespa::raytrace
