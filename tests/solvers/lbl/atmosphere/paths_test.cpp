#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/atmosphere/path.hpp"

namespace vespa::lbl {
namespace {

struct Exponential {
    std::vector<Layer> layers;
    std::vector<double> density;
};

/// Density exp(-z / scale) up to 40 scale heights in so many layers; columns as integrals of it.
Exponential exponential(double scale, int count) {
    Exponential air;
    double const step = 40 * scale / count;
    for (int k = 0; k <= count; ++k)
        air.density.push_back(std::exp(-k * step / scale));
    for (int k = 0; k < count; ++k) {
        Layer layer;
        layer.lower = k * step;
        layer.upper = (k + 1) * step;
        auto const at = static_cast<std::size_t>(k);
        layer.column = scale * (air.density[at] - air.density[at + 1]);
        layer.upper_share = 0.5;
        air.layers.push_back(layer);
    }
    return air;
}

double column_along(Path const& path, std::vector<Layer> const& layers) {
    double sum = 0;
    for (auto const& leg : path.segments)
        sum += leg.factor * layers[leg.layer].column;
    return sum;
}

struct LimbCase {
    double radius, scale, column;  // km; 2 r e^(r/H) K1(r/H)
};
constexpr LimbCase limb_cases[] = {{6371, 7, 529.56783374255},
                                   {3389.5, 11, 484.59817506451},
                                   {2575, 40, 809.13135252726},
                                   {69911, 27, 3444.3514486881}};

TEST(Paths, LimbColumnsOfExponentialAtmospheres) {
    for (auto const& [radius, scale, column] : limb_cases) {
        for (int const count : {20, 80, 400}) {
            auto const air = exponential(scale, count);
            Shells const shells(air.layers, radius, ShellDensity::exponential, air.density, {}, "test");
            EXPECT_NEAR(column_along(shells.limb(0).path, air.layers) / column, 1, 1e-12)
                << radius << ' ' << count;
        }
    }
}

TEST(Paths, LimbColumnsOfHomogeneousShellsConverge) {
    auto const [radius, scale, column] = limb_cases[0];
    double error[2];
    for (int i : {0, 1}) {
        auto const air = exponential(scale, i == 0 ? 400 : 1600);
        Shells const shells(air.layers, radius, ShellDensity::homogeneous, {}, {}, "test");
        error[i] = std::abs(column_along(shells.limb(0).path, air.layers) / column - 1);
    }
    EXPECT_LT(error[0], 7e-3);          // a tenth of a scale height
    EXPECT_GT(error[0] / error[1], 6);  // as step^1.5 or better: the root at the tangent point
}

TEST(Paths, TangentPointsBetweenLevels) {
    auto const [radius, scale, column] = limb_cases[0];
    auto const air = exponential(scale, 40);
    Shells const shells(air.layers, radius - 10.3, ShellDensity::exponential, air.density, {}, "test");
    auto const limb = shells.limb(10.3);
    EXPECT_NEAR(limb.impact, radius, 1e-9);
    EXPECT_NEAR(column_along(limb.path, air.layers) / (column * std::exp(-10.3 / scale)), 1, 1e-12);
    // Down and up again: the two segments of the tangent layer meet where the ray turns.
    auto const& legs = limb.path.segments;
    ASSERT_EQ(legs.size(), 2 * (40 - 1));
    auto const& down = legs[legs.size() / 2 - 1];
    auto const& up = legs[legs.size() / 2];
    EXPECT_EQ(down.layer, 1U);
    EXPECT_NEAR(down.far_share, 3.3 / 7, 1e-12);
    EXPECT_EQ(down.far_share, up.near_share);
    EXPECT_EQ(down.near_share, 1);
    EXPECT_FALSE(limb.path.ends_at_surface);
    EXPECT_THROW(shells.limb(280), BadInput);
    EXPECT_THROW(shells.limb(-0.1), BadInput);
}

TEST(Paths, MeanHeightAlongTheLimbIsHalfAScaleHeight) {
    double const radius = 6371, scale = 7;
    auto const air = exponential(scale, 1);
    Shells const shells(air.layers, radius, ShellDensity::exponential, air.density, {}, "test");
    double const height = 40 * scale * shells.limb(0).path.segments[0].mean_share;
    // <r> = r0 (K0 + 1 / x K1) / K1 at x = r0 / H
    EXPECT_NEAR(height, scale / 2 + 3 * scale * scale / (8 * radius), 1e-5);
}

TEST(Paths, PlaneParallel) {
    auto const air = exponential(7, 5);
    auto const down = nadir_path(air.layers, 0.5), up = zenith_path(air.layers);
    EXPECT_EQ(down.segments.front().layer, 4U);
    EXPECT_EQ(down.segments.front().factor, 2);
    EXPECT_TRUE(down.ends_at_surface);
    EXPECT_EQ(up.segments.front().layer, 0U);
    EXPECT_EQ(up.segments.front().near_share, 0);
    EXPECT_THROW(nadir_path(air.layers, 0), BadInput);
    EXPECT_THROW(zenith_path(air.layers, 1.1), BadInput);
}

TEST(Paths, SlantColumnsThroughHomogeneousShells) {
    double const radius = 60, top = 40;
    auto const air = exponential(1, 8);
    Shells const shells(air.layers, radius, ShellDensity::homogeneous, {}, {}, "test");
    for (double const angle : {0.0, 0.3, 1.2, 1.55}) {
        auto const up = shells.from_surface(angle);
        double length = 0;
        for (auto const& leg : up.segments)
            length += leg.factor * air.layers[leg.layer].thickness();
        double const b = radius * std::sin(angle);
        double const exact = std::sqrt((radius + top) * (radius + top) - b * b) - radius * std::cos(angle);
        EXPECT_NEAR(length / exact, 1, 1e-12) << angle;
        auto const down = shells.to_surface(angle);
        EXPECT_TRUE(down.ends_at_surface);
        EXPECT_NEAR(down.surface_cosine, std::cos(angle), 1e-15);
        EXPECT_EQ(down.segments.back().layer, 0U);
        EXPECT_EQ(down.segments.back().factor, up.segments.front().factor);
        EXPECT_EQ(down.segments.back().far_share, 0);
    }
    EXPECT_THROW(shells.from_surface(units::pi / 2), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
