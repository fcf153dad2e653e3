#include "lbl/profile/hartmann_tran.hpp"

#include <array>
#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/profile/faddeeva.hpp"

namespace vespa::lbl {

namespace {

using Complex = std::complex<double>;

double const sqrt_pi = std::sqrt(units::pi);

/// g(Z) = sqrt(pi) w(iZ), which falls as 1/Z, and r(Z) = Z + (1 - Z^2) g(Z), which falls as 3/(2Z).
struct Pair {
    Complex g, r;
};

bool is_large(Complex z) {
    return std::abs(z.imag()) >= 8 || z.real() >= 5;
}

// F of g = 1 / (Z + F): iF(Z) is the tail of w at iZ, with the sign turned.
Complex tail_of(Complex z) {
    Complex const f = faddeeva_tail({-z.imag(), z.real()});
    return {-f.imag(), f.real()};  // F = i f, since z - f = i (Z + F)
}

Pair value_at(Complex z) {
    bool const gaussian_gone = std::abs(z.imag()) >= 27 || z.real() >= 5;
    if (is_large(z) && gaussian_gone) {
        Complex const f = tail_of(z), g = 1.0 / (z + f);
        return {g, (1.0 + z * f) * g};
    }
    Complex const g = sqrt_pi * faddeeva(Complex{-z.imag(), z.real()});
    return {g, z + (1.0 - z * z) * g};
}

/// Value at s - t less the value at s + t for |t| << 1: odd terms of Taylor's series, from
/// g' = 2 Z g - 2 and g^(n+1) = 2 Z g^(n) + 2 n g^(n-1).
Pair taylor_difference(Complex s, Complex t) {
    std::array<Complex, 8> g;
    g[0] = value_at(s).g;
    g[1] = 2.0 * s * g[0] - 2.0;
    for (std::size_t n = 1; n < 7; ++n)
        g[n + 1] = 2.0 * s * g[n] + 2.0 * static_cast<double>(n) * g[n - 1];
    Pair sum{};
    Complex factor = -2.0 * t;
    for (std::size_t n = 1; n < 8; n += 2) {
        double const order = static_cast<double>(n);
        Complex r = (1.0 - s * s) * g[n] - 2.0 * order * s * g[n - 1];
        if (n >= 2) r -= order * (order - 1) * g[n - 2];
        if (n == 1) r += 1.0;
        sum.g += factor * g[n];
        sum.r += factor * r;
        factor *= t * t / ((order + 1) * (order + 2));
    }
    return sum;
}

/// The same for large s by the continued fractions of both sides, term by term.
Pair far_difference(Complex low, Complex high, Complex step) {
    // F_k = (k/2) / (Z + F_{k+1}); D_k = F_k(low) - F_k(high) = (k/2)(step - D_{k+1}) / (...)(...)
    Complex f_low = 0, f_high = 0, d = 0;
    for (int k = 30; k >= 1; --k) {
        Complex const below = low + f_low, above = high + f_high;
        d = 0.5 * k * (step - d) / (below * above);
        f_low = 0.5 * k / below;
        f_high = 0.5 * k / above;
    }
    Complex const below = low + f_low, above = high + f_high, both = below * above;
    // r = (1 + Z F) / (Z + F)
    Complex const over = step - d, rise = step * f_high - low * d;
    return {over / both, ((1.0 + low * f_low) * over - below * rise) / both};
}

Pair difference(Complex low, Complex high, Complex root, Complex half_step) {
    double const size = std::abs(half_step);
    if (std::abs(root) > 40 && size < 0.5 * std::abs(root)) return far_difference(low, high, 2.0 * half_step);
    if (size < 0.02 && std::abs(root) <= 40) return taylor_difference(root, half_step);
    Pair const a = value_at(low), b = value_at(high);
    return {a.g - b.g, a.r - b.r};
}

}  // namespace

std::complex<double> hartmann_tran(HartmannTran const& p, double offset) {
    Complex const c0{p.lorentz_half_width, p.shift}, c2{p.speed_dependence, p.shift_speed_dependence};
    Complex const c0_tilde = (1 - p.correlation) * (c0 - 1.5 * c2) + p.velocity_changing;
    Complex const c2_tilde = (1 - p.correlation) * c2;
    double const beta = 1 / p.doppler_width;
    Complex const from_centre = Complex{0, -offset} + c0_tilde;
    Pair ab;
    if (std::abs(c2_tilde) * beta < 1e-14) {
        ab = value_at(from_centre * beta);
    } else {
        // Z+- = sqrt(X + Y) +- sqrt Y; B = beta (r(Z-) - r(Z+)), since (Z+ - Z-) / (2 sqrt Y) = 1.
        Complex const x = from_centre / c2_tilde, half_step = 0.5 / (beta * c2_tilde);
        Complex const root = std::sqrt(x + half_step * half_step), high = root + half_step;
        ab = difference(x / high, high, root, half_step);
    }
    Complex const a = beta * ab.g, b = beta * ab.r;
    Complex const rate = p.velocity_changing - p.correlation * (c0 - 1.5 * c2);
    return a / (units::pi * (1.0 - rate * a + p.correlation * c2 * b));
}

}  // namespace vespa::lbl
