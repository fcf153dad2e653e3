#include "raytrace/wave.hpp"

#include <algorithm>

#include "core/parallel/agreement.hpp"
#include "core/parallel/redistribute.hpp"
#include "raytrace/prepare.hpp"

namespace vespa::raytrace {

SampleColumns WaveBlock::samples() const {
    return {position,         refractive_index, group_path, phase_path, path_length,
            electron_density, magnetic_field,   absorption, stokes,     tube};
}

static void fill_columns(std::vector<RaySample> const& samples, WaveBlock& block) {
    auto const fill = [&](std::vector<double>& column, auto member) {
        column.resize(samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i)
            column[i] = samples[i].*member;
    };
    auto const fill_vectors = [&](std::vector<double>& column, auto member) {
        column.resize(3 * samples.size());
        for (std::size_t i = 0; i < samples.size(); ++i) {
            Vector const& v = samples[i].*member;
            std::copy(v.begin(), v.end(), column.begin() + static_cast<std::ptrdiff_t>(3 * i));
        }
    };
    fill_vectors(block.position, &RaySample::position);
    fill_vectors(block.refractive_index, &RaySample::refractive_index);
    fill(block.group_path, &RaySample::group_path);
    fill(block.phase_path, &RaySample::phase_path);
    fill(block.path_length, &RaySample::path_length);
    fill(block.electron_density, &RaySample::electron_density);
    fill_vectors(block.magnetic_field, &RaySample::magnetic_field);
}

static void fill_along(Along const& asked, std::vector<AlongRay> const& along, WaveBlock& block) {
    for (auto const& here : along) {
        if (asked.absorption) block.absorption.push_back(here.absorption_Np);
        if (asked.polarisation)
            block.stokes.insert(block.stokes.end(), here.stokes.begin(), here.stokes.end());
        if (asked.spreading) block.tube.push_back(here.tube_m2_sr);
    }
}

/// Takes out the samples of rays that were lost in flight.
static void drop_unfinished(WaveBlock& block, std::vector<RaySample>& samples, std::vector<AlongRay>& along) {
    std::size_t from = 0, to = 0;
    auto const move = [&](auto& values, std::size_t count) {
        auto const first = values.begin() + static_cast<std::ptrdiff_t>(from);
        std::copy(first, first + static_cast<std::ptrdiff_t>(count),
                  values.begin() + static_cast<std::ptrdiff_t>(to));
    };
    for (std::size_t i = 0; i < block.rays.size(); ++i) {
        auto& count = block.sample_counts[i];
        auto const taken = count;
        if (block.rays[i].stop_reason == StopReason::not_flown) count = 0;
        if (from != to && count > 0) {
            move(samples, count);
            if (!along.empty()) move(along, count);
        }
        from += taken;
        to += count;
    }
    samples.resize(to);
    if (!along.empty()) along.resize(to);
}

WaveBlock assemble(Problem const& problem, Plan const& plan, parallel::Communicator const& communicator,
                   parallel::Range wave, FinishedRays& finished) {
    // Within the wave, rays are numbered from 0. A summary that nobody brings says `not_flown`, and nothing
    // else yet.
    for (auto& ray : finished.rays)
        ray -= wave.first;
    auto& fragments = finished.fragments;
    for (auto& ray : fragments.rays)
        ray -= wave.first;
    auto rays = parallel::redistribute<RaySummary>(communicator, wave.size(), finished.rays,
                                                   finished.summaries, 1, RaySummary{});
    auto samples = parallel::redistribute_ragged<RaySample>(
        communicator, wave.size(), fragments.rays, fragments.counts, fragments.samples, 1, fragments.firsts);
    std::vector<AlongRay> along;
    if (plan.along.any()) {
        along =
            parallel::redistribute_ragged<AlongRay>(communicator, wave.size(), fragments.rays,
                                                    fragments.counts, fragments.along, 1, fragments.firsts)
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
        drop_unfinished(block, samples.values, along);
        fill_columns(samples.values, block);
        fill_along(plan.along, along, block);
        return block;
    });
}

}  // namespace vespa::raytrace
