#include "core/units/constants.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vespa::units {
namespace {

TEST(Constants, PlasmaAndGyroFrequenciesOfTheField) {
    // fp = 8978.66282049 Hz √(n/cm⁻³) and fc = 2.79924898723e10 Hz B/T with CODATA 2018: both follow from e,
    // m_e and ε₀
    double const plasma_frequency =
        std::sqrt(per_cm3 * elementary_charge * elementary_charge / (electric_constant * electron_mass)) /
        (2 * pi);
    EXPECT_NEAR(plasma_frequency, 8978.66282049, 5e-9);
    EXPECT_NEAR(elementary_charge / (2 * pi * electron_mass), 2.79924898723e10, 0.5e-1);
}

TEST(Constants, FineStructureConstantClosesTheElectromagneticOnes) {
    // α = e²/(2 ε₀ h c) = 7.2973525693e-3 (CODATA 2018)
    double const alpha =
        elementary_charge * elementary_charge / (2 * electric_constant * planck_constant * speed_of_light);
    EXPECT_NEAR(alpha, 7.2973525693e-3, 2e-12);
    // second radiation constant h c/k = 1.438776877e-2 m K
    EXPECT_NEAR(planck_constant * speed_of_light / boltzmann_constant, 1.438776877e-2, 1e-11);
}

TEST(Constants, UnitsAndAngles) {
    EXPECT_DOUBLE_EQ(180 * degree, pi);
    EXPECT_DOUBLE_EQ(pi, std::acos(-1.0));
    EXPECT_EQ(2 * km, 2000);
    EXPECT_EQ(3 * per_cm3, 3e6);
    EXPECT_EQ(1.5 * MHz, 1500 * kHz);
    EXPECT_DOUBLE_EQ(1e9 * nT, 1);
}

TEST(Constants, FlatteningOfThePlanets) {
    // IAU values: Jupiter 0.06487, Saturn 0.09796, Earth 1/298.257
    EXPECT_NEAR(1 - jupiter_polar_radius / jupiter_radius, 0.06487, 5e-6);
    EXPECT_NEAR(1 - saturn_polar_radius / saturn_radius, 0.09796, 5e-6);
    EXPECT_NEAR(1 / (1 - earth_polar_radius / earth_radius), 298.257, 0.01);
}

}  // namespace
}  // namespace vespa::units
