#include "mulumesc/continuum/hull_reference.hpp"

#include <cmath>
#include <limits>

namespace vespa::mulumesc {

std::vector<std::size_t> valid_channels(SpectralAxis const& axis, std::span<double const> reflectance) {
    std::vector<std::size_t> valid;
    for (std::size_t i = 0; i < axis.channels(); ++i)
        if (axis.good[i] && std::isfinite(reflectance[i])) valid.push_back(i);
    return valid;
}

std::vector<std::size_t> upper_hull(SpectralAxis const& axis, std::span<double const> reflectance,
                                    std::span<std::size_t const> among) {
    // In extended precision the sign of the turn is right but for points within some 1e-17 of a side.
    auto const x = [&](std::size_t i) { return static_cast<long double>(axis.wavelength[i]); };
    auto const y = [&](std::size_t i) { return static_cast<long double>(reflectance[i]); };
    std::vector<std::size_t> hull;
    for (auto const c : among) {
        while (hull.size() >= 2) {
            auto const a = hull[hull.size() - 2], b = hull.back();
            auto const left = (y(b) - y(a)) * (x(c) - x(b)), right = (y(c) - y(b)) * (x(b) - x(a));
            // b stays only where the path turns right there by more than rounding.
            if (left - right > 1e-16L * (std::fabs(left) + std::fabs(right))) break;
            hull.pop_back();
        }
        hull.push_back(c);
    }
    return hull;
}

std::vector<double> lines_through(SpectralAxis const& axis, std::span<double const> reflectance,
                                  std::span<std::size_t const> vertices) {
    std::vector<double> line(axis.channels(), std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k + 1 < vertices.size(); ++k) {
        auto const a = vertices[k], b = vertices[k + 1];
        for (auto i = a; i <= b; ++i) {
            double const part =
                (axis.wavelength[i] - axis.wavelength[a]) / (axis.wavelength[b] - axis.wavelength[a]);
            line[i] = (1 - part) * reflectance[a] + part * reflectance[b];
        }
    }
    return line;
}

}  // namespace vespa::mulumesc
