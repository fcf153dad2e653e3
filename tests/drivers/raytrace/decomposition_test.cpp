// When media are dealt out in bricks, and of which grid.
#include "drivers/raytrace/decomposition.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

#include "core/errors/bad_input.hpp"

namespace vespa::raytrace_driver {
namespace {

/// A cube of n³ nodes about the origin.
GridOfRun grid(double half_side_m, std::uint64_t n, bool is_field) {
    planet::GridAxis const axis{-half_side_m, 2 * half_side_m / static_cast<double>(n - 1), n};
    return {{planet::GridFrame::cartesian, {axis, axis, axis}}, is_field};
}

Settings sharing(Sharing kind) {
    Settings settings;
    settings.sharing = kind;
    return settings;
}

std::string refusal(Settings const& settings, GridsOfRun const& grids) {
    try {
        bricks_of(settings, grids, 4, 1e5);
    } catch (BadInput const& error) {
        return error.what();
    }
    return "no error";
}

GridsOfRun const density_and_field{grid(1e6, 20, false), grid(2e6, 30, true)};
GridsOfRun const field{grid(2e6, 30, true)};
/// More than any node's memory holds.
GridsOfRun const vast_field{grid(2e6, 100000, true)};

TEST(Decomposition, BricksAreOfTheFirstGrid) {
    auto const settings = sharing(Sharing::bricks);
    EXPECT_DOUBLE_EQ(bricks_of(settings, density_and_field, 4, 1e5)->upper_m[2], 1e6);
    EXPECT_DOUBLE_EQ(bricks_of(settings, field, 4, 1e5)->upper_m[2], 2e6);
    EXPECT_FALSE(bricks_of(sharing(Sharing::shared), field, 4, 1e5));
}

TEST(Decomposition, ReachIsAShareOfTheLongestGrid) {
    auto const body = planet::body_named("none");
    EXPECT_DOUBLE_EQ(reach_of(Settings(), body, density_and_field), 4e6 / 24);
    EXPECT_EQ(reach_of(Settings(), body, {}), std::numeric_limits<double>::infinity());
}

TEST(Decomposition, WhatLooksUpTheFieldAtSourcesIsShared) {
    auto const tube = [](Settings& settings) { settings.source = SourceKind::flux_tube; };
    auto const cone = [](Settings& settings) { settings.directions = DirectionKind::field_cone; };
    EXPECT_TRUE(bricks_of(sharing(Sharing::automatic), vast_field, 4, 1e5));
    for (std::function<void(Settings&)> const change : {+tube, +cone}) {
        auto bricks = sharing(Sharing::bricks), automatic = sharing(Sharing::automatic);
        change(bricks);
        change(automatic);
        EXPECT_NE(refusal(bricks, density_and_field).find("shared for --parallel"), std::string::npos);
        EXPECT_FALSE(bricks_of(automatic, vast_field, 4, 1e5));
        EXPECT_TRUE(bricks_of(bricks, {grid(1e6, 20, false)}, 4, 1e5));
    }
    EXPECT_NE(refusal(sharing(Sharing::bricks), {}).find("no grid can be dealt out"), std::string::npos);
}

}  // namespace
}  // namespace vespa::raytrace_driver
