#include "lbl/atmosphere/layers.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/constants.hpp"

namespace vespa::lbl {
namespace {

Sphere const flat{1e15, 9.80665};

Profile case_f() {
    Profile profile;
    profile.molar_mass = 28.964;
    for (int i = 0; i <= 40; ++i) {
        profile.pressure.push_back(101325 * std::pow(10, -3.0 * i / 40));
        profile.temperature.push_back(296 - 3.65 * i);
        profile.height.push_back(1e3 * i);
    }
    profile.gases = {{"CO", 0, std::vector<double>(41, 1e-7)}};
    return profile;
}

TEST(Layers, ColumnsAndMeansOfFortyLayers) {
    auto const layers = make_layers(case_f(), flat, ColumnFrom::pressure, "case F");
    ASSERT_EQ(layers.size(), 40U);
    EXPECT_NEAR(layers[0].column / 3.407256171424e+24, 1, 1e-11);
    EXPECT_NEAR(layers[0].pressure, 93289.6813636, 1e-6);
    EXPECT_NEAR(layers[0].temperature, 294.227501632, 1e-9);
    EXPECT_NEAR(layers[1].column / 2.866848788977e+24, 1, 1e-11);
    EXPECT_NEAR(layers[1].temperature, 290.577501632, 1e-9);
    EXPECT_NEAR(layers[5].column_of(0) / layers[5].column, 1e-7, 1e-20);
    EXPECT_NEAR(layers[5].partial_pressure(0), 1e-7 * layers[5].pressure, 1e-16);
}

TEST(Layers, UpperShareIsTheMeanOverPressure) {
    for (double const ratio : {1.0000001, 1.005, 1.0099, 1.0101, 1.5, 20.0}) {
        // Simpson's rule over p of ln(p1 / p) / ln(p1 / p2)
        int const n = 20000;
        double sum = 0;
        for (int i = 0; i <= n; ++i) {
            double const p = 1 + (1 / ratio - 1) * i / n;
            sum += std::log(1 / p) / std::log(ratio) * (i == 0 || i == n ? 1 : i % 2 ? 4 : 2);
        }
        EXPECT_NEAR(upper_share(ratio, 1), sum / (3 * n), 2e-9) << ratio;
    }
    EXPECT_NEAR(upper_share(1.00999, 1), upper_share(1.01011, 1), 2e-5);
}

TEST(Hydrostatics, IsothermalAtmosphereOfASphere) {
    Sphere const planet{3.3895e6, 3.71};
    Profile profile{{600, 60, 6, 0.006}, {210, 210, 210, 210}, {}, {}, 43.34};
    std::vector<double> const masses(4, 43.34);
    auto const z = hydrostatic_heights(profile, masses, planet, 0, "here");
    for (std::size_t i = 0; i < 4; ++i) {
        double const geopotential =
            gas_constant * 210 / (43.34e-3 * 3.71) * std::log(600 / profile.pressure[i]);
        EXPECT_NEAR(z[i], 1 / (1 / geopotential - 1 / planet.radius), 1e-8) << i;
    }
    // Started higher, the same atmosphere continues.
    Profile upper{{60, 6}, {210, 210}, {}, {}, 43.34};
    EXPECT_NEAR(hydrostatic_heights(upper, std::vector<double>(2, 43.34), planet, z[1], "here")[1], z[2],
                1e-7);
}

TEST(Hydrostatics, TemperatureLinearInHeightOfAFlatPlanet) {
    // T = T0 (p / p0)^(R G / M g) is not linear in ln p; refined, the levels converge as the square of the
    // step.
    double const lapse = 6.5e-3, exponent = lapse * gas_constant / (28.96e-3 * 9.80665);
    double previous = 0;
    for (int n : {50, 100, 200}) {
        Profile profile;
        for (int i = 0; i <= n; ++i) {
            profile.pressure.push_back(1e5 * std::pow(0.1, double(i) / n));
            profile.temperature.push_back(288.15 * std::pow(profile.pressure.back() / 1e5, exponent));
        }
        auto const z =
            hydrostatic_heights(profile, std::vector<double>(profile.levels(), 28.96), flat, 0, "");
        double const error = z.back() - (288.15 - profile.temperature.back()) / lapse;
        if (previous != 0) {
            EXPECT_NEAR(previous / error, 4, 0.02);
        }
        previous = error;
    }
}

TEST(Hydrostatics, ImbalanceTellsHeightsThatDoNotFit) {
    auto profile = case_f();
    std::vector<double> const masses(41, 28.964);
    EXPECT_NEAR(hydrostatic_imbalance(profile, masses, flat, ""), 0.39, 0.03);  // as known of this case
    profile.height = hydrostatic_heights(profile, masses, flat, 0, "");
    EXPECT_LT(hydrostatic_imbalance(profile, masses, flat, ""), 1e-12);
    auto const by_pressure = make_layers(profile, flat, ColumnFrom::pressure, "");
    auto const by_height = make_layers(profile, flat, ColumnFrom::heights, "");
    for (std::size_t k = 0; k < by_pressure.size(); ++k)
        EXPECT_NEAR(by_height[k].column / by_pressure[k].column, 1, 3e-4);  // ln n is linear in z to
                                                                            // d ln T d ln p / 12
}

TEST(Hydrostatics, AnAtmosphereThatFliesAway) {
    Profile profile{{600, 6e-300}, {900, 900}, {}, {}, 2};
    EXPECT_THROW(hydrostatic_heights(profile, std::vector<double>(2, 2.0), {1e6, 1}, 0, "x"), BadInput);
}

TEST(Layers, ProfilesOnOtherLevels) {
    auto const profile = case_f();
    std::vector<double> const wanted{101325, 9e4, 4e4, 101.325};
    auto const put = at_pressures(profile, wanted, "x");
    EXPECT_NEAR(put.temperature[2], 296 - 3.65 * 40 / 3.0 * std::log10(101325 / 4e4), 1e-10);
    EXPECT_NEAR(put.height[3], 4e4, 1e-7);
    EXPECT_THROW(at_pressures(profile, std::vector<double>{2e5, 1e4}, "x"), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
