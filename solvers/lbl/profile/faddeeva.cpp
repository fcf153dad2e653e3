#include "lbl/profile/faddeeva.hpp"

#include <algorithm>
#include <cmath>

#include "core/units/constants.hpp"

namespace vespa::lbl {

namespace {

using Complex = std::complex<double>;

// Step of the sums of Algorithm 916: pi / sqrt(-log(2^-53)), so that what the trapezoidal rule leaves out is
// below the rounding.
constexpr double a = 0.518321480430085929872;
double const over_sqrt_pi = 1 / std::sqrt(units::pi);

// From here on the continued fraction is exact to rounding with the terms of `terms_at`.
bool is_far(double x, double y) {
    return x >= 8 || y >= 5;
}

int terms_at(double x, double y) {
    return x * x + y * y > 4000.0 * 4000.0 ? 3
                                           : static_cast<int>(std::min(60.0, 6 + 4000 / (26 * x + 60 * y)));
}

double sinc(double t) {
    return std::abs(t) < 1e-4 ? 1 - t * t / 6 : std::sin(t) / t;
}

/// Sums over n >= 1 of Algorithm 916, each with the factor 1 / (a^2 n^2 + y^2).
struct Sums {
    double gauss = 0;   // exp(-a^2 n^2 - x^2)
    double cosine = 0;  // exp(-a^2 n^2 - x^2) cosh 2anx
    double sine = 0;    // exp(-a^2 n^2 - x^2) a n sinh 2anx
};

Sums sum_near(double x, double y) {
    Sums sums;
    int const last = static_cast<int>((x + 6.5) / a) + 1;
    for (int n = std::max(1, static_cast<int>((x - 6.5) / a)); n <= last; ++n) {
        double const an = a * n, weight = 1 / (an * an + y * y);
        double const gauss = std::exp(-(an * an + x * x));
        double cosh_term = 0, sinh_term = 0;
        if (2 * an * x < 1) {
            cosh_term = gauss * std::cosh(2 * an * x);
            sinh_term = gauss * std::sinh(2 * an * x);
        } else {
            double const below = std::exp(-(an - x) * (an - x)), above = std::exp(-(an + x) * (an + x));
            cosh_term = 0.5 * (below + above);
            sinh_term = 0.5 * (below - above);
        }
        sums.gauss += weight * gauss;
        sums.cosine += weight * cosh_term;
        sums.sine += weight * an * sinh_term;
    }
    // The first terms that the loop may have begun behind matter to `gauss` alone, and there with exp(-x^2).
    return sums;
}

Complex near_axis(double x, double y) {
    Sums const sums = sum_near(x, y);
    double const gauss = std::exp(-x * x), scaled_erfc = std::exp(y * y) * std::erfc(y);
    double const cosine = std::cos(2 * x * y), sine = std::sin(2 * x * y), factor = 2 * a / units::pi;
    double const re = gauss * scaled_erfc * cosine + factor * (x * std::sin(x * y) * gauss * sinc(x * y) +
                                                               y * (sums.cosine - cosine * sums.gauss));
    double const im = -gauss * scaled_erfc * sine +
                      factor * (x * gauss * sinc(2 * x * y) + y * sine * sums.gauss + sums.sine);
    return {re, im};
}

Complex tail(double x, double y) {
    // f = (1/2) / (z - 1 / (z - (3/2) / (z - ...))): every imaginary part adds up, none cancels.
    double re = x, im = y;
    for (int n = terms_at(x, y); n > 1; --n) {
        double const factor = 0.5 * n / (re * re + im * im);
        re = x - factor * re;
        im = y + factor * im;
    }
    double const factor = 0.5 / (re * re + im * im);
    return {factor * re, -factor * im};
}

/// exp(-z^2), which the continued fraction lacks next to the real axis; 0 where it is below the rounding.
Complex residue(double x, double y) {
    if (y >= 1 || x >= 27) return 0;
    return std::exp((y - x) * (y + x)) * Complex{std::cos(2 * x * y), -std::sin(2 * x * y)};
}

Complex far(double x, double y) {
    Complex const f = tail(x, y);
    double const re = x - f.real(), im = y - f.imag();
    double const square = re * re + im * im;
    Complex w{over_sqrt_pi * im / square, over_sqrt_pi * re / square};
    return w + residue(x, y);
}

}  // namespace

std::complex<double> faddeeva(double x, double y) {
    double const magnitude = std::abs(x);
    Complex const w = is_far(magnitude, y) ? far(magnitude, y) : near_axis(magnitude, y);
    return x < 0 ? std::conj(w) : w;
}

std::complex<double> faddeeva(std::complex<double> z) {
    if (z.imag() >= 0) return faddeeva(z.real(), z.imag());
    return 2.0 * std::exp(-z * z) - faddeeva(-z.real(), -z.imag());
}

std::complex<double> faddeeva_tail(std::complex<double> z) {
    Complex const f = tail(std::abs(z.real()), z.imag());
    return z.real() < 0 ? -std::conj(f) : f;
}

std::complex<double> faddeeva_slope(std::complex<double> z, std::complex<double> w) {
    double const x = std::abs(z.real()), y = z.imag();
    if (is_far(x, y)) {
        Complex const from_axis{x, y}, f = tail(x, y), g = residue(x, y);
        Complex const slope = -2.0 * (f * (z.real() < 0 ? std::conj(w) : w) + (from_axis - f) * g);
        return z.real() < 0 ? -std::conj(slope) : slope;
    }
    return -2.0 * z * w + Complex{0, 2 * over_sqrt_pi};
}

}  // namespace vespa::lbl
