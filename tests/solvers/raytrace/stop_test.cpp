// Why rays end and where, and which launches are not flown.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// X alone, without gradient or field.
UnitMedium flat(std::function<double(Vector const&)> X) {
    return UnitMedium([X = std::move(X)](Vector const& x) {
        UnitMedium::Values values;
        values.X = X(x);
        return values;
    });
}

RaySummary fly_one(Problem const& problem, Launch const& launch) {
    auto const ray = fly_here(problem, {launch}).rays[0];
    // the plain twin sees every step: what it finds the lanes' filter may not miss
    EXPECT_EQ(fly_here(problem, {launch}, true).rays[0].stop_reason, ray.stop_reason);
    return ray;
}

StopReason reason_of(Problem const& problem, Launch const& launch) {
    return fly_one(problem, launch).stop_reason;
}

TEST(StopReasons, AreNumberedInOrderWithDistinctNames) {
    auto const reasons = stop_reasons();
    ASSERT_EQ(reasons.size(), static_cast<std::size_t>(stop_reason_count));
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < reasons.size(); ++i) {
        EXPECT_EQ(static_cast<std::size_t>(reasons[i].reason), i);
        EXPECT_FALSE(reasons[i].explanation.empty());
        names.insert(reasons[i].name);
    }
    EXPECT_EQ(names.size(), reasons.size());
    auto const text = stop_reason_meanings();
    EXPECT_EQ(text.substr(0, 13), "0 not_flown: ");
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), stop_reason_count - 1);
}

TEST(Launches, ThatCannotBeFlownSayWhy) {
    auto problem = unit_problem();
    problem.surfaces.equatorial_radius_m = problem.surfaces.polar_radius_m = 1;
    problem.surfaces.outer_radius_m = 10;
    problem.maximum_refractive_index = 20;
    Launch const sound = unit_launch({2, 0, 0}, {0, 1, 0});
    auto const reason = [&](auto change) {
        Launch launch = sound;
        change(launch);
        return reason_of(problem, launch);
    };
    EXPECT_EQ(reason([](Launch&) {}), StopReason::outer_sphere);
    EXPECT_EQ(reason([](Launch& l) { l.position_m[1] = nan; }), StopReason::bad_position);
    EXPECT_EQ(reason([](Launch& l) { l.position_m[1] = infinity; }), StopReason::bad_position);
    EXPECT_EQ(reason([](Launch& l) { l.direction = {0, 0, 0}; }), StopReason::bad_direction);
    EXPECT_EQ(reason([](Launch& l) { l.direction = {0, nan, 0}; }), StopReason::bad_direction);
    EXPECT_EQ(reason([](Launch& l) { l.frequency_hz = 0; }), StopReason::bad_frequency);
    EXPECT_EQ(reason([](Launch& l) { l.frequency_hz = -1; }), StopReason::bad_frequency);
    EXPECT_EQ(reason([](Launch& l) { l.frequency_hz = nan; }), StopReason::bad_frequency);
    EXPECT_EQ(reason([](Launch& l) { l.mode = Mode{2}; }), StopReason::bad_mode);
    EXPECT_EQ(reason([](Launch& l) { l.position_m = {0.5, 0, 0}; }), StopReason::starts_inside_body);
    EXPECT_EQ(reason([](Launch& l) { l.position_m = {10.5, 0, 0}; }), StopReason::starts_outside);
    auto const dense = flat([](Vector const&) { return 1.2; });
    problem.medium.formula = &dense;
    EXPECT_EQ(reason([](Launch&) {}), StopReason::starts_evanescent);
    auto const undefined = flat([](Vector const&) { return nan; });
    problem.medium.formula = &undefined;
    EXPECT_EQ(reason([](Launch&) {}), StopReason::starts_undefined);
    UnitMedium const resonant([](Vector const&) {
        UnitMedium::Values values;
        values.X = 1 - 0.25 - 1e-9;  // upper hybrid at θ = 90°
        values.Y = {0.5, 0, 0};
        return values;
    });
    problem.medium.formula = &resonant;
    EXPECT_EQ(reason([](Launch& l) { l.mode = Mode::extraordinary; }), StopReason::starts_evanescent);
    UnitMedium const below([](Vector const&) {
        UnitMedium::Values values;
        values.X = 1 - 0.25 + 1e-9;
        values.Y = {0.5, 0, 0};
        return values;
    });
    problem.medium.formula = &below;
    EXPECT_EQ(reason([](Launch& l) { l.mode = Mode::extraordinary; }), StopReason::starts_resonant);
}

TEST(Launches, RejectedRaysHaveTheirLaunchAsTheirEndAndNoSamples) {
    auto problem = unit_problem();
    problem.surfaces.equatorial_radius_m = problem.surfaces.polar_radius_m = 1;
    auto const flown = fly_here(problem, {unit_launch({0.5, 0, 0}, {0, 2, 0}, Mode::extraordinary)});
    auto const& ray = flown.rays[0];
    EXPECT_EQ(ray.end_position_m, (Vector{0.5, 0, 0}));
    EXPECT_EQ(ray.launch_direction, (Vector{0, 2, 0}));
    EXPECT_EQ(ray.mode, Mode::extraordinary);
    EXPECT_EQ(ray.steps, 0);
    EXPECT_EQ(ray.group_path_m, 0);
    EXPECT_TRUE(flown.samples[0].empty());
}

TEST(Surfaces, AGrazedBodyIsFoundInsideAStepThatSpansIt) {
    // nothing bends the ray: its steps grow until one spans the whole body
    auto problem = unit_problem();
    problem.length_scale_m = 1e-3;
    problem.surfaces.equatorial_radius_m = 1;
    problem.surfaces.polar_radius_m = 0.5;
    problem.surfaces.outer_radius_m = 1e6;
    for (double const height : {0.0, 0.3, 0.49, 0.4999}) {
        auto const ray = fly_one(problem, unit_launch({-1e5, 0, height}, {1, 0, 0}));
        ASSERT_EQ(ray.stop_reason, StopReason::body) << height;
        EXPECT_NEAR(ray.end_position_m[0], -std::sqrt(1 - 4 * height * height), 1e-6);
        EXPECT_EQ(ray.closest_approaches, 0);
    }
    auto const passing = fly_one(problem, unit_launch({-1e5, 0, 0.5001}, {1, 0, 0}));
    EXPECT_EQ(passing.stop_reason, StopReason::outer_sphere);
    EXPECT_EQ(passing.closest_approaches, 1);
    EXPECT_NEAR(passing.closest_position_m[2], 0.5001, 1e-12);
    EXPECT_NEAR(passing.closest_position_m[0], 0, 1e-6);
}

TEST(Surfaces, ALaunchOnTheSurfaceFliesOffOrStopsAtOnce) {
    auto problem = unit_problem();
    problem.surfaces.equatorial_radius_m = problem.surfaces.polar_radius_m = 6371e3;
    problem.surfaces.outer_radius_m = 1e7;
    problem.length_scale_m = 0;
    for (double const angle : {0.1, 1.0, 2.0}) {
        Vector const up{std::cos(angle), std::sin(angle), 0};
        Vector const position{6371e3 * up[0], 6371e3 * up[1], 0};
        EXPECT_EQ(reason_of(problem, unit_launch(position, up)), StopReason::outer_sphere);
        auto const down = fly_one(problem, unit_launch(position, {-up[0], -up[1], 0}));
        EXPECT_EQ(down.stop_reason, StopReason::body);
        EXPECT_NEAR(down.path_length_m, 0, 1e-5);
    }
}

TEST(Surfaces, EveryFaceOfTheBoxStops) {
    auto problem = unit_problem();
    problem.surfaces.box_lower_m = {-1, -2, -3};
    problem.surfaces.box_upper_m = {4, 5, 6};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        for (double const sign : {-1.0, 1.0}) {
            Vector direction{0.1, 0.1, 0.1};
            direction[axis] = sign;
            auto const ray = fly_one(problem, unit_launch({0, 0, 0}, direction));
            ASSERT_EQ(ray.stop_reason, StopReason::box);
            auto const& face = sign < 0 ? problem.surfaces.box_lower_m : problem.surfaces.box_upper_m;
            EXPECT_NEAR(ray.end_position_m[axis], face[axis], 1e-14);
        }
    }
}

TEST(Surfaces, TheFirstOfSeveralInAStepStops) {
    auto problem = unit_problem();
    problem.surfaces.outer_radius_m = 2;
    problem.surfaces.box_upper_m[0] = 1.5;
    problem.maximum_path_m = 1.4;
    Launch const launch = unit_launch({0, 0, 0}, {1, 0, 0});
    EXPECT_EQ(reason_of(problem, launch), StopReason::maximum_path);
    problem.maximum_path_m = 1.6;
    EXPECT_EQ(reason_of(problem, launch), StopReason::box);
    problem.surfaces.box_upper_m[0] = 3;
    EXPECT_EQ(reason_of(problem, launch), StopReason::maximum_path);
    problem.maximum_path_m = infinity;
    EXPECT_EQ(reason_of(problem, launch), StopReason::outer_sphere);
}

TEST(Limits, PathLengthIsMetExactly) {
    auto problem = unit_problem();
    problem.maximum_path_m = 12.5;
    auto const ray = fly_one(problem, unit_launch({0, 0, 0}, {1, 2, 2}));
    EXPECT_EQ(ray.stop_reason, StopReason::maximum_path);
    EXPECT_NEAR(ray.path_length_m, 12.5, 1e-14);
}

TEST(Limits, StepsAreCounted) {
    auto problem = unit_problem();
    problem.maximum_step_m = 1;
    problem.maximum_steps = 17;
    auto const ray = fly_one(problem, unit_launch({0, 0, 0}, {1, 0, 0}));
    EXPECT_EQ(ray.stop_reason, StopReason::maximum_steps);
    EXPECT_EQ(ray.steps + ray.rejected_steps, 17);
    EXPECT_LT(ray.group_path_m, 17);
    EXPECT_GT(ray.group_path_m, 14);
}

TEST(Failures, AHoleInTheMediumIsReached) {
    auto const hole = flat([](Vector const& x) { return x[0] > 3 ? nan : 0.1; });
    auto problem = unit_problem();
    problem.medium.formula = &hole;
    auto const ray = fly_one(problem, unit_launch({0, 0, 0}, {1, 0, 0}));
    EXPECT_EQ(ray.stop_reason, StopReason::undefined_medium);
    EXPECT_NEAR(ray.end_position_m[0], 3, 1e-9);
    EXPECT_LE(ray.end_position_m[0], 3);
}

TEST(Failures, AnUnresolvableMediumUnderflowsTheStep) {
    UnitMedium const noise([](Vector const& x) {
        UnitMedium::Values values;
        values.X = 0.1;
        // without memory of its neighbourhood at any scale
        values.X_gradient = {0, 1e8 * std::sin(1e17 * x[0]), 0};
        return values;
    });
    auto problem = unit_problem();
    problem.medium.formula = &noise;
    EXPECT_EQ(reason_of(problem, unit_launch({1, 0, 0}, {1, 0, 0})), StopReason::step_underflow);
}

TEST(Failures, AJumpThatTheRayDoesNotSeeIsNoticed) {
    // X jumps by 0.5, and no gradient says so: the index is no longer that of the medium
    auto const jump = flat([](Vector const& x) { return x[0] > 3 ? 0.5 : 0.0; });
    auto problem = unit_problem();
    problem.medium.formula = &jump;
    auto const ray = fly_one(problem, unit_launch({0, 0, 0}, {1, 0, 0}));
    EXPECT_EQ(ray.stop_reason, StopReason::dispersion_lost);
    EXPECT_GT(ray.hamiltonian_error, 0.1);
    problem.maximum_hamiltonian = 1;
    problem.surfaces.outer_radius_m = 5;
    EXPECT_EQ(reason_of(problem, unit_launch({0, 0, 0}, {1, 0, 0})), StopReason::outer_sphere);
}

}  // namespace
}  // namespace vespa::raytrace
