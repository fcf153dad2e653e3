// Rays through a medium on a grid against rays through the formula it was sampled from.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

/// A torus of X up to 0.6 at ρ = 1.3, lopsided by its last term, in a dipole of Y = 0.4 at distance 1.
UnitMedium::Values torus(Vector const& p) {
    double const x = p[0], y = p[1], z = p[2], r2 = x * x + y * y + z * z;
    double const a = x * x + y * y - 1.69, b = std::sin(2 * x + y);
    UnitMedium::Values out;
    out.X = 0.6 * std::exp(-0.6 * a * a - 1.5 * z * z - 0.2 * b);
    double const c = 0.2 * std::cos(2 * x + y);
    out.X_gradient = {out.X * (-2.4 * a * x - 2 * c), out.X * (-2.4 * a * y - c), out.X * -3 * z};
    double const strength = 0.4 / (r2 * r2 * std::sqrt(r2));
    for (std::size_t i = 0; i < 3; ++i) {
        out.Y[i] = strength * (3 * z * p[i] - (i == 2 ? r2 : 0));
        for (std::size_t j = 0; j < 3; ++j) {
            double const unit = (i == j ? z : 0) + (j == 2 ? p[i] : 0) + (i == 2 ? p[j] : 0);
            out.Y_gradient[i][j] = 3 * strength * (unit - 5 * z * p[i] * p[j] / r2);
        }
    }
    return out;
}

/// Oblique to the grid. Along one of its axes a ray keeps its place in the cells of the others for long, and
/// the gradient's error, of order 3 and alternating across a cell, does not average out.
std::vector<Launch> launches() {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> part(-1, 1);
    std::vector<Launch> list;
    for (int i = 0; i < 60; ++i) {
        auto const mode = i % 2 == 0 ? Mode::ordinary : Mode::extraordinary;
        Vector const from{-1.9, -0.9 + 0.8 * part(random), -0.6 + 0.4 * part(random)};
        list.push_back(unit_launch(from, {1, 0.5 + 0.25 * part(random), 0.35 + 0.2 * part(random)}, mode));
    }
    return list;
}

/// Rays of path length 3 in a box.
Problem problem(Medium const& medium) {
    auto result = unit_problem(1e-11);
    result.medium = medium;
    result.maximum_path_m = 3;
    result.surfaces.equatorial_radius_m = result.surfaces.polar_radius_m = 0.4;
    result.surfaces.box_lower_m = {-2.5, -2.5, -2.5};
    result.surfaces.box_upper_m = {2.5, 2.5, 2.5};
    return result;
}

/// The root mean square distance of the rays' ends when the density is given at n³ nodes over ±2.6.
double error_on_grid(std::uint64_t n, Flown const& exact, planet::MagneticField const& field) {
    double const step = 5.2 / static_cast<double>(n - 1);
    planet::GridAxis const axis{-2.6, step, n};
    std::vector<double> values;
    for (std::uint64_t k = 0; k < n; ++k)
        for (std::uint64_t j = 0; j < n; ++j)
            for (std::uint64_t i = 0; i < n; ++i) {
                Vector const p{axis.first + step * static_cast<double>(i),
                               axis.first + step * static_cast<double>(j),
                               axis.first + step * static_cast<double>(k)};
                double const a = p[0] * p[0] + p[1] * p[1] - 1.69;
                double const ln = -0.6 * a * a - 1.5 * p[2] * p[2] - 0.2 * std::sin(2 * p[0] + p[1]);
                values.push_back(unit_density() * 0.6 * std::exp(ln));
            }
    planet::Plasma const plasma(
        {planet::fit_density({planet::GridFrame::cartesian, {axis, axis, axis}}, values)});
    auto const flown = fly_here(problem({&field, &plasma, nullptr}), launches());
    double squares = 0;
    for (std::size_t i = 0; i < flown.rays.size(); ++i) {
        EXPECT_EQ(flown.rays[i].stop_reason, exact.rays[i].stop_reason) << n << " nodes, ray " << i;
        auto const &a = flown.rays[i].end_position_m, &b = exact.rays[i].end_position_m;
        squares += std::pow(std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]), 2);
    }
    return std::sqrt(squares / static_cast<double>(flown.rays.size()));
}

TEST(Gridded, RaysConvergeToThoseOfTheFormulaAtTheSplinesOrder) {
    UnitMedium const formula(torus);
    auto const exact = fly_here(problem({nullptr, nullptr, &formula}), launches());
    planet::MagneticFieldParts parts;
    parts.dipoles.push_back({{0, 0, 0.4 * unit_field()}, {0, 0, 0}});
    planet::MagneticField const field(parts);
    std::size_t through = 0;
    for (auto const& ray : exact.rays)
        through += ray.stop_reason == StopReason::maximum_path ? 1 : 0;
    EXPECT_GT(through, exact.rays.size() / 2);

    double before = 0;
    for (std::uint64_t const cells : {32u, 64u, 128u}) {
        double const error = error_on_grid(cells + 1, exact, field);
        if (before > 0) {
            EXPECT_GE(std::log2(before / error), 3.5) << cells;
        }
        before = error;
    }
    EXPECT_LT(before, 5e-6);
}

}  // namespace
}  // namespace vespa::raytrace
