#include "raytrace/shared_flight.hpp"

#include <algorithm>
#include <numeric>

#include "core/parallel/agreement.hpp"
#include "raytrace/flight.hpp"
#include "raytrace/prepare.hpp"

namespace vespa::raytrace {
namespace {

/// Draws the rays of a wave from the shared counter, chunk by chunk.
class SharedFeed final : public RayFeed {
  public:
    SharedFeed(Problem const& problem, Plan const& plan, parallel::WorkCounter& counter,
               parallel::Watcher& watcher, std::uint64_t first_ray, FinishedRays& finished)
        : problem_(problem),
          plan_(plan),
          counter_(counter),
          watcher_(watcher),
          first_ray_(first_ray),
          finished_(finished) {}

    bool next(PreparedRay& ray) override {
        while (next_ == ready_.size()) {
            if (!draw()) return false;
        }
        ray = ready_[next_++];
        return true;
    }

    bool abandoned() override {
        // Also where another rank has stopped or failed.
        if (!watcher_.stop_requested()) return counter_.closed();
        counter_.close();
        return true;
    }

  private:
    bool draw() {
        if (abandoned()) return false;
        auto const chunk = counter_.next();
        if (!chunk) return false;
        std::uint64_t const first = first_ray_ + chunk->first;
        watcher_.progress(first, problem_.launches->size());
        std::vector<std::uint64_t> rays(chunk->size());
        std::iota(rays.begin(), rays.end(), first);
        ready_.clear();
        next_ = 0;
        prepare(plan_, problem_.medium, *problem_.launches, rays, ready_, finished_);
        return true;
    }

    Problem const& problem_;
    Plan const& plan_;
    parallel::WorkCounter& counter_;
    parallel::Watcher& watcher_;
    std::uint64_t first_ray_;
    FinishedRays& finished_;
    std::vector<PreparedRay> ready_;
    std::size_t next_ = 0;
};

/// Small enough that all ranks end a wave together, large enough that drawing costs nothing.
std::uint64_t chunk_size(std::uint64_t wave, int ranks) {
    return std::clamp<std::uint64_t>(wave / (16 * static_cast<std::uint64_t>(ranks)), 1, 256);
}

}  // namespace

SharedFlight::SharedFlight(Problem const& problem, Plan const& plan,
                           parallel::Communicator const& communicator, parallel::Watcher& watcher,
                           std::uint64_t wave)
    : problem_(problem),
      plan_(plan),
      communicator_(communicator),
      watcher_(watcher),
      counter_(communicator, wave, chunk_size(wave, communicator.size())) {}

bool SharedFlight::fly_wave(parallel::Range wave, FinishedRays& finished) {
    counter_.restart(wave.size());
    parallel::in_agreement(communicator_, [&] {
        try {
            SharedFeed feed(problem_, plan_, counter_, watcher_, wave.first, finished);
            fly(plan_, problem_.medium, feed, finished);
        } catch (...) {
            // The others shall not go on with work that is lost.
            counter_.close();
            throw;
        }
    });
    return counter_.closed();
}

}  // namespace vespa::raytrace
