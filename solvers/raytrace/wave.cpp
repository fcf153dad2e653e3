#include "raytrace/wave.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numbers>

#include "core/parallel/agreement.hpp"
#include "core/parallel/redistribute.hpp"
#include "raytrace/medium_batch.hpp"
#include "raytrace/prepare.hpp"
#include "raytrace/window.hpp"

namespace vespa::raytrace {

SampleColumns WaveBlock::samples() const {
    return {position,         refractive_index, group_path, phase_path, path_length,
            electron_density, magnetic_field,   absorption, stokes,     tube};
}

/// X at a density, for the ray's frequency.
static double ratio_at(Plan const& plan, RaySummary const& ray, double density) {
    return plan.factors.plasma * density / (ray.frequency_hz * ray.frequency_hz);
}

/// The stepper knows X at the steps it accepted; the end of the ray and its turning point lie within steps.
static void complete_summaries(Plan const& plan, Medium const& medium, std::vector<RaySummary>& rays) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    MediumSampler sampler(medium);
    for (auto& ray : rays) {
        ray.window_efficiency = nan;
        if (ray.steps == 0) continue;
        std::array<Vector, 2> const places{
            ray.end_position_m, ray.turning_points > 0 ? ray.turning_position_m : ray.end_position_m};
        auto const media = sampler(places);
        auto const raise = [&](double ratio) {
            ray.maximum_plasma_ratio = std::max(ray.maximum_plasma_ratio, ratio);
            return ratio;
        };
        raise(ratio_at(plan, ray, media[0].density_m3));
        if (ray.turning_points == 0) continue;
        ray.turning_plasma_ratio = raise(ratio_at(plan, ray, media[1].density_m3));
        if (ray.mode != Mode::ordinary) continue;
        double const f = ray.frequency_hz;
        ReferenceWave const wave{plan.factors.plasma / (f * f), plan.factors.gyro / f, ray.mode};
        ray.window_efficiency =
            window_efficiency(media[1], wave, 2 * std::numbers::pi * f / plan.factors.speed_of_light,
                              ray.turning_refractive_index);
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

static void fill_along(Along const& asked, std::vector<AlongRay> const& along, WaveBlock& block) {
    for (auto const& here : along) {
        if (asked.absorption) block.absorption.push_back(here.absorption_Np);
        if (asked.polarisation)
            block.stokes.insert(block.stokes.end(), here.stokes.begin(), here.stokes.end());
        if (asked.spreading) block.tube.push_back(here.tube_m2_sr);
    }
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
    std::vector<AlongRay> along;
    if (plan.along.any()) {
        along = parallel::redistribute_ragged<AlongRay>(communicator, wave.size(), finished.rays,
                                                        finished.sample_counts, finished.along)
                    .values;
    }
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
        complete_summaries(plan, problem.medium, block.rays);
        fill_columns(problem.medium, samples.values, block);
        fill_along(plan.along, along, block);
        return block;
    });
}

}  // namespace vespa::raytrace
