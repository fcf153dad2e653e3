#include "raytrace/events.hpp"

#include <cmath>

#include "core/numerics/root.hpp"

namespace vespa::raytrace {

using Inside = numerics::DenseOutput<state_size>;
using numerics::Jet;

// Newton's step, as a fraction of a ray's: the fraction that is left to err is that of rounding.
constexpr double newton_step = 1e-9;

/// Value and slope of a function of ϑ.
struct Level {
    double value, slope;
};

/// Σ weight_i y_i² over three components from `first` on, plus a constant.
static Level square_level(Vector const& weights, double constant, Inside const& inside, std::size_t first,
                          double theta) {
    Level sum{constant, 0};
    for (std::size_t i = 0; i < 3; ++i) {
        Jet const y = inside.jet(first + i, theta);
        sum.value += weights[i] * y.value * y.value;
        sum.slope += 2 * weights[i] * y.value * y.slope;
    }
    return sum;
}

double body_level(Plan const& plan, Vector const& p) {
    auto const& w = plan.body_weights;
    return w[0] * p[0] * p[0] + w[1] * p[1] * p[1] + w[2] * p[2] * p[2] + plan.body_level;
}

bool outside(Plan const& plan, Vector const& p) {
    auto const& surfaces = plan.surfaces;
    bool beyond = dot(p, p) > surfaces.outer_radius_m * surfaces.outer_radius_m;
    for (std::size_t i = 0; i < 3; ++i) {
        beyond = beyond || p[i] < surfaces.box_lower_m[i] || p[i] > surfaces.box_upper_m[i];
    }
    return beyond;
}

namespace {

/// Collects the earliest of the stops of a step.
class Earliest {
  public:
    /// `level` is positive at ϑ = `end` and not before the step (save by rounding): it is met between.
    template <class Function>
    void meet(Function const& level, double end, StopReason reason) {
        double const before = level(0).value;
        double const theta =
            before >= 0 ? 0
                        : numerics::find_smooth_root(level, 0, end, before, level(end).value, newton_step);
        if (!stop_ || theta < stop_->theta) stop_ = Stop{theta, reason};
    }

    std::optional<Stop> const& stop() const { return stop_; }

  private:
    std::optional<Stop> stop_;
};

/// Σ weight_i x_i dx_i/dϑ, half the rate of a quadratic form of the position.
Level rate(Vector const& weights, Inside const& inside, double theta) {
    Level sum{0, 0};
    for (std::size_t i = 0; i < 3; ++i) {
        Jet const x = inside.jet(i, theta);
        sum.value += weights[i] * x.value * x.slope;
        sum.slope += weights[i] * (x.slope * x.slope + x.value * x.curvature);
    }
    return sum;
}

/// Fraction at which a quadratic form of the position has its minimum inside the step.
std::optional<double> minimum_of(Vector const& weights, FlownStep const& step, Inside const& inside) {
    // Most steps have none: the sign at both ends tells, without evaluating the polynomials.
    auto const rate_at = [&](RayState const& y, RayState const& slopes) {
        double sum = 0;
        for (std::size_t i = 0; i < 3; ++i)
            sum += weights[i] * y[i] * slopes[i];
        return step.length * sum;
    };
    double const first = rate_at(step.start, step.start_slopes);
    double const last = rate_at(step.end, step.end_slopes);
    if (!(first < 0 && last >= 0)) return std::nullopt;
    auto const level = [&](double theta) { return rate(weights, inside, theta); };
    return numerics::find_smooth_root(level, 0, 1, first, last, newton_step);
}

void meet_body(Plan const& plan, FlownStep const& step, Inside const& inside, Earliest& earliest) {
    auto const depth = [&](double theta) {
        Level const height = square_level(plan.body_weights, plan.body_level, inside, 0, theta);
        return Level{-height.value, -height.slope};
    };
    if (body_level(plan, position_of(step.end)) < 0) {
        earliest.meet(depth, 1, StopReason::body);
    } else if (auto const lowest = minimum_of(plan.body_weights, step, inside);
               lowest && depth(*lowest).value > 0) {
        earliest.meet(depth, *lowest, StopReason::body);
    }
}

Level above(Jet const& x, double limit) {
    return {x.value - limit, x.slope};
}

void meet_box(Plan const& plan, FlownStep const& step, Inside const& inside, Earliest& earliest) {
    for (std::size_t i = 0; i < 3; ++i) {
        double const lower = plan.surfaces.box_lower_m[i];
        double const upper = plan.surfaces.box_upper_m[i];
        if (step.end[i] < lower) {
            earliest.meet(
                [&](double theta) {
                    Jet const x = inside.jet(i, theta);
                    return Level{lower - x.value, -x.slope};
                },
                1, StopReason::box);
        }
        if (step.end[i] > upper) {
            earliest.meet([&](double theta) { return above(inside.jet(i, theta), upper); }, 1,
                          StopReason::box);
        }
    }
}

}  // namespace

std::optional<Stop> first_stop(Plan const& plan, FlownStep const& step, Inside const& inside) {
    Earliest earliest;
    meet_body(plan, step, inside, earliest);
    meet_box(plan, step, inside, earliest);
    auto const& position = position_of(step.end);
    double const outer = plan.surfaces.outer_radius_m * plan.surfaces.outer_radius_m;
    if (dot(position, position) > outer) {
        auto const level = [&](double theta) { return square_level({1, 1, 1}, -outer, inside, 0, theta); };
        earliest.meet(level, 1, StopReason::outer_sphere);
    }
    auto const& index = index_of(step.end);
    if (dot(index, index) > plan.maximum_index_squared) {
        auto const level = [&](double theta) {
            return square_level({1, 1, 1}, -plan.maximum_index_squared, inside, 3, theta);
        };
        earliest.meet(level, 1, StopReason::resonance);
    }
    if (step.end[path_length] > plan.maximum_path) {
        auto const level = [&](double theta) {
            return above(inside.jet(path_length, theta), plan.maximum_path);
        };
        earliest.meet(level, 1, StopReason::maximum_path);
    }
    return earliest.stop();
}

std::optional<double> closest_approach(FlownStep const& step, Inside const& inside) {
    return minimum_of({1, 1, 1}, step, inside);
}

std::optional<Turning> turning_point(FlownStep const& step, Inside const& inside) {
    double const first = step.start_slopes[plasma_ratio];
    double const last = step.end_slopes[plasma_ratio];
    if (!(first > 0 && last <= 0)) return std::nullopt;
    auto const slope = [&](double theta) {
        Jet const X = inside.jet(plasma_ratio, theta);
        return Level{X.slope, X.curvature};
    };
    double const theta = numerics::find_smooth_root(slope, 0.0, 1.0, first, last, newton_step);
    return Turning{theta, inside.value(plasma_ratio, theta)};
}

}  // namespace vespa::raytrace
