#pragma once
#include <array>
#include <cmath>
#include <complex>

namespace vespa::testing {

/// Re w(x + iy) by Weideman 1994 (SIAM J. Numer. Anal. 31, 1497) with 32 terms, far out by its asymptotic
/// series: 1e-6 and better for y above 1e-3.
inline double plain_voigt(double x, double y) {
    std::complex<double> const z(x, y), i(0, 1);
    if (std::abs(x) + y > 15) {
        auto const u = 1.0 / (z * z);
        return (i / std::sqrt(M_PI) / z * (1.0 + u * (0.5 + u * (0.75 + u * (1.875 + u * 6.5625))))).real();
    }
    constexpr int terms = 32, m = 2 * terms;
    static double const length = std::sqrt(terms / std::sqrt(2.0));
    static auto const coefficients = [] {
        std::array<double, terms> a{};
        for (int n = 0; n < terms; ++n) {
            for (int k = -m + 1; k < m; ++k) {
                double const theta = k * M_PI / m, t = length * std::tan(theta / 2);
                a[static_cast<std::size_t>(n)] +=
                    std::exp(-t * t) * (length * length + t * t) * std::cos((n + 1) * theta) / (2 * m);
            }
        }
        return a;
    }();
    std::complex<double> const w = length - i * z, ratio = (length + i * z) / w;
    std::complex<double> p = 0;
    for (std::size_t n = terms; n-- > 0;)
        p = p * ratio + coefficients[n];
    return (2.0 * p / (w * w) + 1 / std::sqrt(M_PI) / w).real();
}

}  // namespace vespa::testing
