#include "solvers/raytrace/slab.hpp"

#include <array>
#include <cmath>

#include "raytrace/dispersion.hpp"

namespace vespa::raytrace {

/// Both roots of a x² + b x + c, the smaller one without cancellation.
static std::array<double, 2> roots(double a, double b, double c) {
    double const discriminant = std::sqrt(std::max(b * b - 4 * a * c, 0.0));
    double const sum = -0.5 * (b + std::copysign(discriminant, b));
    return {c / sum, sum / a};
}

Slab::Slab(double X_, double Y_) : X(X_), Y(Y_), S(1 - X / (1 - Y * Y)), D(-X * Y / (1 - Y * Y)), P(1 - X) {}

bool Slab::belongs(double w, double v, Mode mode) const {
    double const N = w + v;
    double const squared = refractive_index_squared(X, Y, std::sqrt(v / N), mode);
    return w >= 0 && v >= 0 && std::abs(squared - N) < 1e-6 * N;
}

std::optional<double> Slab::across(double n_along, Mode mode) const {
    double const v = n_along * n_along;
    for (double const w : roots(S, -((S + P) * (S - v) - D * D), P * ((S - v) * (S - v) - D * D))) {
        if (belongs(w, v, mode)) return w;
    }
    return std::nullopt;
}

std::optional<double> Slab::along(double n_across, Mode mode) const {
    double const w = n_across * n_across;
    double const c = S * w * w - (S * (S + P) - D * D) * w + P * (S * S - D * D);
    for (double const v : roots(P, (S + P) * w - 2 * P * S, c)) {
        if (belongs(w, v, mode)) return v;
    }
    return std::nullopt;
}

double Slab::slope_across(double w, double v) const {
    return 2 * S * w - ((S + P) * (S - v) - D * D);
}

double Slab::slope_along(double w, double v) const {
    return (S + P) * w - 2 * P * (S - v);
}

namespace {

/// Rates of the polynomial Hamiltonian (README.md, eq. 8) for **B** along z.
struct Rates {
    double across, along, group_path;

    Rates(double X, double Y, double n_across, double n_along) {
        double const y = Y * Y, u = 1 - X, q = n_along * Y, N = n_across * n_across + n_along * n_along;
        double const H_N = 2 * (u - y) * N - 2 * u * (u - y) + X * y + X * q * q;
        double const H_q = 2 * X * q * (N - 1);
        double const H_X = -N * N + (4 * u - y) * N + q * q * (N - 1) - 3 * u * u + y;
        double const H_y = -(N - 1) * (N - u);
        across = 2 * H_N * n_across;
        along = 2 * H_N * n_along + H_q * Y;
        group_path = 2 * (N * H_N + q * H_q + X * H_X + y * H_y);
    }
};

}  // namespace

double Slab::group_path_along(double n_across, double n_along) const {
    Rates const rates(X, Y, n_across, n_along);
    return rates.group_path / rates.along;
}

double Slab::group_path_across(double n_across, double n_along) const {
    Rates const rates(X, Y, n_across, n_along);
    return rates.group_path / rates.across;
}

}  // namespace vespa::raytrace
