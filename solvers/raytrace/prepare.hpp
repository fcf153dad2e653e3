#pragma once
#include <cstdint>
#include <vector>

#include "raytrace/flight_deck.hpp"
#include "raytrace/medium.hpp"

namespace vespa::raytrace {

/// Looks at launches and finds their refractive index: those with a wave are appended to `ready`, the others,
/// with the reason why they cannot be flown, to `finished`. Local. \param first_ray  index in the run of
/// launches[0]
void prepare(Plan const& plan, Medium const& medium, std::uint64_t first_ray,
             std::vector<Launch> const& launches, std::vector<PreparedRay>& ready, FinishedRays& finished);

/// Summary of a launch that is not flown.
RaySummary grounded(Launch const& launch, StopReason reason);

}  // namespace vespa::raytrace
