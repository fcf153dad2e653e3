#include "raytrace/prepare.hpp"

#include <cmath>
#include <limits>
#include <optional>

#include "raytrace/dispersion.hpp"
#include "raytrace/medium_batch.hpp"

namespace vespa::raytrace {

static bool finite(Vector const& v) {
    return std::isfinite(v[0]) && std::isfinite(v[1]) && std::isfinite(v[2]);
}

/// A launch on the surface of the body is not inside it: rounding of the position may put it that far below.
constexpr double surface_level = -1e-12;

/// What is wrong with a launch before the medium is looked at.
static std::optional<StopReason> fault(Plan const& plan, Launch const& launch) {
    if (!finite(launch.position_m)) return StopReason::bad_position;
    double const size = dot(launch.direction, launch.direction);
    if (!(size > 0 && std::isfinite(size))) return StopReason::bad_direction;
    if (!(launch.frequency_hz > 0 && std::isfinite(launch.frequency_hz))) return StopReason::bad_frequency;
    if (launch.mode != Mode::ordinary && launch.mode != Mode::extraordinary) return StopReason::bad_mode;
    if (body_level(plan, launch.position_m) < surface_level) return StopReason::starts_inside_body;
    if (outside(plan, launch.position_m)) return StopReason::starts_outside;
    return std::nullopt;
}

/// Fills in the refractive index of a sound launch. \return what is wrong with it in this medium
static std::optional<StopReason> solve_launch(Plan const& plan, double density, Vector const& field,
                                              PreparedRay& ray) {
    auto const& launch = ray.launch;
    double const f = launch.frequency_hz;
    ray.plasma_factor = plan.factors.plasma / (f * f);
    ray.gyro_factor = plan.factors.gyro / f;
    double const strength = std::sqrt(dot(field, field));
    double const size = std::sqrt(dot(launch.direction, launch.direction));
    double const cos_theta = strength > 0 ? dot(launch.direction, field) / (size * strength) : 0;
    double const X = ray.plasma_factor * density;
    double const Y = ray.gyro_factor * strength;
    double const squared = plan.ions.empty()
                               ? refractive_index_squared(X, Y, cos_theta, launch.mode)
                               : refractive_index_squared(X, Y, cos_theta, launch.mode, plan.ions);
    if (!std::isfinite(X) || !std::isfinite(strength) || std::isnan(squared))
        return StopReason::starts_undefined;
    if (squared > plan.maximum_index_squared) return StopReason::starts_resonant;
    if (!(squared > 0)) return StopReason::starts_evanescent;
    double const scale = std::sqrt(squared) / size;
    ray.refractive_index = {scale * launch.direction[0], scale * launch.direction[1],
                            scale * launch.direction[2]};
    return std::nullopt;
}

RaySummary grounded(Launch const& launch, StopReason reason) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    RaySummary summary;
    summary.launch_position_m = launch.position_m;
    summary.launch_direction = launch.direction;
    summary.frequency_hz = launch.frequency_hz;
    summary.mode = launch.mode;
    summary.stop_reason = reason;
    summary.end_position_m = launch.position_m;
    summary.closest_position_m = launch.position_m;
    summary.turning_position_m = {nan, nan, nan};
    summary.turning_plasma_ratio = nan;
    summary.turning_refractive_index = {nan, nan, nan};
    summary.window_efficiency = nan;
    return summary;
}

void prepare(Plan const& plan, Medium const& medium, LaunchSource const& launches,
             std::span<std::uint64_t const> rays, std::vector<PreparedRay>& ready, FinishedRays& finished) {
    auto const reject = [&](std::uint64_t ray, Launch const& launch, StopReason reason) {
        finished.rays.push_back(ray);
        finished.summaries.push_back(grounded(launch, reason));
    };
    std::vector<PreparedRay> sound;
    std::vector<Vector> positions;
    for (auto const ray : rays) {
        Launch const launch = launches.at(ray);
        if (auto const reason = fault(plan, launch)) {
            reject(ray, launch, *reason);
        } else {
            sound.push_back({ray, launch, {}, 0, 0});
            positions.push_back(launch.position_m);
        }
    }
    auto const values = evaluate_medium(medium, positions);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        PreparedRay& ray = sound[i];
        double const* const b = values.magnetic_field_T.data() + 3 * i;
        if (auto const reason = solve_launch(plan, values.density_m3[i], {b[0], b[1], b[2]}, ray)) {
            reject(ray.ray, ray.launch, *reason);
        } else {
            ready.push_back(ray);
        }
    }
}

}  // namespace vespa::raytrace
