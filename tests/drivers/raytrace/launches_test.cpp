#include "drivers/raytrace/launches.hpp"

#include <gtest/gtest.h>

#include <unistd.h>
#include <cmath>

#include <filesystem>
#include <fstream>
#include <functional>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "drivers/raytrace/directions.hpp"
#include "drivers/raytrace/flux_tube.hpp"
#include "drivers/raytrace/sources.hpp"

namespace vespa::raytrace_driver {
namespace {

using raytrace::Vector;

planet::Body const jupiter = planet::body_named("jupiter");

planet::MagneticField dipole() {
    return planet::MagneticField(
        {.dipoles = {planet::tilted_dipole(4.17e-4, jupiter.equatorial_radius_m, 0.17, 2.8, {0, 0, 0})}});
}

std::string message(std::function<void()> const& call) {
    try {
        call();
    } catch (BadInput const& error) {
        return error.what();
    }
    return "no error";
}

double dot(Vector const& a, Vector const& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

TEST(Directions, LieOnTheirConeEquallySpaced) {
    for (Vector const axis : {Vector{1, 2, 3}, Vector{0, 0, -2}, Vector{1, 0, 0}}) {
        double const length = std::sqrt(dot(axis, axis));
        Vector sum{};
        for (int k = 0; k < 12; ++k) {
            auto const direction = on_cone(axis, 0.7, 2 * units::pi * k / 12);
            EXPECT_NEAR(dot(direction, direction), 1, 1e-15);
            EXPECT_NEAR(dot(direction, axis) / length, std::cos(0.7), 1e-15);
            for (std::size_t i = 0; i < 3; ++i)
                sum[i] += direction[i] / 12;
        }
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_NEAR(sum[i], std::cos(0.7) * axis[i] / length, 1e-15);
    }
    EXPECT_EQ(on_cone({0, 0, 0}, 1, 0), (Vector{0, 0, 0}));
    // azimuth 0 lies on the side of +z
    EXPECT_NEAR(on_cone({1, 0, 0}, units::pi / 2, 0)[2], 1, 1e-15);
    EXPECT_NEAR(on_cone({1, 0, 0}, units::pi / 2, units::pi / 2)[1], -1, 1e-15);
}

TEST(Launches, PatternRunsThroughSourcesModesAndDirections) {
    Settings settings;
    settings.source = SourceKind::grid;
    settings.grid_lower = {{2, 0, 0}};
    settings.grid_upper = {{4, 0, 1}};
    settings.grid_counts = {3, 1, 2};
    settings.frequencies = {1, 5};
    settings.modes = {"O", "x"};
    settings.directions = DirectionKind::cone;
    settings.cone_angles = {0, 90};
    settings.cone_azimuths = 4;
    auto const field = dipole();
    auto const launches = make_launches(settings, jupiter, field);
    ASSERT_EQ(launches->size(), 3U * 2 * 2 * 2 * (1 + 4));
    auto const first = launches->at(0);
    EXPECT_DOUBLE_EQ(first.position_m[0], 2 * jupiter.equatorial_radius_m);
    EXPECT_EQ(first.mode, raytrace::Mode::ordinary);
    EXPECT_NEAR(first.direction[2], 1, 1e-15);
    auto const last = launches->at(launches->size() - 1);
    EXPECT_DOUBLE_EQ(last.position_m[0], 4 * jupiter.equatorial_radius_m);
    EXPECT_DOUBLE_EQ(last.position_m[2], jupiter.equatorial_radius_m);
    EXPECT_EQ(last.mode, raytrace::Mode::extraordinary);
    EXPECT_DOUBLE_EQ(last.frequency_hz, 5e6);
    EXPECT_DOUBLE_EQ(launches->at(10).frequency_hz, 5e6);
    EXPECT_DOUBLE_EQ(launches->at(20).position_m[2], jupiter.equatorial_radius_m);
}

TEST(Launches, FluxTubeSourcesHaveTheAskedGyrofrequencyRatio) {
    Settings settings;
    settings.source = SourceKind::flux_tube;
    settings.flux_tube_longitudes = {0, 120};
    settings.magnetic_field = {"dipole"};
    settings.frequency_lower = 1;
    settings.frequency_upper = 15;
    settings.frequency_count = 8;
    settings.directions = DirectionKind::field_cone;
    settings.cone_azimuths = 3;
    for (auto const hemisphere : {Hemisphere::north, Hemisphere::south}) {
        settings.hemisphere = hemisphere;
        auto const field = dipole();
        auto const launches = make_launches(settings, jupiter, field);
        ASSERT_EQ(launches->size(), 2U * 8 * 3);
        for (std::uint64_t ray = 0; ray < launches->size(); ++ray) {
            auto const launch = launches->at(ray);
            EXPECT_EQ(launch.position_m[2] > 0, hemisphere == Hemisphere::north);
            double const strength = planet::field_strength(field, launch.position_m);
            EXPECT_NEAR(launch.frequency_hz / gyrofrequency_hz(strength), settings.gyrofrequency_ratio, 1e-9);
        }
        EXPECT_NEAR(launches->at(0).frequency_hz, 1e6, 1e-6);
        EXPECT_NEAR(launches->at(23).frequency_hz, 15e6, 1e-6);
    }
    // the first frequency that the tube does not reach is named, with what it reaches
    settings.frequency_lower = settings.frequency_upper = 60;
    auto const text = message([&] { make_launches(settings, jupiter, dipole()); });
    EXPECT_NE(text.find("longitude 0 deg has a gyrofrequency of 58.8235 MHz"), std::string::npos) << text;
    EXPECT_NE(text.find("--gyrofrequency-ratio between"), std::string::npos) << text;
}

TEST(Directions, NeedWhatTheyReferTo) {
    Settings settings;
    auto const field = dipole();
    EXPECT_NE(message([&] { Directions(settings, field); }).find("--direction-vectors"), std::string::npos);
    settings.direction_vectors = {1, 0, 0, 0, 0, 0};
    EXPECT_NE(message([&] { Directions(settings, field); }).find("direction 2 is zero"), std::string::npos);
    settings.directions = DirectionKind::field_cone;
    EXPECT_NE(message([&] { Directions(settings, field); }).find("--magnetic-field"), std::string::npos);
    settings.directions = DirectionKind::cone;
    settings.cone_axis = {0, 0, 0};
    EXPECT_NE(message([&] { Directions(settings, field); }).find("--cone-axis"), std::string::npos);
}

}  // namespace
}  // namespace vespa::raytrace_driver
