#include "planet/magnetic_field/simple_parts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "core/simd/targets.hpp"
#include "core/units/constants.hpp"
#include "solvers/planet/magnetic_field/field_tools.hpp"

namespace vespa::planet {
namespace {

using testing::Vector;

DipoleField const tilted = tilted_dipole(4.2e-4, 7e7, 0.2, 1.1, {3e6, -2e6, 5e6});

TEST(SimpleParts, AnUntiltedDipoleHasTheKnownFieldAtEquatorAndPole) {
    MagneticField const field({.dipoles = {tilted_dipole(4e-4, 7e7, 0, 0, {0, 0, 0})}});
    auto const b = testing::field_at(field, {{1.4e8, 0, 0}, {0, 0, 7e7}, {0, -7e7, 0}});
    Vector const expected[] = {{0, 0, -5e-5}, {0, 0, 8e-4}, {0, 0, -4e-4}};
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_LT(testing::length(testing::difference(b[i], expected[i])), 1e-18) << i;
}

TEST(SimpleParts, ADipoleIsTiltedTowardItsLongitude) {
    DipoleField const dipole = tilted_dipole(1, 1, 30 * units::degree, 90 * units::degree, {0, 0, 0});
    EXPECT_NEAR(dipole.moment[0], 0, 1e-15);
    EXPECT_NEAR(dipole.moment[1], 0.5, 1e-15);
    EXPECT_NEAR(dipole.moment[2], std::sqrt(0.75), 1e-15);
}

TEST(SimpleParts, TheGradientOfADipoleIsThatOfItsField) {
    MagneticField const field({.dipoles = {tilted}});
    auto const points = testing::random_points(20, 3e8, 6e7, 1);
    auto const samples = testing::gradient_at(field, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        // Order 8 with a step of 1/100 of the distance: 1e-16 of truncation, round-off 1e-16 · 100.
        auto const expected =
            testing::finite_differences(field, points[i], 0.01 * testing::length(points[i]));
        EXPECT_LT(testing::relative_difference(samples[i].gradient, expected), 3e-12);
        EXPECT_EQ(samples[i].b, testing::field_at(field, points[i]));
    }
}

TEST(SimpleParts, PartsAddUp) {
    MagneticField const sum({.uniform = {{{1e-9, 2e-9, -3e-9}}}, .dipoles = {tilted}});
    MagneticField const dipole({.dipoles = {tilted}});
    Vector const at{1e8, 2e7, -5e7};
    Vector const change = testing::difference(testing::field_at(sum, at), testing::field_at(dipole, at));
    EXPECT_LT(testing::length(testing::difference(change, {1e-9, 2e-9, -3e-9})), 1e-19);
    EXPECT_EQ(testing::gradient_at(sum, {at})[0].gradient, testing::gradient_at(dipole, {at})[0].gradient);
}

TEST(SimpleParts, TheAxialPowerLawFallsAsTheCube) {
    MagneticField const field({.axial = {{8e-4, 7e7}}});
    auto const samples = testing::gradient_at(field, {{1e7, 2e7, 1.4e8}});
    EXPECT_EQ(samples[0].b[0], 0);
    EXPECT_DOUBLE_EQ(samples[0].b[2], 1e-4);
    EXPECT_DOUBLE_EQ(samples[0].gradient[2][2], -3e-4 / 1.4e8);
    EXPECT_EQ(samples[0].gradient[0][2], 0);
}

TEST(SimpleParts, NoPartsGiveNoField) {
    auto const samples = testing::gradient_at(MagneticField(), {{1, 2, 3}});
    EXPECT_EQ(samples[0].b, (Vector{0, 0, 0}));
    EXPECT_EQ(samples[0].gradient[1], (Vector{0, 0, 0}));
}

TEST(SimpleParts, ABatchOfAnyLengthGivesEachPointTheSameBits) {
    MagneticField const field({.dipoles = {tilted}});
    auto const points = testing::random_points(23, 3e8, 6e7, 2);
    auto const all = testing::field_at(field, points);
    for (std::size_t n = 0; n < points.size(); ++n) {
        auto const some = testing::field_at(field, std::vector<Vector>(points.begin(), points.begin() + n));
        ASSERT_EQ(some, std::vector<Vector>(all.begin(), all.begin() + n)) << n;
    }
}

TEST(SimpleParts, ArraysOfDifferentLengthsAreRefused) {
    std::vector<double> two(2), three(3);
    MagneticField const field;
    EXPECT_THROW(field.evaluate({two, two, three}, VectorArrays{two, two, two}), std::invalid_argument);
    EXPECT_THROW(field.evaluate({two, two, two}, VectorArrays{two, three, two}), std::invalid_argument);
    VectorArrays const good{two, two, two}, bad{two, two, three};
    EXPECT_THROW(field.evaluate({two, two, two}, FieldArrays{good, good, good, bad}), std::invalid_argument);
}

}  // namespace
}  // namespace vespa::planet
