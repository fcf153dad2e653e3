#include "raytrace/completion.hpp"

#include <algorithm>
#include <cmath>

#include "raytrace/flight_deck.hpp"
#include "raytrace/medium_batch.hpp"
#include "raytrace/window.hpp"

namespace vespa::raytrace {
namespace {

/// Points looked at together.
constexpr std::size_t batch = 1024;

/// X at a density, for the ray's frequency.
double ratio_at(Plan const& plan, RaySummary const& ray, double density) {
    return plan.factors.plasma * density / (ray.frequency_hz * ray.frequency_hz);
}

void raise_ratio(RaySummary& ray, double ratio) {
    ray.maximum_plasma_ratio = std::max(ray.maximum_plasma_ratio, ratio);
}

void complete_ends(Plan const& plan, Medium const& medium, std::span<RaySummary> rays) {
    std::vector<RaySummary*> flown;
    std::vector<Vector> ends;
    for (auto& ray : rays) {
        if (ray.steps == 0) continue;
        flown.push_back(&ray);
        ends.push_back(ray.end_position_m);
    }
    auto const density = evaluate_medium(medium, ends).density_m3;
    for (std::size_t i = 0; i < flown.size(); ++i)
        raise_ratio(*flown[i], ratio_at(plan, *flown[i], density[i]));
}

void complete_turnings(Plan const& plan, MediumSampler& medium, std::span<RaySummary> rays) {
    std::vector<RaySummary*> turned;
    std::vector<Vector> places;
    for (auto& ray : rays) {
        if (ray.turning_points > 0 && !has_open_turning(ray)) raise_ratio(ray, ray.turning_plasma_ratio);
        if (!has_open_turning(ray)) continue;
        turned.push_back(&ray);
        places.push_back(ray.turning_position_m);
    }
    auto const media = medium(places);
    for (std::size_t i = 0; i < turned.size(); ++i)
        close_turning(plan, media[i], *turned[i]);
}

void complete_samples(Medium const& medium, std::span<RaySample> samples) {
    std::vector<Vector> positions;
    for (auto const& sample : samples)
        positions.push_back(sample.position);
    auto const values = evaluate_medium(medium, positions);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i].electron_density = values.density_m3[i];
        double const* const b = values.magnetic_field_T.data() + 3 * i;
        samples[i].magnetic_field = {b[0], b[1], b[2]};
    }
}

template <class T, class Do>
void in_batches(std::vector<T>& all, Do act) {
    for (std::size_t first = 0; first < all.size(); first += batch)
        act(std::span(all).subspan(first, std::min(batch, all.size() - first)));
}

}  // namespace

bool has_open_turning(RaySummary const& ray) {
    return ray.turning_points > 0 && std::isnan(ray.turning_plasma_ratio) &&
           !std::isnan(ray.turning_position_m[0]);
}

void close_turning(Plan const& plan, MediumSample const& medium, RaySummary& ray) {
    ray.turning_plasma_ratio = ratio_at(plan, ray, medium.density_m3);
    raise_ratio(ray, ray.turning_plasma_ratio);
    if (ray.mode != Mode::ordinary || !plan.ions.empty()) return;
    ray.window_efficiency =
        window_efficiency(medium, reference_wave(plan, ray.frequency_hz, ray.mode),
                          wavenumber(plan, ray.frequency_hz), ray.turning_refractive_index);
}

void complete(Plan const& plan, Medium const& medium, FinishedRays& finished) {
    MediumSampler sampler(medium);
    in_batches(finished.summaries, [&](std::span<RaySummary> rays) {
        complete_ends(plan, medium, rays);
        complete_turnings(plan, sampler, rays);
    });
    in_batches(finished.fragments.samples,
               [&](std::span<RaySample> samples) { complete_samples(medium, samples); });
}

}  // namespace vespa::raytrace
