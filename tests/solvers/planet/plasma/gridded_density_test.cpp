// Densities on grids: lanes against the twin, exactness, order, poles, what lies outside, what is refused.
#include "planet/plasma/gridded_density.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "core/simd/targets.hpp"
#include "core/units/constants.hpp"
#include "media.hpp"
#include "planet/plasma/density_reference.hpp"

namespace vespa::planet::test {
namespace {

using units::degree;
using units::pi;
using Formula = std::function<double(double, double, double)>;

constexpr double radius = 7e7;

/// A field without symmetries: ln n between −2 and 12.
double smooth(double x, double y, double z) {
    x /= radius, y /= radius, z /= radius;
    return std::exp(5 + std::sin(0.9 * x + 0.3) * std::cos(0.7 * y) + 0.4 * z * std::sin(0.5 * x + y) -
                    0.1 * z * z);
}

GriddedDensity gridded(GridNodes const& nodes, Formula const& n) {
    std::vector<double> values;
    auto const& axes = nodes.axes;
    auto const at = [](GridAxis const& axis, std::uint64_t i) {
        return axis.first + axis.step * static_cast<double>(i);
    };
    for (std::uint64_t k = 0; k < axes[2].count; ++k) {
        for (std::uint64_t j = 0; j < axes[1].count; ++j) {
            for (std::uint64_t i = 0; i < axes[0].count; ++i) {
                double const a = at(axes[0], i), b = at(axes[1], j);
                double c = at(axes[2], k);
                if (!nodes.is_spherical()) {
                    values.push_back(n(a, b, c));
                    continue;
                }
                if (nodes.frame == GridFrame::spherical_logarithmic) c = std::exp(c);
                values.push_back(
                    n(c * std::cos(b) * std::cos(a), c * std::cos(b) * std::sin(a), c * std::sin(b)));
            }
        }
    }
    return fit_density(nodes, values);
}

GridNodes box(std::uint64_t n) {
    double const step = 4 * radius / static_cast<double>(n - 1);
    return {GridFrame::cartesian,
            {{{-2 * radius, step, n}, {-1.5 * radius, 0.75 * step, n}, {-2 * radius, step, n}}}};
}

/// All around; the outermost latitudes at the poles, or half a step before them.
GridNodes sphere(std::uint64_t n, bool at_node, bool logarithmic = false) {
    double const gaps = static_cast<double>(at_node ? n - 1 : n), first = at_node ? 0 : 0.5;
    double const low = logarithmic ? std::log(radius) : radius;
    double const span = logarithmic ? std::log(2.0) : radius;
    return {logarithmic ? GridFrame::spherical_logarithmic : GridFrame::spherical,
            {{{-0.3, 2 * pi / static_cast<double>(2 * n), 2 * n},
              {-pi / 2 + first * pi / gaps, pi / gaps, n},
              {low, span / static_cast<double>(n - 1), n}}}};
}

struct Named {
    char const* name;
    GridNodes nodes;
};

std::vector<Named> grids() {
    auto north = sphere(16, true);
    north.axes[1] = {0.1, (pi / 2 - 0.1) / 9, 10};
    auto south = sphere(16, false);
    south.axes[1] = {-pi / 2 + 0.05, 0.1, 12};
    return {{"box", box(12)},
            {"sphere, nodes on the poles", sphere(14, true)},
            {"sphere, poles between nodes", sphere(14, false, true)},
            {"northern cap", north},
            {"southern cap", south},
            {"sector across 180 degrees",
             {GridFrame::spherical, {{{2.9, 0.1, 12}, {-0.5, 0.1, 11}, {radius, 0.1 * radius, 11}}}}}};
}

/// Points in the grid and around it, in Cartesian metres.
Points around(GridNodes const& nodes, std::size_t count) {
    Medium const shell{"none", {}, 0.9e-3 * radius, 2.1e-3 * radius};
    auto at = points(shell, count);
    at.z[0] = std::hypot(at.x[0], at.y[0], at.z[0]);  // on the axis
    at.x[0] = at.y[0] = 0;
    at.x[1] = -std::abs(at.x[1]), at.y[1] = 0;  // on the meridian where longitudes jump
    if (nodes.frame == GridFrame::cartesian) return at;
    at.z[2] = -at.z[0];
    at.x[2] = 1e-3, at.y[2] = -2e-3;
    return at;
}

class GriddedLanes : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { simd::use_target(GetParam()); }
    void TearDown() override { simd::use_target(""); }
};

INSTANTIATE_TEST_SUITE_P(EveryInstructionSet, GriddedLanes, ::testing::ValuesIn(simd::available_targets()),
                         [](auto const& target) { return target.param; });

TEST_P(GriddedLanes, AgreeWithTheScalarTwin) {
    for (auto const& grid : grids()) {
        Plasma const plasma({gridded(grid.nodes, smooth)});
        auto const at = around(grid.nodes, 403);
        auto const batch = evaluate(plasma, at);
        std::size_t inside = 0;
        for (std::size_t i = 0; i < at.x.size(); ++i) {
            auto const where = std::string(grid.name) + ", point " + std::to_string(i);
            auto const twin = reference_density_and_gradient(plasma, at.x[i], at.y[i], at.z[i]);
            EXPECT_EQ(std::isnan(batch.density[i]), std::isnan(twin.value)) << where;
            if (std::isnan(twin.value)) continue;
            ++inside;
            // A cell's place, in cells from the grid's edge, is known to some 1e-15 of the axis' length.
            double const size = std::hypot(twin.slope[0], twin.slope[1], twin.slope[2]);
            // Near a sphere's axis 1/ρ multiplies roundings.
            double const slack = i == 0 || i == 2 ? 1e-6 : 1e-12;
            EXPECT_NEAR(batch.density[i], twin.value, 1e-12 * twin.value) << where;
            EXPECT_NEAR(batch.gx[i], twin.slope[0], slack * (size + twin.value / radius)) << where;
            EXPECT_NEAR(batch.gy[i], twin.slope[1], slack * (size + twin.value / radius)) << where;
            EXPECT_NEAR(batch.gz[i], twin.slope[2], slack * (size + twin.value / radius)) << where;
        }
        EXPECT_GT(inside, 4u) << grid.name;
        EXPECT_LT(inside, at.x.size()) << grid.name;
    }
}

TEST_P(GriddedLanes, ALaneDependsOnItsOwnPointAlone) {
    for (auto const& grid : grids()) {
        Plasma const plasma({gridded(grid.nodes, smooth)});
        auto at = around(grid.nodes, 29);
        at.x[5] = std::numeric_limits<double>::quiet_NaN();
        at.y[6] = std::numeric_limits<double>::infinity();
        at.z[7] = -1e300;
        auto const together = evaluate(plasma, at);
        for (std::size_t const i : {5u, 6u, 7u})
            EXPECT_TRUE(std::isnan(together.density[i])) << grid.name;
        for (std::size_t i = 0; i < at.x.size(); ++i) {
            auto const alone = evaluate(plasma, {{at.x[i]}, {at.y[i]}, {at.z[i]}});
            if (std::isnan(alone.density[0])) {
                EXPECT_TRUE(std::isnan(together.density[i]));
                continue;
            }
            EXPECT_EQ(alone.density[0], together.density[i]) << grid.name;
            EXPECT_EQ(alone.gx[0], together.gx[i]) << grid.name;
            EXPECT_EQ(alone.gz[0], together.gz[i]) << grid.name;
        }
    }
}

TEST(GriddedDensity, IsExactWhereTheLogarithmIsACubic) {
    auto const cubic = [](double x, double y, double z) {
        x /= radius, y /= radius, z /= radius;
        return std::exp(3 + x * x * x - y * y * z + 0.5 * x * y * z * z * z - 2 * z);
    };
    Plasma const plasma({gridded(box(5), cubic)});
    for (double const x : {-2.0, -0.77, 1.99})
        for (double const z : {-1.9, 0.1, 2.0}) {
            double const plain = reference_density(plasma, x * radius, 0.4 * radius, z * radius);
            EXPECT_NEAR(plain, cubic(x * radius, 0.4 * radius, z * radius), 3e-13 * plain);
        }
}

/// The largest relative errors of density and gradient (times the radius) at points of a shell.
struct Errors {
    double density = 0, gradient = 0;
};

Errors errors_of(GridNodes const& nodes, double nearest, double farthest) {
    Plasma const plasma({gridded(nodes, smooth)});
    Medium const shell{"none", {}, 1e-3 * nearest, 1e-3 * farthest};
    auto at = points(shell, 2000);
    for (std::size_t i = 0; i < 200; ++i)
        at.x[i] *= 1e-3, at.y[i] *= 1e-3;  // about the poles
    auto const batch = evaluate(plasma, at);
    Errors worst;
    double const h = 1e-4 * radius;
    for (std::size_t i = 0; i < at.x.size(); ++i) {
        double const r = std::hypot(at.x[i], at.y[i], at.z[i]);
        if (r < nearest || r > farthest) continue;
        double const n = smooth(at.x[i], at.y[i], at.z[i]);
        double const gx =
            (smooth(at.x[i] + h, at.y[i], at.z[i]) - smooth(at.x[i] - h, at.y[i], at.z[i])) / (2 * h);
        worst.density = std::max(worst.density, std::abs(batch.density[i] / n - 1));
        worst.gradient = std::max(worst.gradient, std::abs(batch.gx[i] - gx) * radius / n);
    }
    return worst;
}

TEST(GriddedDensity, ConvergesAtTheSplinesOrderPolesIncluded) {
    auto const order = [](double coarse, double fine) { return std::log2(coarse / fine); };
    auto const coarse = errors_of(box(25), 0.01 * radius, 1.4 * radius);
    auto const fine = errors_of(box(49), 0.01 * radius, 1.4 * radius);
    EXPECT_GT(order(coarse.density, fine.density), 3.6);
    EXPECT_GT(order(coarse.gradient, fine.gradient), 2.7);
    for (bool const at_node : {true, false}) {
        auto const wide = sphere(at_node ? 25 : 24, at_node, true),
                   narrow = sphere(at_node ? 49 : 48, at_node, true);
        auto const first = errors_of(wide, 1.01 * radius, 1.99 * radius);
        auto const second = errors_of(narrow, 1.01 * radius, 1.99 * radius);
        EXPECT_GT(order(first.density, second.density), 3.6) << at_node;
        EXPECT_GT(order(first.gradient, second.gradient), 2.6) << at_node;
        EXPECT_LT(second.density, 1e-4);
    }
}

TEST(GriddedDensity, ContinuesForACellAndIsUndefinedFartherOut) {
    Plasma const plasma({gridded(box(12), smooth)});
    double const step = 4 * radius / 11;
    std::vector<double> const x{2 * radius + 0.99 * step, 2 * radius + 1.01 * step, -2 * radius - 0.99 * step,
                                -2 * radius - 1.01 * step};
    std::vector<double> const zero(4, 0.0);
    std::vector<double> n(4);
    plasma.density(x, zero, zero, n);
    EXPECT_NEAR(n[0] / smooth(x[0], 0, 0), 1, 0.05);
    EXPECT_NEAR(n[2] / smooth(x[2], 0, 0), 1, 0.05);
    EXPECT_TRUE(std::isnan(n[1]) && std::isnan(n[3]));
}

TEST(GriddedDensity, TheFitDoesNotDependOnHowItIsShared) {
    for (auto const& grid : grids()) {
        auto const whole = gridded(grid.nodes, smooth);
        auto const count = whole.layout.count();
        std::vector<double> values(count, 0);
        for (std::uint64_t k = 0; k < grid.nodes.axes[2].count; ++k)
            for (std::uint64_t j = 0; j < grid.nodes.axes[1].count; ++j)
                for (std::uint64_t i = 0; i < grid.nodes.axes[0].count; ++i)
                    values[whole.layout.place(i, j, k)] = std::sin(static_cast<double>(i * 7 + j * 5 + k));
        auto shared = values;
        for (int step = 0; step < fit_steps; ++step) {
            fit_grid(grid.nodes, whole.layout, values.data(), step, 0, 1);
            for (std::uint64_t share = 0; share < 5; ++share)
                fit_grid(grid.nodes, whole.layout, shared.data(), step, share, 5);
        }
        EXPECT_EQ(values, shared) << grid.name;
    }
}

std::string refusal(GridNodes const& nodes) {
    try {
        layout_of(nodes, "file.h5");
    } catch (BadInput const& error) {
        return error.what();
    }
    return "accepted";
}

TEST(GriddedDensity, GridsThatCannotBeAreRefused) {
    auto few = box(12);
    few.axes[1].count = 3;
    EXPECT_EQ(refusal(few), "file.h5: y has 3 nodes; allowed: 4 to 100000 nodes");
    auto odd = sphere(14, true);
    odd.axes[0] = {0, 2 * pi / 27, 27};
    EXPECT_NE(refusal(odd).find("27 longitudes around a pole"), std::string::npos);
    auto repeated = sphere(14, true);
    repeated.axes[0].count = 29;
    EXPECT_NE(refusal(repeated).find("go around more than once"), std::string::npos);
    auto over = sphere(14, true);
    over.axes[1].first = -91 * degree;
    EXPECT_NE(refusal(over).find("-91"), std::string::npos);
    auto centre = sphere(14, true);
    centre.axes[2].first = 0;
    EXPECT_NE(refusal(centre).find("r begins at 0 m"), std::string::npos);
    std::vector<double> values(few.count(), 1);
    values[5] = 0;
    few = {GridFrame::cartesian, {{{0, 1, 12}, {0, 1, 3}, {0, 1, 12}}}};
    EXPECT_THROW(fit_density(few, values), BadInput);
    std::vector<double> bad(12 * 12 * 12, 1);
    bad[77] = -1;
    EXPECT_THROW(fit_density(box(12), bad), BadInput);
}

}  // namespace
}  // namespace vespa::planet::test
