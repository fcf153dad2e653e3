#pragma once
#include <array>
#include <cmath>

#include "mulumesc/fits/band_model.hpp"

namespace vespa::mulumesc {

/// A band at one wavelength, with its slopes along s, μ, σ, t, k.
struct BandSlopes {
    double value = 0;
    std::array<double, 5> slope{};
};

/// \param p  the parameters of one band, in the order of its shape
inline BandSlopes band_slopes(BandShape shape, double const* p, double wavelength) {
    bool const leans = shape != BandShape::gaussian, saturates = shape == BandShape::exponential_gaussian;
    double const n = wavelength - p[1], q = leans ? p[2] - p[3] * n : p[2];
    if (!(q > 0)) return {};
    double const z = n / q, e = std::exp(-0.5 * z * z);
    // z changes by −σ/q², −n/q² and n²/q² along μ, σ, t.
    std::array<double, 3> const of_z = {-p[2] / (q * q), -n / (q * q), n * n / (q * q)};
    double f = e, df_de = 1, df_dk = 0;
    if (saturates) {
        double const k = p[4], whole = -std::expm1(-k), part = -std::expm1(-k * e);
        f = part / whole;
        df_de = k * std::exp(-k * e) / whole;
        df_dk = (e * std::exp(-k * e) - f * std::exp(-k)) / whole;
    }
    double const by_z = p[0] * df_de * -z * e;
    return {p[0] * f, {f, by_z * of_z[0], by_z * of_z[1], by_z * of_z[2], p[0] * df_dk}};
}

}  // namespace vespa::mulumesc
