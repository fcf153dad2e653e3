#include "raytrace/follower.hpp"

#include <algorithm>
#include <cmath>

#include "core/numerics/runge_kutta_reference.hpp"
#include "raytrace/dispersion.hpp"
#include "raytrace/voyage.hpp"

namespace vespa::raytrace {
namespace {

constexpr std::size_t tube = 1;  ///< first of the 2 × 6 derivatives among the integrals

/// Displacement, relative to the length scale and in index, over which the equations are differenced: the
/// third root of the rounding error, where that and the error of the formula are least.
constexpr double displacement = 5e-6;
/// The same for the launch, where a formula of order 4 is used.
constexpr double launch_angle = 1e-3;

/// **Ω** is interpolated over a part of a step, as long as those of order 5 are where both suit.
constexpr std::size_t parts_of_long_steps = 4;

Vector triple(Integrals const& integrals, std::size_t first) {
    return {integrals[first], integrals[first + 1], integrals[first + 2]};
}

/// (δx1 × δx2)·v/|v|
double cross_section(Integrals const& integrals, Vector const& velocity) {
    return dot(cross(triple(integrals, tube), triple(integrals, tube + 6)), unit(velocity));
}

/// The refractive-index vector in a direction (of length 1).
Vector index_in(Vector const& direction, MediumSample const& medium, ReferenceWave const& wave) {
    double const strength = norm(medium.magnetic_field_T);
    double const cosine = strength > 0 ? dot(direction, medium.magnetic_field_T) / strength : 0;
    double const X = wave.plasma_factor * medium.density_m3, Y = wave.gyro_factor * strength;
    double const squared = wave.ions ? refractive_index_squared(X, Y, cosine, wave.mode, *wave.ions)
                                     : refractive_index_squared(X, Y, cosine, wave.mode);
    return times(std::sqrt(squared), direction);
}

}  // namespace

AlongRay FollowedStep::at(double theta) const {
    AlongRay result;
    auto const integrals = integrals_.at(theta);
    if (along_->absorption) result.absorption_Np = integrals[0];
    if (along_->polarisation) result.stokes = sky_stokes(polarisation_at(theta));
    if (along_->spreading) {
        Vector velocity;
        for (std::size_t i = 0; i < 3; ++i)
            velocity[i] = ray_.slope(i, theta);
        result.tube_m2_sr = cross_section(integrals, velocity);
    }
    return result;
}

Polarisation FollowedStep::polarisation_at(double theta) const {
    auto const parts = static_cast<double>(polarised_.size());
    double const part = std::min(std::floor(theta * parts), parts - 1);
    return polarised_[static_cast<std::size_t>(part)].at(
        theta * parts - part, {ray_.value(3, theta), ray_.value(4, theta), ray_.value(5, theta)});
}

void Follower::take_wave(Launch const& launch) {
    wave_ = reference_wave(*plan_, launch.frequency_hz, launch.mode);
    wavenumber_ = wavenumber(*plan_, launch.frequency_hz);
}

void Follower::resume(Launch const& launch, FollowerState const& state) {
    take_wave(launch);
    now_ = state;
    wave_.mode = now_.mode;
}

void Follower::begin(PreparedRay const& ray) {
    take_wave(ray.launch);
    now_ = {};
    now_.mode = wave_.mode;
    if (plan_->along.spreading) begin_tube(ray);
    if (!plan_->along.polarisation) return;
    now_.polarisation.normal = unit(ray.refractive_index);
    now_.polarisation.e1 = sky_reference(now_.polarisation.normal);
    if (plan_->along.initial_stokes) {
        now_.polarisation.stokes = *plan_->along.initial_stokes;
        return;
    }
    auto const local = birefringence(medium_(ray.launch.position_m), wave_, wavenumber_,
                                     now_.polarisation.normal, now_.polarisation.e1);
    now_.polarisation.stokes = times(ray.launch.mode == Mode::extraordinary ? 1 : -1, local.axis);
}

void Follower::begin_tube(PreparedRay const& ray) {
    MediumSample const here = medium_(ray.launch.position_m);
    Vector const direction = unit(ray.refractive_index);
    Vector const first = sky_reference(direction);
    for (std::size_t k = 0; k < 2; ++k) {
        Vector const across = k == 0 ? first : cross(direction, first);
        auto const index_at = [&](double angle) {
            return index_in(sum(times(std::cos(angle), direction), std::sin(angle), across), here, wave_);
        };
        Vector const near = sum(index_at(launch_angle), -1, index_at(-launch_angle));
        Vector const far = sum(index_at(2 * launch_angle), -1, index_at(-2 * launch_angle));
        Vector const slope = times(1 / (12 * launch_angle), sum(times(8, near), -1, far));
        for (std::size_t i = 0; i < 3; ++i)
            now_.integrals[tube + 6 * k + 3 + i] = slope[i];
    }
}

AlongRay Follower::at_launch() const {
    AlongRay result;
    if (plan_->along.absorption) result.absorption_Np = 0;
    if (plan_->along.polarisation) result.stokes = sky_stokes(now_.polarisation);
    if (plan_->along.spreading) result.tube_m2_sr = 0;
    return result;
}

FollowedStep const& Follower::follow(FlownStep const& step, numerics::DenseOutput<state_size> const& inside) {
    StageIntegrals slopes{};
    Integrals const start = now_.integrals;
    integrate(step, slopes);
    numerics::DenseOutput<13> const integrals(
        *plan_->pair, start, now_.integrals, step.length,
        [&](std::size_t stage, std::size_t i) { return slopes[stage][i]; });
    std::vector<PolarisedStep> polarised;
    if (plan_->along.polarisation) polarised = polarise(inside);
    step_ = FollowedStep(plan_->along, inside, integrals, std::move(polarised));
    if (plan_->along.spreading) note_caustic(step.end_slopes);
    continue_mode(step);
    return step_;
}

void Follower::continue_mode(FlownStep const& step) {
    if (step.start[plasma_ratio] < 1 || step.end[plasma_ratio] >= 1) return;
    now_.mode = wave_.mode = continued_mode(medium_(position_of(step.end)), step.end, wave_);
}

/// The ray's own Runge–Kutta step for what it carries along: the tube's is its derivative.
void Follower::integrate(FlownStep const& step, StageIntegrals& slopes) {
    Integrals const start = now_.integrals;
    if (!plan_->along.absorption && !plan_->along.spreading) return;
    auto const& pair = *plan_->pair;
    std::array<RayState, numerics::RungeKuttaPair::most_stages> states;
    for (std::size_t stage = 0; stage < pair.all_stages; ++stage)
        states[stage] = numerics::stage_state(pair, stage, step.start, step.length, step.slopes);
    if (plan_->along.absorption) find_losses(std::span(states).first(pair.all_stages), slopes);
    for (std::size_t stage = 0; stage < pair.all_stages; ++stage) {
        auto const now = numerics::stage_state(pair, stage, start, step.length, slopes);
        if (plan_->along.spreading) find_tube_slopes(states[stage], now, slopes[stage]);
        if (stage + 1 == pair.stages) now_.integrals = now;  // at the end of the step
    }
}

void Follower::find_losses(std::span<RayState const> states, StageIntegrals& slopes) {
    std::array<Vector, numerics::RungeKuttaPair::most_stages> positions;
    for (std::size_t stage = 0; stage < states.size(); ++stage)
        positions[stage] = position_of(states[stage]);
    auto const media = medium_(std::span(positions).first(states.size()));
    for (std::size_t stage = 0; stage < states.size(); ++stage) {
        auto const& state = states[stage];
        auto const local = reference_slopes(media[stage], state, wave_, form_at(media[stage], state, wave_));
        slopes[stage][0] = media[stage].collision_frequency_hz / plan_->factors.speed_of_light * local.loss;
    }
}

void Follower::find_tube_slopes(RayState const& state, Integrals const& integrals, Integrals& slopes) {
    double const length = plan_->length_scale;
    std::array<double, 2> scale;
    std::array<RayState, 4> states;
    std::array<Vector, 4> positions;
    for (std::size_t k = 0; k < 2; ++k) {
        Vector const of_x = triple(integrals, tube + 6 * k), of_n = triple(integrals, tube + 6 * k + 3);
        scale[k] = displacement / std::sqrt(dot(of_x, of_x) / (length * length) + dot(of_n, of_n));
        for (std::size_t side = 0; side < 2; ++side) {
            RayState& displaced = states[2 * k + side];
            displaced = state;
            for (std::size_t i = 0; i < 6; ++i)
                displaced[i] += (side == 0 ? scale[k] : -scale[k]) * integrals[tube + 6 * k + i];
            positions[2 * k + side] = position_of(displaced);
        }
    }
    auto const media = medium_(positions);
    // One form for all four, or the difference would see the change.
    Form const form = oblique_form_at(media[0], state, wave_);
    for (std::size_t k = 0; k < 2; ++k) {
        auto const ahead = reference_slopes(media[2 * k], states[2 * k], wave_, form);
        auto const behind = reference_slopes(media[2 * k + 1], states[2 * k + 1], wave_, form);
        for (std::size_t i = 0; i < 6; ++i)
            slopes[tube + 6 * k + i] = (ahead.slopes[i] - behind.slopes[i]) / (2 * scale[k]);
    }
}

std::vector<PolarisedStep> Follower::polarise(numerics::DenseOutput<state_size> const& inside) {
    std::size_t const parts = plan_->pair->order > 5 ? parts_of_long_steps : 1;
    double const part = 1 / static_cast<double>(parts);
    std::vector<PolarisedStep> polarised;
    for (std::size_t i = 0; i < parts; ++i) {
        polarised.push_back(polarise(inside, static_cast<double>(i) * part, part));
        double const end = static_cast<double>(i + 1) * part;
        now_.polarisation =
            polarised.back().at(1, {inside.value(3, end), inside.value(4, end), inside.value(5, end)});
    }
    return polarised;
}

PolarisedStep Follower::polarise(numerics::DenseOutput<state_size> const& inside, double first, double part) {
    std::array<Vector, PolarisedStep::points> positions, normals;
    std::array<double, PolarisedStep::points> advances;
    for (std::size_t j = 0; j < PolarisedStep::points; ++j) {
        double const theta = first + part * PolarisedStep::point(j);
        double along = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            positions[j][i] = inside.value(i, theta);
            normals[j][i] = inside.value(3 + i, theta);
            along += normals[j][i] * inside.slope(i, theta);
        }
        advances[j] = part * along / norm(normals[j]);
    }
    return {now_.polarisation, wave_, wavenumber_, normals, advances, medium_(positions)};
}

void Follower::note_caustic(RayState const& slopes) {
    double const now = cross_section(now_.integrals, position_of(slopes));
    if (now * now_.last_tube < 0) ++now_.caustics;
    now_.last_tube = now;
}

}  // namespace vespa::raytrace
