#pragma once
#include <span>
#include <vector>

#include "occultation/sight.hpp"

namespace vespa::parallel {
class Communicator;
class Watcher;
}  // namespace vespa::parallel

namespace vespa::occultation {

/// A ray to be flown.
struct Aim {
    Sight const* sight;
    double frequency_hz;
    Mode mode;
    SkyAngles sky;
};

/// What became of a batch of aims.
struct Volley {
    std::vector<Shot> shots;  ///< in the order of the aims, on every rank
    std::uint64_t flown = 0;  ///< of them, through the medium
    bool stopped = false;     ///< on request: the shots are not to be used
};

/// Flies the aims, which are the same on every rank, through the medium of `rays`, all ranks together.
/// \collective
Volley fly(raytrace::Problem const& rays, std::span<Aim const> aims,
           parallel::Communicator const& communicator, parallel::Watcher& watcher);

}  // namespace vespa::occultation
