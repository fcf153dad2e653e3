#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "raytrace/flight_deck.hpp"
#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// Looks at the launches of `rays`, indices in the run, and finds their refractive index: those with a wave
/// are appended to `ready`, the others, with the reason why they cannot be flown, to `finished`. Local.
void prepare(Plan const& plan, Medium const& medium, LaunchSource const& launches,
             std::span<std::uint64_t const> rays, std::vector<PreparedRay>& ready, FinishedRays& finished);

/// Summary of a launch that is not flown.
RaySummary grounded(Launch const& launch, StopReason reason);

}  // namespace vespa::raytrace
