#include <gtest/gtest.h>

#include <cmath>

#include "../shared_data.hpp"
#include "lbl/atmosphere/layers.hpp"
#include "lbl/atmosphere/molar_mass.hpp"
#include "lbl/atmosphere/read_profile.hpp"

namespace vespa::lbl {
namespace {

TEST(SharedProfiles, AfglModelAtmospheres) {
    SHARED_DATA_OR_SKIP(tropical, "profiles/AFGL50/tropical.xy");
    auto const profile = read_profile_file(tropical);
    EXPECT_EQ(profile.levels(), 50U);
    EXPECT_DOUBLE_EQ(profile.pressure[0], 1.013e5);
    EXPECT_NEAR(find_gas(profile, "O2")->abundance[10], 0.209, 1e-12);
    EXPECT_NEAR(mean_molar_mass(profile, "tropical")[49], 28.9, 0.6);
    auto const folder = tropical.parent_path();
    for (char const* const name : {"USstandard_main.xy", "USstandard_all.xy", "midlatitudeSummer.xy",
                                   "midlatitudeWinter.xy", "subarcticSummer.xy", "subarcticWinter.xy"}) {
        auto const other = read_profile_file(folder / name);
        EXPECT_EQ(other.levels(), 50U) << name;
        EXPECT_NEAR(other.pressure[0], 1.013e5, 500) << name;
        EXPECT_EQ(other.height.back(), 120e3) << name;
    }
    EXPECT_THROW(read_profile_file(folder / "traceGases.xy"), std::runtime_error);  // has no pressures
}

TEST(SharedProfiles, HeightsOfTheStandardAtmosphereAreHydrostatic) {
    SHARED_DATA_OR_SKIP(path, "profiles/AFGL50/USstandard_main.xy");
    auto profile = read_profile_file(path);
    profile.molar_mass = 28.964;
    std::vector<double> const masses(profile.levels(), 28.964);
    Sphere const earth{6.371e6, 9.80665};
    EXPECT_LT(hydrostatic_imbalance(profile, masses, earth, "US"), 0.1);  // above 90 km its air is lighter
    double total = 0;
    for (auto const& layer : make_layers(profile, earth, ColumnFrom::pressure, "US"))
        total += layer.column;
    EXPECT_NEAR(total / 2.15e25, 1, 0.01);  // molecules over a cm2 of Earth
}

TEST(SharedProfiles, NemesisReferenceProfiles) {
    struct Expected {
        char const* name;
        std::size_t levels, gases;
        double lowest_pa, lowest_k;
    };
    for (auto const& [name, levels, gases, pressure, temperature] :
         {Expected{"earth_circ_case1.ref", 54, 8, 9.710141e-01 * 101325, 288.99},
          Expected{"exoplanet_pds70b.ref", 50, 12, 3.16 * 101325, 2033},
          Expected{"jupiter.ref", 40, 15, 9.8717 * 101325, 338.16},
          Expected{"jupiter_cirs.ref", 81, 11, 9.8717 * 101325, 338.16},
          Expected{"mars_SO.ref", 36, 12, 6.240834e-03 * 101325, 216.5739},
          Expected{"neptune.ref", 39, 6, 1013250, 156.884},
          Expected{"titan_ch3cn.ref", 108, 9, 1.4231 * 101325, 91.544}}) {
        SHARED_DATA_OR_SKIP(path, std::string("profiles/") + name);
        auto const profile = read_profile_file(path);
        EXPECT_EQ(profile.levels(), levels) << name;
        EXPECT_EQ(profile.gases.size(), gases) << name;
        EXPECT_NEAR(profile.pressure[0] / pressure, 1, 1e-12) << name;
        EXPECT_EQ(profile.temperature[0], temperature) << name;
        EXPECT_NO_THROW(mean_molar_mass(profile, name));
    }
}

}  // namespace
}  // namespace vespa::lbl
