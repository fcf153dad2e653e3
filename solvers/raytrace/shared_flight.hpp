#pragma once
#include "core/parallel/watcher.hpp"
#include "core/parallel/work_counter.hpp"
#include "raytrace/wave_flight.hpp"

namespace vespa::raytrace {

/// Every rank flies rays everywhere: whoever is free draws the next ones from a shared counter.
class SharedFlight final : public WaveFlight {
  public:
    /// \param problem, plan, watcher  must outlive this
    /// \param wave  rays of the largest wave
    /// \collective
    SharedFlight(Problem const& problem, Plan const& plan, parallel::Communicator const& communicator,
                 parallel::Watcher& watcher, std::uint64_t wave);

    bool fly_wave(parallel::Range wave, FinishedRays& finished) override;
    void report(Result&) const override {}

  private:
    Problem const& problem_;
    Plan const& plan_;
    parallel::Communicator communicator_;
    parallel::Watcher& watcher_;
    parallel::WorkCounter counter_;
};

}  // namespace vespa::raytrace
