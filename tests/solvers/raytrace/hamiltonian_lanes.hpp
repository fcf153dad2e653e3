#pragma once
#include <vector>

#include "raytrace/hamiltonian_reference.hpp"

namespace vespa::raytrace {

/// A state in a medium and what the lane code makes of it.
struct LaneState {
    MediumSample medium;
    RayState state{};
    ReferenceWave wave;
    ReferenceSlopes result{};
};

/// ray_slopes() of every state, each in a lane of its own.
void slopes_in_lanes(std::vector<LaneState>& states);

}  // namespace vespa::raytrace
