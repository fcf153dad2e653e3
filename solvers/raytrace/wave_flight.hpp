#pragma once
#include "core/parallel/share.hpp"
#include "raytrace/flight_deck.hpp"

namespace vespa::raytrace {

/// A way of sharing the rays of a wave over the ranks.
class WaveFlight {
  public:
    virtual ~WaveFlight() = default;

    /// Flies the rays of `wave`, indices in the run, and adds what this rank brings home to `finished`.
    /// \return whether it was stopped midway: rays then in flight are lost
    /// \throws parallel::AgreedError where a rank fails
    /// \collective
    virtual bool fly_wave(parallel::Range wave, FinishedRays& finished) = 0;

    /// Adds this rank's part of what the flight has to tell of itself. \collective
    virtual void report(Result& result) const = 0;
};

}  // namespace vespa::raytrace
