#include "raytrace/stokes_transport.hpp"

#include <algorithm>
#include <limits>
#include <numbers>
#include <optional>

namespace vespa::raytrace {
namespace {

constexpr std::size_t degree = VectorSeries::points - 1;

/// Turning of the axis per turning of s below which s follows the axis.
constexpr double slow = 3e-4;
/// Angles (rad) that one step may turn s or the axis by.
constexpr double resolved_turn = 0.25, axis_turn = 0.1;
/// A following step shorter than this in t is not worth while.
constexpr double shortest_following = 1e-4;

/// Gauss–Legendre, 4 points on [−1, 1].
constexpr std::array<double, 4> gauss_point = {-0.861136311594052575, -0.339981043584856265,
                                               0.339981043584856265, 0.861136311594052575};
constexpr std::array<double, 4> gauss_weight = {0.347854845137453857, 0.652145154862546143,
                                                0.652145154862546143, 0.347854845137453857};

/// The axis that s turns about, corrected to first order for its own turning, and the rates of both.
struct Precession {
    Vector axis;
    double rate;       ///< of s about the axis, rad per unit of t
    double axis_rate;  ///< of **Ω**/|**Ω**|

    bool follows(double limit) const { return axis_rate < limit * rate; }
};

Precession precession(VectorSeries const& series, double t) {
    Vector const omega = series.value(t);
    double const squared = dot(omega, omega);
    if (!(squared > 0)) return {{0, 0, 0}, 0, std::numeric_limits<double>::infinity()};
    Vector const turning = times(1 / squared, cross(omega, series.slope(t)));
    Vector const axis = unit(sum(omega, -1, turning));
    return {axis, dot(axis, omega), norm(turning)};
}

/// Phase by which s turns about its axis between t and t + h.
double phase(VectorSeries const& series, double t, double h) {
    double sum = 0;
    for (std::size_t i = 0; i < gauss_point.size(); ++i)
        sum += gauss_weight[i] * precession(series, t + 0.5 * h * (1 + gauss_point[i])).rate;
    return 0.5 * h * sum;
}

/// s after following its axis for as long as it does, at most `longest`; none where it does not.
struct Followed {
    Vector s;
    double h;
};

std::optional<Followed> follow(VectorSeries const& series, Vector const& s, double t, double longest) {
    auto const here = precession(series, t);
    if (!here.follows(slow)) return std::nullopt;
    double h = std::min(longest, 0.25);
    if (here.axis_rate > 0) h = std::min(h, axis_turn / here.axis_rate);
    for (; h >= std::min(longest, shortest_following); h *= 0.5) {
        auto const middle = precession(series, t + 0.5 * h);
        auto const there = precession(series, t + h);
        bool const near = dot(here.axis, there.axis) > std::cos(2 * axis_turn);
        if (!near || !middle.follows(slow) || !there.follows(slow)) continue;
        Vector const turned = rotated(s, times(phase(series, t, h), here.axis));
        // By way of the middle, so that the frame is carried along the axis's own way.
        return Followed{carried(carried(turned, here.axis, middle.axis), middle.axis, there.axis), h};
    }
    return std::nullopt;
}

/// A step of the Magnus series to order 4.
Vector magnus_step(VectorSeries const& series, Vector const& s, double t, double h) {
    double const offset = h * std::numbers::sqrt3 / 6;
    Vector const first = series.value(t + 0.5 * h - offset);
    Vector const second = series.value(t + 0.5 * h + offset);
    Vector const mean = times(0.5 * h, sum(first, 1, second));
    return rotated(s, sum(mean, -h * h * std::numbers::sqrt3 / 12, cross(first, second)));
}

double resolved_step(VectorSeries const& series, double t) {
    double const rate = norm(series.value(t));
    double const change = norm(series.slope(t));
    double h = 0.125;
    if (rate > 0) h = std::min(h, resolved_turn / rate);
    if (change > 0) h = std::min(h, resolved_turn / std::sqrt(change));
    return h;
}

}  // namespace

VectorSeries::VectorSeries(std::array<Vector, points> const& values) {
    // Discrete cosine transform of the values at t_j = −cos(πj/degree).
    for (std::size_t k = 0; k <= degree; ++k) {
        Vector total{};
        for (std::size_t j = 0; j <= degree; ++j) {
            double const weight = (j == 0 || j == degree) ? 0.5 : 1;
            double const sign = k % 2 == 0 ? 1 : -1;
            auto const angle = std::numbers::pi * static_cast<double>(j * k) / static_cast<double>(degree);
            total = sum(total, sign * weight * std::cos(angle), values[j]);
        }
        double const scale = (k == 0 || k == degree ? 1.0 : 2.0) / static_cast<double>(degree);
        coefficients_[k] = times(scale, total);
    }
}

double VectorSeries::point(std::size_t j) {
    return -std::cos(std::numbers::pi * static_cast<double>(j) / static_cast<double>(degree));
}

// Clenshaw's recurrence.
Vector VectorSeries::value(double t) const {
    Vector next{}, after{};
    for (std::size_t k = degree; k > 0; --k) {
        Vector const here = sum(sum(coefficients_[k], 2 * t, next), -1, after);
        after = next;
        next = here;
    }
    return sum(sum(coefficients_[0], t, next), -1, after);
}

// T_k' = k U_{k−1}, summed by Clenshaw's recurrence for U.
Vector VectorSeries::slope(double t) const {
    Vector next{}, after{};
    for (std::size_t k = degree; k > 0; --k) {
        Vector const term = times(static_cast<double>(k), coefficients_[k]);
        Vector const here = sum(sum(term, 2 * t, next), -1, after);
        after = next;
        next = here;
    }
    return next;
}

Vector carry_stokes(VectorSeries const& rate, Vector const& s, double first, double last) {
    Vector now = s;
    double t = first;
    while (t < last) {
        double const left = last - t;
        if (auto const followed = follow(rate, now, t, left)) {
            now = followed->s;
            t = followed->h < left ? t + followed->h : last;
            continue;
        }
        double const h = std::min(resolved_step(rate, t), left);
        now = magnus_step(rate, now, t, h);
        t = h < left ? t + h : last;
    }
    return now;
}

}  // namespace vespa::raytrace
