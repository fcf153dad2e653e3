#include "raytrace/solve.hpp"

#include <algorithm>
#include <memory>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/watcher.hpp"
#include "raytrace/brick_flight.hpp"
#include "raytrace/completion.hpp"
#include "raytrace/shared_flight.hpp"
#include "raytrace/wave.hpp"

namespace vespa::raytrace {
namespace {

std::uint64_t wave_size(Problem const& problem) {
    if (problem.rays_per_wave > 0) return problem.rays_per_wave;
    return problem.sampling.at == SampleAt::ends ? 65536 : 8192;
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
    add(result.migrations);
    result.hamiltonian_error = parallel::maximum(communicator, result.hamiltonian_error);
    result.stopped = result.rays_flown < result.rays_asked;
}

std::unique_ptr<WaveFlight> make_flight(Problem const& problem, Plan const& plan,
                                        parallel::Communicator const& communicator,
                                        parallel::Watcher& watcher, std::uint64_t wave) {
    if (problem.bricks) return std::make_unique<BrickFlight>(problem, plan, communicator, watcher);
    return std::make_unique<SharedFlight>(problem, plan, communicator, watcher, wave);
}

}  // namespace

Result solve(Problem const& problem, parallel::Communicator const& communicator, parallel::Watcher& watcher,
             RaySink& sink) {
    parallel::in_agreement(communicator, [&] { check(problem); });
    Plan const plan = make_plan(problem);
    Result result;
    std::uint64_t const rays = result.rays_asked = problem.launches->size();
    std::uint64_t const wave = std::min(wave_size(problem), rays);
    auto const flight = make_flight(problem, plan, communicator, watcher, wave);
    sink.begin(rays);
    FinishedRays finished;
    for (std::uint64_t first = 0; first < rays; first += wave) {
        parallel::Range const range{first, std::min(first + wave, rays)};
        bool const stopped = flight->fly_wave(range, finished);
        parallel::in_agreement(communicator, [&] { complete(plan, problem.medium, finished); });
        auto const block = assemble(problem, plan, communicator, range, finished);
        count(block, result);
        sink.wave(block.first_ray, block.rays, block.sample_counts, block.samples());
        if (parallel::any(communicator, stopped || watcher.stop_requested())) break;
        watcher.progress(range.last, rays);
    }
    flight->report(result);
    gather_counts(communicator, result);
    return result;
}

}  // namespace vespa::raytrace
