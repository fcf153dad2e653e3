// Rays through a medium on a grid against rays through the formula it was sampled from.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

/// A torus of X up to 0.6 at ρ = 1.3, lopsided by its last term, in the field of a dipole
/// at a distance of 4, Y = 0.4 in the middle.
UnitMedium::Values torus(Vector const& p) {
    double const x = p[0], y = p[1], z = p[2];
    double const a = x * x + y * y - 1.69, b = std::sin(2 * x + y);
    UnitMedium::Values out;
    out.X = 0.6 * std::exp(-0.6 * a * a - 1.5 * z * z - 0.2 * b);
    double const c = 0.2 * std::cos(2 * x + y);
    out.X_gradient = {out.X * (-2.4 * a * x - 2 * c), out.X * (-2.4 * a * y - c), out.X * -3 * z};
    Vector const d{x, y, z + 4};
    double const r2 = dot(d, d), strength = 0.2 * 64 / (r2 * r2 * std::sqrt(r2));
    for (std::size_t i = 0; i < 3; ++i) {
        out.Y[i] = strength * (3 * d[2] * d[i] - (i == 2 ? r2 : 0));
        for (std::size_t j = 0; j < 3; ++j) {
            double const unit = (i == j ? d[2] : 0) + (j == 2 ? d[i] : 0) + (i == 2 ? d[j] : 0);
            out.Y_gradient[i][j] = 3 * strength * (unit - 5 * d[2] * d[i] * d[j] / r2);
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
    result.surfaces.box_lower_m = {-2.5, -2.5, -2.5};
    result.surfaces.box_upper_m = {2.5, 2.5, 2.5};
    return result;
}

/// Distances of the rays' ends, in rising order, when density and field are given at nodes over ±2.6.
std::vector<double> errors_on_grid(std::uint64_t cells, Flown const& exact) {
    double const step = 5.2 / static_cast<double>(cells);
    planet::GridAxis const axis{-2.6, step, cells + 1};
    planet::GridNodes const nodes{planet::GridFrame::cartesian, {axis, axis, axis}};
    auto const at = [&](std::uint64_t i) { return axis.first + step * static_cast<double>(i); };
    std::vector<double> density;
    std::array<std::vector<double>, 3> b;
    for (std::uint64_t k = 0; k <= cells; ++k)
        for (std::uint64_t j = 0; j <= cells; ++j)
            for (std::uint64_t i = 0; i <= cells; ++i) {
                auto const values = torus({at(i), at(j), at(k)});
                density.push_back(unit_density() * values.X);
                for (std::size_t c = 0; c < 3; ++c)
                    b[c].push_back(unit_field() * values.Y[c]);
            }
    planet::MagneticFieldParts parts;
    parts.grids.push_back(planet::fit_field(nodes, {b[0], b[1], b[2]}));
    planet::MagneticField const field(parts);
    planet::Plasma const plasma({planet::fit_density(nodes, density)});
    auto const flown = fly_here(problem({&field, &plasma, nullptr}), launches());
    std::vector<double> distances;
    for (std::size_t i = 0; i < flown.rays.size(); ++i) {
        EXPECT_EQ(flown.rays[i].stop_reason, exact.rays[i].stop_reason) << cells << " cells, ray " << i;
        auto const &end = flown.rays[i].end_position_m, &wanted = exact.rays[i].end_position_m;
        distances.push_back(std::hypot(end[0] - wanted[0], end[1] - wanted[1], end[2] - wanted[2]));
    }
    std::sort(distances.begin(), distances.end());
    return distances;
}

TEST(Gridded, RaysConvergeToThoseOfTheFormulaAtTheSplinesOrder) {
    UnitMedium const formula(torus);
    auto const exact = fly_here(problem({nullptr, nullptr, &formula}), launches());
    std::size_t through = 0;
    for (auto const& ray : exact.rays)
        through += ray.stop_reason == StopReason::maximum_path ? 1 : 0;
    EXPECT_GT(through, exact.rays.size() / 2);

    // Over two halvings: from one to the next, rays that turn close to X = 1, and those with a stretch along
    // a plane of nodes, swing about the order.
    auto const coarse = errors_on_grid(32, exact), fine = errors_on_grid(128, exact);
    auto const square = [](std::vector<double> const& v) {
        return std::inner_product(v.begin(), v.end(), v.begin(), 0.0) / static_cast<double>(v.size());
    };
    auto const median = [](std::vector<double> const& v) { return v[v.size() / 2]; };
    EXPECT_GE(std::log2(std::sqrt(square(coarse) / square(fine))) / 2, 3.5);
    EXPECT_GE(std::log2(median(coarse) / median(fine)) / 2, 3.5);
    EXPECT_LT(median(fine), 1e-6);
}

}  // namespace
}  // namespace vespa::raytrace
