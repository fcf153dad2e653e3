#include "raytrace/solve.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/watcher.hpp"
#include "core/parallel/work_counter.hpp"
#include "raytrace/flight.hpp"
#include "raytrace/prepare.hpp"
#include "raytrace/wave.hpp"

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
        std::vector<Launch> launches;
        launches.reserve(chunk->size());
        for (std::uint64_t i = 0; i < chunk->size(); ++i)
            launches.push_back(problem_.launches->at(first + i));
        ready_.clear();
        next_ = 0;
        prepare(plan_, problem_.medium, first, launches, ready_, finished_);
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

std::uint64_t wave_size(Problem const& problem) {
    if (problem.rays_per_wave > 0) return problem.rays_per_wave;
    return problem.sampling.at == SampleAt::ends ? 65536 : 8192;
}

/// Small enough that all ranks end a wave together, large enough that drawing costs nothing.
std::uint64_t chunk_size(std::uint64_t wave, int ranks) {
    return std::clamp<std::uint64_t>(wave / (16 * static_cast<std::uint64_t>(ranks)), 1, 256);
}

/// Adds a block to what this rank knows of the run.
void count(WaveBlock const& block, Result& result) {
    for (auto const& ray : block.rays) {
        ++result.reasons[static_cast<std::size_t>(ray.stop_reason)];
        result.rays_flown += ray.stop_reason != StopReason::not_flown;
        result.steps += static_cast<std::uint64_t>(ray.steps);
        result.rejected_steps += static_cast<std::uint64_t>(ray.rejected_steps);
        result.hamiltonian_error = std::max(result.hamiltonian_error, ray.hamiltonian_error);
    }
    result.rays_delivered += block.rays.size();
    result.samples += block.group_path.size();
}

/// The ranks' parts together. \collective
void gather_counts(parallel::Communicator const& communicator, Result& result) {
    auto const add = [&](std::uint64_t& value) { value = parallel::sum(communicator, value); };
    add(result.rays_delivered);
    add(result.rays_flown);
    for (auto& reason : result.reasons)
        add(reason);
    add(result.steps);
    add(result.rejected_steps);
    add(result.samples);
    result.hamiltonian_error = parallel::maximum(communicator, result.hamiltonian_error);
    result.stopped = result.rays_flown < result.rays_asked;
}

/// Flies this rank's share of a wave. \collective
void fly_wave(Problem const& problem, Plan const& plan, parallel::Communicator const& communicator,
              parallel::WorkCounter& counter, parallel::Watcher& watcher, std::uint64_t first_ray,
              FinishedRays& finished) {
    parallel::in_agreement(communicator, [&] {
        try {
            SharedFeed feed(problem, plan, counter, watcher, first_ray, finished);
            fly(plan, problem.medium, feed, finished);
        } catch (...) {
            // The others shall not go on with work that is lost.
            counter.close();
            throw;
        }
    });
}

}  // namespace

Result solve(Problem const& problem, parallel::Communicator const& communicator, parallel::Watcher& watcher,
             RaySink& sink) {
    parallel::in_agreement(communicator, [&] { check(problem); });
    Plan const plan = make_plan(problem);
    Result result;
    std::uint64_t const rays = result.rays_asked = problem.launches->size();
    std::uint64_t const wave = std::min(wave_size(problem), rays);
    parallel::WorkCounter counter(communicator, wave, chunk_size(wave, communicator.size()));
    sink.begin(rays);
    FinishedRays finished;
    for (std::uint64_t first = 0; first < rays; first += wave) {
        parallel::Range const range{first, std::min(first + wave, rays)};
        if (first > 0) counter.restart(range.size());
        fly_wave(problem, plan, communicator, counter, watcher, first, finished);
        auto const block = assemble(problem, plan, communicator, range, finished);
        count(block, result);
        sink.wave(block.first_ray, block.rays, block.sample_counts, block.samples());
        bool const stop = counter.closed() || watcher.stop_requested();
        if (parallel::any(communicator, stop)) break;
        watcher.progress(range.last, rays);
    }
    gather_counts(communicator, result);
    return result;
}

}  // namespace vespa::raytrace
