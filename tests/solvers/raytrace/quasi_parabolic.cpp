#include "solvers/raytrace/quasi_parabolic.hpp"

#include <cmath>

namespace vespa::raytrace {

QuasiParabolic::QuasiParabolic(double f, double elevation) {
    double const r_b = r_m - y_m, F = f / critical;
    double const A = 1 - 1 / (F * F) + std::pow(r_b / (F * y_m), 2);
    double const B = -2 * r_m * std::pow(r_b / (F * y_m), 2);
    double const start = r0 * std::cos(elevation);
    double const C = std::pow(r_b * r_m / (F * y_m), 2) - start * start;
    double const gamma = std::acos(start / r_b), s = std::sin(gamma), D = B * B - 4 * A * C;
    double const inner = s + std::sqrt(C) / r_b + B / (2 * std::sqrt(C));
    range = 2 * r0 * (gamma - elevation - start / (2 * std::sqrt(C)) * std::log(D / (4 * C * inner * inner)));
    double const outer = 2 * A * r_b + B + 2 * r_b * std::sqrt(A) * s;
    group_path = 2 * (r_b * s - r0 * std::sin(elevation) +
                      (-r_b * s - B / (4 * std::sqrt(A)) * std::log(D / (outer * outer))) / A);
    apex = (-B - std::sqrt(D)) / (2 * A);
}

}  // namespace vespa::raytrace
