// Maxwell's fish-eye: all rays are circles and meet again.
#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

/// n = 2/(1 + r²), as X = 1 − n²: negative within r = 1.
UnitMedium fish_eye() {
    return UnitMedium([](Vector const& x) {
        double const n = 2 / (1 + dot(x, x));
        // dn/dr = −n² r
        return UnitMedium::Values{1 - n * n, times(2 * n * n * n, x)};
    });
}

class FishEye : public ::testing::TestWithParam<double> {
  protected:
    /// From (r0, 0, 0) at an angle to the radius, in a tilted plane.
    FishEye() {
        double const tilt = 0.4, angle = GetParam();
        launch_ = unit_launch({r0, 0, 0}, {std::cos(angle), std::sin(angle) * std::cos(tilt),
                                           std::sin(angle) * std::sin(tilt)});
        problem_ = unit_problem(1e-12);
        problem_.medium.formula = &medium_;
        problem_.maximum_step_m = 0.2;
    }

    /// Every ray is a circle that meets r = 1 in two opposite points: R² = 1 + |centre|².
    double radius() const { return (1 + r0 * r0) / (2 * r0 * std::sin(GetParam())); }

    /// The index's error, some 1e-12 a step, counts by the least index, 2/(1 + r²) at the circle's far end.
    double sharp() const {
        double const farthest = radius() + std::sqrt(radius() * radius() - 1);
        return 1e-10 * (1 + farthest * farthest);
    }

    static constexpr double r0 = 0.6;
    UnitMedium const medium_ = fish_eye();
    Launch launch_{};
    Problem problem_;
};
INSTANTIATE_TEST_SUITE_P(Isotropic, FishEye, ::testing::Values(0.3, 0.8, 1.5, 2.2));

TEST_P(FishEye, RaysAreCircles) {
    problem_.maximum_path_m = 2 * units::pi * radius();
    problem_.sampling.at = SampleAt::steps;
    auto const flown = fly_here(problem_, {launch_});
    ASSERT_EQ(flown.rays[0].stop_reason, StopReason::maximum_path);
    // The centre is off the launch by R across the ray, toward the origin: |centre|² = R² − 1.
    Vector const direction = unit(launch_.direction);
    Vector const radial{1, 0, 0};
    Vector const inward = unit(sum(times(-1, radial), dot(radial, direction), direction));
    Vector const centre = sum(launch_.position_m, radius(), inward);
    EXPECT_NEAR(dot(centre, centre), radius() * radius() - 1, 1e-12 * (1 + radius() * radius()));
    ASSERT_GT(flown.samples[0].size(), 10u);
    for (auto const& sample : flown.samples[0])
        EXPECT_NEAR(norm(sum(sample.position, -1, centre)) / radius(), 1, sharp());
}

TEST_P(FishEye, AWholeCircleTakesTwoPiOfPhasePath) {
    // ∮ n ds = 2π whatever the circle, and the ray is where it began
    problem_.maximum_path_m = 2 * units::pi * radius();
    auto const ray = fly_here(problem_, {launch_}).rays[0];
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(ray.end_position_m[i], launch_.position_m[i], sharp() * (1 + radius()));
        double const n = 2 / (1 + r0 * r0);
        EXPECT_NEAR(ray.end_refractive_index[i], n * unit(launch_.direction)[i], 10 * sharp());
    }
    EXPECT_NEAR(ray.phase_path_m / (2 * units::pi), 1, sharp());
    // P' = ∮ ds/n = ½ ∮ (1 + r²) ds = 2πR · R², as the mean of r² along it is 2R² − 1
    EXPECT_NEAR(ray.group_path_m / (2 * units::pi * std::pow(radius(), 3)), 1, sharp());
}

TEST_P(FishEye, TheImageIsAtTheInverseOfTheOppositePoint) {
    // all rays from r0 meet at −r0/r0², half the phase path away
    // the angle between a tangent and a chord is half the arc
    problem_.maximum_path_m = 2 * radius() * (units::pi - GetParam());
    auto const ray = fly_here(problem_, {launch_}).rays[0];
    EXPECT_NEAR(ray.end_position_m[0], -1 / r0, sharp() * (1 + radius()));
    EXPECT_NEAR(ray.end_position_m[1], 0, sharp() * (1 + radius()));
    EXPECT_NEAR(ray.end_position_m[2], 0, sharp() * (1 + radius()));
    EXPECT_NEAR(ray.phase_path_m / units::pi, 1, sharp());
}

}  // namespace
}  // namespace vespa::raytrace
