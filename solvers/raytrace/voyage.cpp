#include "raytrace/voyage.hpp"

#include <cmath>
#include <limits>

#include "core/numerics/root.hpp"
#include "raytrace/completion.hpp"

namespace vespa::raytrace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Voyage::Voyage(Plan const& plan, Medium const& medium) : plan_(&plan) {
    if (plan.along.any()) follower_.emplace(plan, medium);
}

/// What begins and resumes alike.
void Voyage::set_launch(PreparedRay const& ray) {
    ray_ = ray.ray;
    summary_ = {};
    summary_.launch_position_m = ray.launch.position_m;
    summary_.launch_direction = ray.launch.direction;
    summary_.frequency_hz = ray.launch.frequency_hz;
    summary_.mode = ray.launch.mode;
    samples_.clear();
    along_.clear();
    path_.clear();
    followed_.clear();
}

void Voyage::begin(PreparedRay const& ray) {
    set_launch(ray);
    summary_.turning_position_m = {nan, nan, nan};
    summary_.turning_plasma_ratio = nan;
    summary_.turning_refractive_index = {nan, nan, nan};
    summary_.window_efficiency = nan;
    turning_estimate_ = nan;
    closest_squared_ = infinity;
    note_closest(ray.launch.position_m);
    samples_before_ = 0;
    sent_speed_ = dot(ray.refractive_index, plan_->source_velocity);
    here_ = {};
    if (follower_) {
        follower_->begin(ray);
        here_ = follower_->at_launch();
    }
    auto const& x = ray.launch.position_m;
    auto const& n = ray.refractive_index;
    sample(0, RayState{x[0], x[1], x[2], n[0], n[1], n[2], 0, 0, 0}, here_);
    next_sample_ = plan_->sampling.at == SampleAt::interval ? plan_->sampling.interval_m : infinity;
}

void Voyage::resume(RayInFlight const& ray) {
    auto const& state = ray.voyage;
    PreparedRay const prepared{ray.ray, state.launch, {}, 0, 0};
    set_launch(prepared);
    summary_.closest_position_m = state.closest_position;
    closest_squared_ = state.closest_squared;
    summary_.turning_position_m = state.turning_position;
    summary_.turning_refractive_index = state.turning_index;
    summary_.turning_plasma_ratio = state.turning_ratio;
    summary_.window_efficiency = state.window_efficiency;
    turning_estimate_ = state.turning_estimate;
    summary_.closest_approaches = state.closest_approaches;
    summary_.turning_points = state.turning_points;
    sent_speed_ = state.sent_speed;
    next_sample_ = state.next_sample;
    samples_before_ = state.samples;
    if (!follower_) return;
    here_ = ray.along.here;
    follower_->resume(state.launch, ray.along.follower);
}

void Voyage::leave(RayInFlight& ray, MediumSampler& medium) {
    if (has_open_turning(summary_)) close_turning(*plan_, medium(summary_.turning_position_m), summary_);
    ray.ray = ray_;
    ray.voyage = {.launch = {summary_.launch_position_m, summary_.launch_direction, summary_.frequency_hz,
                             summary_.mode},
                  .closest_position = summary_.closest_position_m,
                  .closest_squared = closest_squared_,
                  .turning_position = summary_.turning_position_m,
                  .turning_index = summary_.turning_refractive_index,
                  .turning_ratio = summary_.turning_plasma_ratio,
                  .turning_estimate = turning_estimate_,
                  .window_efficiency = summary_.window_efficiency,
                  .sent_speed = sent_speed_,
                  .next_sample = next_sample_,
                  .samples = samples_before_ + samples_.size(),
                  .closest_approaches = summary_.closest_approaches,
                  .turning_points = summary_.turning_points};
    if (follower_) ray.along = {here_, follower_->state()};
}

bool Voyage::advance(FlownStep const& step) {
    auto const& inside = step.inside;
    auto const stop = first_stop(*plan_, step, inside);
    double const flown = stop ? stop->theta : 1;
    FollowedStep const* const followed = follower_ ? &follower_->follow(step, inside) : nullptr;
    if (followed) here_ = followed->at(flown);
    if (followed && needs_path(*plan_)) followed_.push_back(*followed);
    note_extremes(step, inside, flown);
    sample_intervals(step, followed, flown);
    if (stop) {
        finish(stop->reason, step.group_path + flown * step.length, inside.at(flown), flown);
        return true;
    }
    if (!(std::abs(step.hamiltonian) <= plan_->maximum_hamiltonian)) {
        finish(StopReason::dispersion_lost, step.group_path + step.length, step.end, 1);
        return true;
    }
    pass(step.group_path + step.length, step.end);
    return false;
}

void Voyage::pass(double group_path, RayState const& end) {
    if (needs_passes(*plan_)) sample(group_path, end, here_);
}

void Voyage::fail(StopReason reason, double group_path, RayState const& state) {
    // Where every step is sampled, the end of the last one is there already.
    bool const sampled = plan_->sampling.at == SampleAt::steps && samples_before_ + samples_.size() > 1;
    close(reason, group_path, state);
    if (!sampled) sample(group_path, state, here_);
    if (needs_path(*plan_)) sample_knots(1);
}

void Voyage::finish(StopReason reason, double group_path, RayState const& state, double flown) {
    close(reason, group_path, state);
    sample(group_path, state, here_);
    if (needs_path(*plan_)) sample_knots(flown);
}

void Voyage::close(StopReason reason, double group_path, RayState const& state) {
    summary_.stop_reason = reason;
    summary_.end_position_m = position_of(state);
    summary_.end_refractive_index = index_of(state);
    summary_.group_path_m = group_path;
    summary_.phase_path_m = state[phase_path];
    summary_.path_length_m = state[path_length];
    summary_.along = here_;
    summary_.caustics = follower_ ? static_cast<std::int32_t>(follower_->caustics()) : 0;
    summary_.doppler_shift_hz = doppler_shift();
    note_closest(summary_.end_position_m);
}

double Voyage::doppler_shift() const {
    double const seen = dot(summary_.end_refractive_index, plan_->observer_velocity);
    return -summary_.frequency_hz / plan_->factors.speed_of_light * (seen - sent_speed_);
}

void Voyage::note_extremes(FlownStep const& step, numerics::DenseOutput<state_size> const& inside,
                           double end) {
    if (auto const closest = closest_approach(step, inside); closest && *closest < end) {
        ++summary_.closest_approaches;
        note_closest({inside.value(0, *closest), inside.value(1, *closest), inside.value(2, *closest)});
    }
    auto const turning = turning_point(step, inside);
    if (!turning || turning->theta >= end) return;
    ++summary_.turning_points;
    if (turning->plasma_ratio <= turning_estimate_) return;
    turning_estimate_ = turning->plasma_ratio;
    summary_.turning_plasma_ratio = nan;
    double const theta = turning->theta;
    summary_.turning_position_m = {inside.value(0, theta), inside.value(1, theta), inside.value(2, theta)};
    summary_.turning_refractive_index = {inside.value(3, theta), inside.value(4, theta),
                                         inside.value(5, theta)};
}

void Voyage::note_closest(Vector const& position) {
    double const squared = dot(position, position);
    if (squared >= closest_squared_) return;
    closest_squared_ = squared;
    summary_.closest_position_m = position;
}

template <std::size_t size>
void Voyage::sample(double group_path, std::array<double, size> const& y, AlongRay const& along) {
    samples_.push_back({position_of(y), index_of(y), group_path, y[phase_path], y[path_length]});
    if (follower_) along_.push_back(along);
}

/// Fraction of the step at which the path length reaches `length`.
static double fraction_at(PathStep const& step, double length, double end) {
    auto const level = [&](double theta) {
        auto at = step.inside.jet(path_length, theta);
        at.value -= length;
        return at;
    };
    double const first = level(0).value;
    if (first >= 0) return 0;
    double const last = level(end).value;
    if (last <= 0) return end;
    return numerics::find_smooth_root(level, 0.0, end, first, last, 1e-7);
}

/// \param end  the part of the step that was flown
void Voyage::sample_intervals(FlownStep const& flown, FollowedStep const* followed, double end) {
    if (next_sample_ >= flown.end[path_length]) return;
    PathStep const step{flown.group_path, flown.length, flown.inside.first<path_size>()};
    double const reached = step.path_length_at(end);
    while (next_sample_ < reached) {
        double const theta = fraction_at(step, next_sample_, end);
        sample(step.group_path + theta * step.length, step.inside.at(theta),
               followed ? followed->at(theta) : AlongRay());
        // From the count, not by adding: the places do not drift along a ray of many samples.
        next_sample_ = static_cast<double>(samples_before_ + samples_.size()) * plan_->sampling.interval_m;
    }
}

/// \param last_end  the part of the last step that was flown
void Voyage::sample_knots(double last_end) {
    RaySample const end = samples_.back();
    samples_.resize(1);
    if (follower_) along_.resize(1);
    auto const part = [&](std::size_t step) { return step + 1 == path_.size() ? last_end : 1; };
    std::size_t at = 0;
    for (std::uint32_t knot = 1; knot + 1 < plan_->sampling.knots; ++knot) {
        if (path_.empty()) break;
        double const length = end.path_length * knot / (plan_->sampling.knots - 1);
        while (at + 1 < path_.size() && path_[at].path_length_at(part(at)) < length)
            ++at;
        PathStep const& step = path_[at];
        double const theta = fraction_at(step, length, part(at));
        sample(step.group_path + theta * step.length, step.inside.at(theta),
               follower_ ? followed_[at].at(theta) : AlongRay());
    }
    samples_.push_back(end);
    if (follower_) along_.push_back(summary_.along);
}

}  // namespace vespa::raytrace
