#include "raytrace/brick_flight.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <exception>
#include <span>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "raytrace/flight.hpp"
#include "raytrace/prepare.hpp"

namespace vespa::raytrace {
namespace {

constexpr std::size_t rays_in_batch = 64;
constexpr std::size_t launches_in_chunk = 256;
constexpr std::size_t queue_bytes = 1 << 20;

/// What of a RayInFlight goes to another rank.
std::size_t record_bytes(Plan const& plan) {
    return plan.along.any() ? sizeof(RayInFlight) : offsetof(RayInFlight, along);
}

/// Between a rank's lanes and the other ranks.
class BrickFeed final : public RayFeed {
  public:
    /// \param first_ray  of the wave
    /// \param launches   indices in the run of the rays that start here
    BrickFeed(Problem const& problem, Plan const& plan, std::uint64_t first_ray,
              std::vector<std::uint64_t> launches, parallel::MigrationOfBytes& migration,
              parallel::Watcher& watcher, FinishedRays& finished)
        : problem_(problem),
          plan_(plan),
          first_ray_(first_ray),
          launches_(std::move(launches)),
          migration_(migration),
          watcher_(watcher),
          finished_(finished),
          ended_before_(finished.rays.size()),
          record_bytes_(record_bytes(plan)) {}

    bool next(PreparedRay& ray) override {
        // Rays that start here come first: they become work for other ranks too. But a long queue would leave
        // the caches.
        if (arrivals_.size() - next_arrival_ >= queue_bytes) return false;
        while (next_ready_ == ready_.size()) {
            if (next_launch_ == launches_.size()) return false;
            prepare_some();
        }
        ray = ready_[next_ready_++];
        return true;
    }

    RayInFlight const* arrived() override {
        if (next_arrival_ == arrivals_.size()) return nullptr;
        std::memcpy(&arrival_, arrivals_.data() + next_arrival_, record_bytes_);
        next_arrival_ += record_bytes_;
        return &arrival_;
    }

    void depart(RayInFlight const& ray, int rank) override {
        migration_.send(rank, std::as_bytes(std::span(&ray, 1)).first(record_bytes_));
    }

    bool abandoned() override { return false; }

    bool exchange(bool idle) override {
        auto const ended = finished_.rays.size() - ended_before_;
        if (ended > ended_told_ && (idle || ended - ended_told_ >= 1024)) {
            migration_.end(ended - ended_told_);
            ended_told_ = ended;
        }
        if (idle) migration_.flush();
        if (2 * next_arrival_ >= arrivals_.size()) {
            arrivals_.erase(arrivals_.begin(),
                            arrivals_.begin() + static_cast<std::ptrdiff_t>(next_arrival_));
            next_arrival_ = 0;
        }
        migration_.receive(arrivals_);
        bool const has_rays = !idle || next_arrival_ < arrivals_.size() || next_launch_ < launches_.size() ||
                              next_ready_ < ready_.size();
        account(has_rays);
        if (watcher_.stop_requested()) migration_.close();
        // Looking at the count of all costs a message: while there is work, now and then.
        if (has_rays && ++rounds_ % 64 != 0) return true;
        watcher_.progress(first_ray_ + migration_.ended(), problem_.launches->size());
        return !migration_.over();
    }

    double idle_seconds() const { return idle_seconds_; }

  private:
    using Clock = std::chrono::steady_clock;

    void prepare_some() {
        ready_.clear();
        next_ready_ = 0;
        auto const some = std::span(launches_)
                              .subspan(next_launch_)
                              .first(std::min(launches_in_chunk, launches_.size() - next_launch_));
        next_launch_ += some.size();
        prepare(plan_, problem_.medium, *problem_.launches, some, ready_, finished_);
    }

    void account(bool has_rays) {
        auto const now = Clock::now();
        if (!has_rays && was_idle_) {
            idle_seconds_ += std::chrono::duration<double>(now - last_look_).count();
        }
        was_idle_ = !has_rays;
        last_look_ = now;
    }

    Problem const& problem_;
    Plan const& plan_;
    std::uint64_t first_ray_;
    std::vector<std::uint64_t> launches_;
    parallel::MigrationOfBytes& migration_;
    parallel::Watcher& watcher_;
    FinishedRays& finished_;
    std::size_t ended_before_, ended_told_ = 0;
    std::size_t record_bytes_;
    std::size_t next_launch_ = 0, next_ready_ = 0, next_arrival_ = 0;
    std::vector<PreparedRay> ready_;
    std::vector<std::byte> arrivals_;
    RayInFlight arrival_{};
    std::uint64_t rounds_ = 0;
    double idle_seconds_ = 0;
    bool was_idle_ = false;
    Clock::time_point last_look_ = Clock::now();
};

}  // namespace

BrickFlight::BrickFlight(Problem const& problem, Plan const& plan, parallel::Communicator const& communicator,
                         parallel::Watcher& watcher)
    : problem_(problem),
      plan_(plan),
      communicator_(communicator),
      watcher_(watcher),
      territory_{*problem.bricks, communicator.rank(), communicator.size()},
      migration_(communicator, record_bytes(plan), rays_in_batch) {}

/// Each rank looks up the launches of a part of the wave. \collective
std::vector<std::uint64_t> BrickFlight::launches_here(parallel::Range wave) const {
    auto const part = parallel::block_of(wave.size(), territory_.rank, territory_.ranks);
    auto const found = parallel::in_agreement(communicator_, [&] {
        std::vector<std::vector<std::uint64_t>> rays(static_cast<std::size_t>(territory_.ranks));
        for (auto ray = wave.first + part.first; ray < wave.first + part.last; ++ray) {
            auto const brick = territory_.layout.brick_at(problem_.launches->at(ray).position_m);
            rays[static_cast<std::size_t>(territory_.owner(brick))].push_back(ray);
        }
        return rays;
    });
    std::vector<std::uint64_t> rays, counts;
    for (auto const& some : found) {
        rays.insert(rays.end(), some.begin(), some.end());
        counts.push_back(some.size());
    }
    return parallel::exchange(communicator_, rays, counts);
}

bool BrickFlight::fly_wave(parallel::Range wave, FinishedRays& finished) {
    auto launches = launches_here(wave);
    migration_.begin(wave.size());
    auto const start = std::chrono::steady_clock::now();
    std::exception_ptr failure;
    try {
        BrickFeed feed(problem_, plan_, wave.first, std::move(launches), migration_, watcher_, finished);
        fly_bricks(plan_, problem_.medium, territory_, feed, finished);
        idle_seconds_ += feed.idle_seconds();
    } catch (...) {
        // The others shall not wait for rays that are lost.
        failure = std::current_exception();
        migration_.close();
    }
    migrations_ += migration_.sent();
    flight_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    // Not each by its own look: the last ray may have ended while a rank closed.
    bool const closed = parallel::any(communicator_, migration_.closed());
    if (closed) {
        std::vector<std::byte> lost;
        migration_.recall(lost);
    }
    parallel::in_agreement(communicator_, [&] {
        if (failure) std::rethrow_exception(failure);
    });
    return closed;
}

void BrickFlight::report(Result& result) const {
    result.migrations = migrations_;
    auto const seconds = parallel::gather_everywhere(
        communicator_, std::vector<std::array<double, 2>>{{flight_seconds_, idle_seconds_}});
    for (auto const& [flight, idle] : seconds) {
        result.flight_seconds += flight;
        result.idle_seconds += idle;
    }
}

}  // namespace vespa::raytrace
