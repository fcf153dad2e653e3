#include "mulumesc/bands/parabola.hpp"

#include <cmath>

namespace vespa::mulumesc {

namespace {

/// In four sums side by side: one alone waits for itself.
template <class Term>
double sum(std::size_t count, Term const& term) {
    double s[4] = {0, 0, 0, 0};
    std::size_t i = 0;
    for (; i + 4 <= count; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            s[k] += term(i + k);
    for (; i < count; ++i)
        s[0] += term(i);
    return (s[0] + s[1]) + (s[2] + s[3]);
}

}  // namespace

std::optional<ParabolaMinimum> minimum_of_parabola(std::span<double const> x, std::span<double const> y) {
    auto const count = x.size();
    auto const n = static_cast<double>(count);
    double const half = (x.back() - x.front()) / 2, per_half = 1 / half;
    double const mean = sum(count, [&](std::size_t i) { return x[i]; }) / n;
    double const level = sum(count, [&](std::size_t i) { return y[i]; }) / n;
    // Orthogonal polynomials 1, t, t² − k t − m over the points.
    auto const t_of = [&](std::size_t i) { return (x[i] - mean) * per_half; };
    double const s2 = sum(count, [&](std::size_t i) { return t_of(i) * t_of(i); });
    double const s3 = sum(count, [&](std::size_t i) { return t_of(i) * t_of(i) * t_of(i); });
    double const slope = sum(count, [&](std::size_t i) { return t_of(i) * (y[i] - level); });
    double const k = s3 / s2, m = s2 / n;
    auto const q_of = [&](std::size_t i) { return t_of(i) * t_of(i) - k * t_of(i) - m; };
    double const square = sum(count, [&](std::size_t i) { return q_of(i) * q_of(i); });
    double const curvature = sum(count, [&](std::size_t i) { return q_of(i) * (y[i] - level); });
    double const b = slope / s2, c = curvature / square;
    if (!(c > 0)) return {};
    // y = level + b t + c (t² − k t − m)
    double const t = (k - b / c) / 2;
    ParabolaMinimum found;
    found.at = mean + half * t;
    if (!(found.at >= x.front() && found.at <= x.back())) return {};
    double const q = t * t - k * t - m;
    found.value = level + b * t + c * q;
    // b and c are independent with variances 1/s2 and 1/square.
    double const by_b = 1 / (2 * c), by_c = b / (2 * c * c);
    found.at_error = half * std::sqrt(by_b * by_b / s2 + by_c * by_c / square);
    found.value_error = std::sqrt(1 / n + t * t / s2 + q * q / square);
    return found;
}

}  // namespace vespa::mulumesc
