#include "mulumesc/bands/parabola.hpp"

#include <cmath>

namespace vespa::mulumesc {

std::optional<ParabolaMinimum> minimum_of_parabola(std::span<double const> x, std::span<double const> y) {
    auto const n = static_cast<double>(x.size());
    double const half = (x.back() - x.front()) / 2;
    double mean = 0, level = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        mean += x[i];
        level += y[i];
    }
    mean /= n;
    level /= n;
    // Orthogonal polynomials 1, t, t² − k t − m over the points.
    double s2 = 0, s3 = 0, slope = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const t = (x[i] - mean) / half;
        s2 += t * t;
        s3 += t * t * t;
        slope += t * (y[i] - level);
    }
    double const k = s3 / s2, m = s2 / n;
    double square = 0, curvature = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        double const t = (x[i] - mean) / half, q = t * t - k * t - m;
        square += q * q;
        curvature += q * (y[i] - level);
    }
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
