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

bool Voyage::needs_every_step(Plan const& plan) {
    return plan.along.any() || plan.sampling.at == SampleAt::steps || plan.sampling.at == SampleAt::knots;
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
    stretches_.clear();
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
    sample(0, {x[0], x[1], x[2], n[0], n[1], n[2], 0, 0, 0}, here_);
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
    here_ = state.here;
    if (follower_) follower_->resume(state.launch, ray.follower);
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
                  .turning_points = summary_.turning_points,
                  .here = here_};
    if (follower_) ray.follower = follower_->state();
}

bool Voyage::advance(FlownStep const& step) {
    auto const inside = step.inside();
    auto const stop = first_stop(*plan_, step, inside);
    Stretch stretch{inside, step.group_path, step.length, stop ? stop->theta : 1, {}};
    if (follower_) stretch.followed = std::make_shared<FollowedStep const>(follower_->follow(step, inside));
    here_ = stretch.along_at(stretch.theta);
    note_extremes(step, inside, stretch.theta);
    sample_intervals(stretch);
    if (plan_->sampling.at == SampleAt::knots) stretches_.push_back(stretch);
    if (stop) {
        finish(stop->reason, step.group_path + stop->theta * step.length, inside.at(stop->theta), here_);
        return true;
    }
    if (!(std::abs(step.hamiltonian) <= plan_->maximum_hamiltonian)) {
        finish(StopReason::dispersion_lost, step.group_path + step.length, step.end, here_);
        return true;
    }
    if (plan_->sampling.at == SampleAt::steps) sample(step.group_path + step.length, step.end, here_);
    return false;
}

void Voyage::fail(StopReason reason, double group_path, RayState const& state) {
    // Where every step is sampled, the end of the last one is there already.
    bool const sampled = plan_->sampling.at == SampleAt::steps && samples_before_ + samples_.size() > 1;
    close(reason, group_path, state, here_);
    if (!sampled) sample(group_path, state, here_);
    if (plan_->sampling.at == SampleAt::knots) sample_knots();
}

void Voyage::finish(StopReason reason, double group_path, RayState const& state, AlongRay const& along) {
    close(reason, group_path, state, along);
    sample(group_path, state, along);
    if (plan_->sampling.at == SampleAt::knots) sample_knots();
}

void Voyage::close(StopReason reason, double group_path, RayState const& state, AlongRay const& along) {
    summary_.stop_reason = reason;
    summary_.end_position_m = position_of(state);
    summary_.end_refractive_index = index_of(state);
    summary_.group_path_m = group_path;
    summary_.phase_path_m = state[phase_path];
    summary_.path_length_m = state[path_length];
    summary_.along = along;
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

void Voyage::sample(double group_path, RayState const& y, AlongRay const& along) {
    samples_.push_back({position_of(y), index_of(y), group_path, y[phase_path], y[path_length]});
    if (follower_) along_.push_back(along);
}

/// Fraction of the step at which the path length reaches `length`.
static double fraction_at(numerics::DenseOutput<state_size> const& inside, double length, double end) {
    auto const level = [&](double theta) { return inside.value(path_length, theta) - length; };
    double const first = level(0);
    if (first >= 0) return 0;
    double const last = level(end);
    if (last <= 0) return end;
    return numerics::find_root(level, 0.0, end, first, last, 1e-13);
}

void Voyage::sample_intervals(Stretch const& stretch) {
    auto const& inside = stretch.inside;
    double const reached = inside.value(path_length, stretch.theta);
    while (next_sample_ < reached) {
        double const theta = fraction_at(inside, next_sample_, stretch.theta);
        sample(stretch.group_path + theta * stretch.length, inside.at(theta), stretch.along_at(theta));
        // From the count, not by adding: the places do not drift along a ray of many samples.
        next_sample_ = static_cast<double>(samples_before_ + samples_.size()) * plan_->sampling.interval_m;
    }
}

void Voyage::sample_knots() {
    RaySample const end = samples_.back();
    samples_.resize(1);
    if (follower_) along_.resize(1);
    auto stretch = stretches_.begin();
    for (std::uint32_t knot = 1; knot + 1 < plan_->sampling.knots; ++knot) {
        if (stretches_.empty()) break;
        double const length = end.path_length * knot / (plan_->sampling.knots - 1);
        while (stretch + 1 != stretches_.end() && stretch->inside.value(path_length, stretch->theta) < length)
            ++stretch;
        double const theta = fraction_at(stretch->inside, length, stretch->theta);
        sample(stretch->group_path + theta * stretch->length, stretch->inside.at(theta),
               stretch->along_at(theta));
    }
    samples_.push_back(end);
    if (follower_) along_.push_back(summary_.along);
}

}  // namespace vespa::raytrace
