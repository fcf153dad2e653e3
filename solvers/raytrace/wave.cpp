#include "raytrace/wave.hpp"

#include <algorithm>

#include "core/parallel/agreement.hpp"
#include "core/parallel/redistribute.hpp"
#include "raytrace/medium_batch.hpp"
#include "raytrace/prepare.hpp"

namespace vespa::raytrace {

SampleColumns WaveBlock::samples() const {
    return {position,    refractive_index, group_path,    phase_path,
            path_length, electron_density, magnetic_field};
}

/// X at a density, for the ray's frequency.
static double ratio_at(Plan const& plan, RaySummary const& ray, double density) {
    return plan.factors.plasma * density / (ray.frequency_hz * ray.frequency_hz);
}

/// The stepper knows X at the steps it accepted; the end of the ray and its turning point lie within steps.
static void complete_plasma_ratios(Plan const& plan, Medium const& medium, std::vector<RaySummary>& rays) {
    std::vector<RaySummary*> flown;
    std::vector<Vector> positions;
    for (auto& ray : rays) {
        if (ray.steps == 0) continue;
        flown.push_back(&ray);
        positions.push_back(ray.end_position_m);
        positions.push_back(ray.turning_points > 0 ? ray.turning_position_m : ray.end_position_m);
    }
    auto const density = evaluate_medium(medium, positions).density_m3;
    for (std::size_t i = 0; i < flown.size(); ++i) {
        RaySummary& ray = *flown[i];
        ray.maximum_plasma_ratio = std::max(ray.maximum_plasma_ratio, ratio_at(plan, ray, density[2 * i]));
        if (ray.turning_points == 0) continue;
        ray.turning_plasma_ratio = ratio_at(plan, ray, density[2 * i + 1]);
        ray.maximum_plasma_ratio = std::max(ray.maximum_plasma_ratio, ray.turning_plasma_ratio);
    }
}

static void fill_columns(Medium const& medium, std::vector<RaySample> const& samples, WaveBlock& block) {
    std::vector<Vector> positions;
    positions.reserve(samples.size());
    for (auto const& sample : samples) {
        positions.push_back(sample.position);
        block.position.insert(block.position.end(), sample.position.begin(), sample.position.end());
        block.refractive_index.insert(block.refractive_index.end(), sample.refractive_index.begin(),
                                      sample.refractive_index.end());
        block.group_path.push_back(sample.group_path);
        block.phase_path.push_back(sample.phase_path);
        block.path_length.push_back(sample.path_length);
    }
    auto values = evaluate_medium(medium, positions);
    block.electron_density = std::move(values.density_m3);
    block.magnetic_field = std::move(values.magnetic_field_T);
}

WaveBlock assemble(Problem const& problem, Plan const& plan, parallel::Communicator const& communicator,
                   parallel::Range wave, FinishedRays& finished) {
    // Within the wave, rays are numbered from 0. A summary that nobody brings says `not_flown`, and nothing
    // else yet.
    for (auto& ray : finished.rays)
        ray -= wave.first;
    auto rays = parallel::redistribute<RaySummary>(communicator, wave.size(), finished.rays,
                                                   finished.summaries, 1, RaySummary{});
    auto const samples = parallel::redistribute_ragged<RaySample>(communicator, wave.size(), finished.rays,
                                                                  finished.sample_counts, finished.samples);
    finished.clear();
    return parallel::in_agreement(communicator, [&] {
        WaveBlock block;
        block.first_ray = wave.first + samples.items.first;
        block.rays = std::move(rays);
        for (std::size_t i = 0; i < block.rays.size(); ++i) {
            auto& ray = block.rays[i];
            if (ray.stop_reason == StopReason::not_flown) {
                ray = grounded(problem.launches->at(block.first_ray + i), StopReason::not_flown);
            }
            block.sample_counts.push_back(static_cast<std::uint32_t>(samples.count[i]));
        }
        complete_plasma_ratios(plan, problem.medium, block.rays);
        fill_columns(problem.medium, samples.values, block);
        return block;
    });
}

}  // namespace vespa::raytrace
