#include "mulumesc/match/resample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace vespa::mulumesc {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double most_sigmas = 4;

/// Integrals of a Gaussian of mean 0 and of t times it from -∞ to t.
struct Moments {
    double zeroth, first;
};
Moments moments(double t, double sigma) {
    double const u = t / sigma;
    return {0.5 * std::erfc(-u / std::numbers::sqrt2),
            -sigma * std::exp(-0.5 * u * u) / std::sqrt(2 * std::numbers::pi)};
}

/// The valid channels of a spectrum.
struct BrokenLine {
    std::vector<double> x, y;
    std::vector<std::size_t> channel;
};

BrokenLine line_of(SpectralAxis const& axis, std::span<double const> spectrum) {
    BrokenLine line;
    for (std::size_t i = 0; i < axis.channels(); ++i) {
        if (!axis.good[i] || !std::isfinite(spectrum[i])) continue;
        line.x.push_back(axis.wavelength[i]);
        line.y.push_back(spectrum[i]);
        line.channel.push_back(i);
    }
    return line;
}

/// Mean of the broken line under a Gaussian about `at`, over what of it the line covers.
double mean_under_gaussian(BrokenLine const& line, double at, double sigma) {
    auto const& x = line.x;
    double const low = std::max(x.front(), at - most_sigmas * sigma),
                 high = std::min(x.back(), at + most_sigmas * sigma);
    auto i = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), low) - x.begin()) - 1;
    double sum = 0, weight = 0;
    for (; i + 1 < x.size() && x[i] < high; ++i) {
        double const a = std::max(x[i], low), b = std::min(x[i + 1], high);
        auto const before = moments(a - at, sigma), after = moments(b - at, sigma);
        double const m0 = after.zeroth - before.zeroth, m1 = after.first - before.first;
        double const slope = (line.y[i + 1] - line.y[i]) / (x[i + 1] - x[i]);
        sum += (line.y[i] + slope * (at - x[i])) * m0 + slope * m1;
        weight += m0;
    }
    return sum / weight;
}

/// Standard deviation of the Gaussian that widens the channels of `from` near `at` to `width`; 0: none.
double widening(SpectralAxis const& from, double at, double width) {
    if (from.width.empty()) return 0;
    auto const& x = from.wavelength;
    auto const above = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), at) - x.begin());
    double const own = from.width[std::min(above, x.size() - 1)];
    double const square = width * width - own * own;
    return square > 0 ? std::sqrt(square) / 2.354820045 : 0;
}

double value_at(BrokenLine const& line, double at, double sigma) {
    if (line.x.empty() || !(at >= line.x.front() && at <= line.x.back())) return nan;
    auto const i =
        static_cast<std::size_t>(std::lower_bound(line.x.begin(), line.x.end(), at) - line.x.begin());
    bool const is_node = line.x[i] == at;
    if (!is_node && line.channel[i] != line.channel[i - 1] + 1) return nan;
    if (sigma > 0 && line.x.size() > 1) return mean_under_gaussian(line, at, sigma);
    if (is_node) return line.y[i];
    double const part = (at - line.x[i - 1]) / (line.x[i] - line.x[i - 1]);
    return line.y[i - 1] + part * (line.y[i] - line.y[i - 1]);
}

}  // namespace

std::vector<double> resample(SpectralAxis const& from, std::span<double const> spectra,
                             SpectralAxis const& to) {
    auto const n = from.channels(), m = to.channels();
    std::vector<double> sigma(m, 0);
    for (std::size_t k = 0; k < m && !to.width.empty(); ++k)
        sigma[k] = widening(from, to.wavelength[k], to.width[k]);
    std::vector<double> out;
    out.reserve(spectra.size() / n * m);
    for (std::size_t first = 0; first + n <= spectra.size(); first += n) {
        auto const line = line_of(from, spectra.subspan(first, n));
        for (std::size_t k = 0; k < m; ++k)
            out.push_back(to.good[k] ? value_at(line, to.wavelength[k], sigma[k]) : nan);
    }
    return out;
}

}  // namespace vespa::mulumesc
