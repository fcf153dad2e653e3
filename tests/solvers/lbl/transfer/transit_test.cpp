#include "lbl/transfer/transit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/path.hpp"
#include "lbl/transfer/formal_solution.hpp"

namespace vespa::lbl {
namespace {

/// Effective radius of n0 e^(-z / H), constant cross section, tau at the lowest ray given; rays every
/// scale / per_scale up to 40 H.
std::vector<double> exponential_planet(double radius, double scale, std::vector<double> const& tau,
                                       int per_scale) {
    int const count = 40 * per_scale;
    std::vector<Layer> layers;
    std::vector<double> density, impact;
    for (int k = 0; k <= count; ++k)
        density.push_back(std::exp(-double(k) / per_scale));
    for (int k = 0; k < count; ++k) {
        Layer layer;
        layer.lower = scale * k / per_scale;
        layer.upper = scale * (k + 1) / per_scale;
        layer.column = scale * (density[std::size_t(k)] - density[std::size_t(k) + 1]);
        layers.push_back(layer);
    }
    Shells const shells(layers, radius, ShellDensity::exponential, density, {}, "planet");
    RowsArray vertical(layers.size(), tau.size()), along(layers.size(), tau.size());
    for (std::size_t k = 0; k < layers.size(); ++k)
        std::fill(vertical.view().row(k).begin(), vertical.view().row(k).end(), layers[k].column);
    for (std::size_t j = 0; j < layers.size(); ++j) {
        auto const limb = shells.limb(layers[j].lower);
        impact.push_back(limb.impact);
        optical_depth_along(limb.path, vertical.view(), along.view().row(j));
    }
    double const lowest = along.view().row(0)[0];
    for (std::size_t j = 0; j < layers.size(); ++j)
        for (std::size_t i = 0; i < tau.size(); ++i)
            along.view().row(j)[i] *= tau[i] / lowest;
    std::vector<double> effective(tau.size());
    transit_radius(impact, along.view(), effective);
    return effective;
}

TEST(Transit, ExponentialAtmosphereOfConstantCrossSection) {
    std::vector<double> const tau{100, 1e4};
    auto const coarse = exponential_planet(69911, 500, tau, 4);
    auto const fine = exponential_planet(69911, 500, tau, 16);
    RecordProperty(
        "fine", std::to_string(fine[0] - 72514.120277887) + " " + std::to_string(fine[1] - 74824.418912103));
    // km: ln of the column is not quite linear in b (sqrt b); that is all that the spacing costs.
    EXPECT_NEAR(fine[0], 72514.120277887, 1e-5);
    EXPECT_NEAR(fine[1], 74824.418912103, 1e-5);
    EXPECT_NEAR((coarse[0] - 72514.120277887) / (fine[0] - 72514.120277887), 16, 1);
}

TEST(Transit, OpaqueAndEmptyAnnuli) {
    RowsArray depth(4, 3);
    auto const set = [&](std::size_t point, std::vector<double> const& values) {
        for (std::size_t j = 0; j < 4; ++j)
            depth.view().row(j)[point] = values[j];
    };
    set(0, {1e5, 1e5, 1e5, 1e5});
    set(1, {0, 0, 0, 0});
    set(2, {1e-3, 1e-3, 1e-3, 0});
    std::vector<double> const impact{10, 11, 12, 13};
    std::vector<double> radius(3), depths(3);
    transit_radius(impact, depth.view(), radius);
    EXPECT_NEAR(radius[0], 13, 1e-14);
    EXPECT_EQ(radius[1], 10);
    EXPECT_NEAR(radius[2] * radius[2], 100 + (144 - 100) * -std::expm1(-1e-3) + 1e-3 * (12 + 1.0 / 3), 1e-5);
    transit_depth(radius, 100, depths);
    EXPECT_NEAR(depths[1], 0.01, 1e-16);
    EXPECT_THROW(transit_radius(std::vector<double>{1, 2, 2, 3}, depth.view(), radius), BadInput);
    EXPECT_THROW(transit_depth(radius, 0, depths), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
