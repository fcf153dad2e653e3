#pragma once
#include "core/parallel/communicator.hpp"
#include "core/parallel/migration.hpp"
#include "core/parallel/watcher.hpp"
#include "raytrace/wave_flight.hpp"

namespace vespa::raytrace {

/// Flies waves of rays through space that is dealt out to the ranks.
class BrickFlight final : public WaveFlight {
  public:
    /// \param problem, plan  must outlive this; the problem has bricks
    /// \collective
    BrickFlight(Problem const& problem, Plan const& plan, parallel::Communicator const& communicator,
                parallel::Watcher& watcher);

    bool fly_wave(parallel::Range wave, FinishedRays& finished) override;
    void report(Result& result) const override;

  private:
    std::vector<std::uint64_t> launches_here(parallel::Range wave) const;

    Problem const& problem_;
    Plan const& plan_;
    parallel::Communicator communicator_;
    parallel::Watcher& watcher_;
    Territory territory_;
    parallel::MigrationOfBytes migration_;
    std::uint64_t migrations_ = 0;
    double flight_seconds_ = 0, idle_seconds_ = 0;
};

}  // namespace vespa::raytrace
