#include "mulumesc/continuum/other_continua.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "mulumesc/continuum/hull_reference.hpp"

namespace vespa::mulumesc {

namespace {

using Channels = std::vector<std::size_t>;

/// Positions in `valid` of values that are no less than both neighbours'.
Channels local_maxima(std::span<double const> y, Channels const& valid) {
    Channels maxima;
    for (std::size_t k = 1; k + 1 < valid.size(); ++k)
        if (y[valid[k]] >= y[valid[k - 1]] && y[valid[k]] >= y[valid[k + 1]]) maxima.push_back(k);
    return maxima;
}

/// The maxima within a side of the hull that rise from its lower end, and the side's ends; positions in
/// `valid`.
Channels rising_maxima(std::span<double const> y, Channels const& valid, Channels const& maxima,
                       std::size_t a, std::size_t b) {
    Channels inside, kept;
    for (auto const m : maxima)
        if (m > a && m < b) inside.push_back(m);
    bool const rises = y[valid[a]] <= y[valid[b]];
    if (!rises) std::reverse(inside.begin(), inside.end());
    double height = y[valid[rises ? a : b]];
    for (auto const m : inside) {
        if (y[valid[m]] <= height) continue;
        height = y[valid[m]];
        kept.push_back(m);
    }
    if (!rises) std::reverse(kept.begin(), kept.end());
    return kept;
}

Channels segmented_hull(SpectralAxis const& axis, std::span<double const> y, Channels const& valid) {
    auto const hull = upper_hull(axis, y, valid);
    auto const maxima = local_maxima(y, valid);
    auto const position = [&](std::size_t channel) {
        return static_cast<std::size_t>(std::lower_bound(valid.begin(), valid.end(), channel) -
                                        valid.begin());
    };
    Channels corners = {position(hull.front())}, vertices = {hull.front()};
    for (std::size_t k = 0; k + 1 < hull.size(); ++k) {
        auto const between = rising_maxima(y, valid, maxima, position(hull[k]), position(hull[k + 1]));
        corners.insert(corners.end(), between.begin(), between.end());
        corners.push_back(position(hull[k + 1]));
    }
    for (std::size_t k = 0; k + 1 < corners.size(); ++k) {
        std::span const part(valid.data() + corners[k], corners[k + 1] - corners[k] + 1);
        auto const side = upper_hull(axis, y, part);
        vertices.insert(vertices.end(), side.begin() + 1, side.end());
    }
    return vertices;
}

std::vector<double> line(SpectralAxis const& axis, std::span<double const> y, Channels const& valid,
                         double short_um, double long_um) {
    auto const& x = axis.wavelength;
    auto const nearest = [&](double at) {
        return *std::min_element(valid.begin(), valid.end(), [&](std::size_t a, std::size_t b) {
            return std::abs(x[a] - at) < std::abs(x[b] - at);
        });
    };
    auto const a = nearest(short_um), b = nearest(long_um);
    std::vector<double> out(x.size(), std::numeric_limits<double>::quiet_NaN());
    if (a == b) return out;
    for (auto i = valid.front(); i <= valid.back(); ++i)
        out[i] = y[a] + (y[b] - y[a]) * ((x[i] - x[a]) / (x[b] - x[a]));
    return out;
}

/// Coefficients of the polynomial in t through (t, y) by Givens rotations of the rows (1, t, …, tⁿ | y);
/// empty where the points do not determine it.
std::vector<double> fit_polynomial(std::vector<double> const& t, std::vector<double> const& y,
                                   std::size_t degree) {
    std::size_t const n = degree + 1;
    std::vector<std::vector<double>> r(n, std::vector<double>(n + 1, 0));
    for (std::size_t k = 0; k < t.size(); ++k) {
        std::vector<double> row(n + 1, 1);
        for (std::size_t i = 1; i < n; ++i)
            row[i] = row[i - 1] * t[k];
        row[n] = y[k];
        for (std::size_t i = 0; i < n; ++i) {
            double const length = std::hypot(r[i][i], row[i]);
            if (length == 0) continue;
            double const c = r[i][i] / length, s = row[i] / length;
            for (std::size_t j = i; j <= n; ++j) {
                double const upper = r[i][j];
                r[i][j] = c * upper + s * row[j];
                row[j] = c * row[j] - s * upper;
            }
        }
    }
    std::vector<double> coefficients(n);
    for (auto i = n; i-- > 0;) {
        if (std::abs(r[i][i]) < 1e-12 * std::abs(r[0][0])) return {};
        double sum = r[i][n];
        for (auto j = i + 1; j < n; ++j)
            sum -= r[i][j] * coefficients[j];
        coefficients[i] = sum / r[i][i];
    }
    return coefficients;
}

std::vector<double> polynomial(SpectralAxis const& axis, std::span<double const> y, Channels const& valid,
                               int degree) {
    auto const& x = axis.wavelength;
    std::vector<double> out(x.size(), std::numeric_limits<double>::quiet_NaN()), t, height;
    double const middle = (x[valid.front()] + x[valid.back()]) / 2,
                 half = (x[valid.back()] - x[valid.front()]) / 2;
    for (auto const k : local_maxima(y, valid)) {
        t.push_back((x[valid[k]] - middle) / half);
        height.push_back(y[valid[k]]);
    }
    auto const order = static_cast<std::size_t>(degree);
    if (t.size() <= order) return out;
    auto const coefficients = fit_polynomial(t, height, order);
    if (coefficients.empty()) return out;
    for (auto i = valid.front(); i <= valid.back(); ++i) {
        out[i] = 0;
        for (auto k = order + 1; k-- > 0;)
            out[i] = out[i] * ((x[i] - middle) / half) + coefficients[k];
    }
    return out;
}

}  // namespace

std::vector<double> continuum_of(SpectralAxis const& axis, ContinuumChoice const& choice,
                                 std::span<double const> reflectance) {
    auto const valid = valid_channels(axis, reflectance);
    if (valid.size() < 2)
        return std::vector<double>(axis.channels(), std::numeric_limits<double>::quiet_NaN());
    switch (choice.kind) {
        case Continuum::hull:
            return lines_through(axis, reflectance, upper_hull(axis, reflectance, valid));
        case Continuum::segmented:
            return lines_through(axis, reflectance, segmented_hull(axis, reflectance, valid));
        case Continuum::line:
            return line(axis, reflectance, valid, choice.short_anchor_um, choice.long_anchor_um);
        case Continuum::polynomial:
            return polynomial(axis, reflectance, valid, choice.degree);
        case Continuum::none:
            break;
    }
    return std::vector<double>(axis.channels(), 1);
}

}  // namespace vespa::mulumesc
