// Closed forms without a magnetic field. Tolerance 1e-10; the closed forms must be met to 1e-8 relative.
#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/flying.hpp"
#include "solvers/raytrace/quasi_parabolic.hpp"

namespace vespa::raytrace {
namespace {

constexpr double sharp = 1e-8;
#define EXPECT_RELATIVE(value, exact, tolerance) EXPECT_NEAR((value) / (exact), 1, tolerance)

planet::Geometry plane_z() {
    return {planet::Geometry::Shape::plane, {}, {0, 0, 1}, 0, 1};
}
planet::Geometry centre() {
    return {planet::Geometry::Shape::sphere, {}, {0, 0, 1}, 0, 1};
}

planet::Plasma power_law(double X, double exponent, double unit = 1) {
    planet::PowerLaw law;
    law.geometry = centre();
    law.terms = {{X * unit_density(), exponent}};
    law.unit_m = unit;
    law.floor_m = 1e-6;
    return planet::Plasma({planet::DensityModel(law)});
}

class BothModes : public ::testing::TestWithParam<Mode> {};
INSTANTIATE_TEST_SUITE_P(Isotropic, BothModes, ::testing::Values(Mode::ordinary, Mode::extraordinary));

TEST_P(BothModes, LinearLayerReturnsAParabola) {
    double const alpha = 0.01, phi = 40 * units::degree;
    planet::Plasma const plasma({planet::DensityModel(
        planet::LinearLayer{plane_z(), 0, 0, alpha * unit_density(), planet::Edge::continued})});
    auto problem = unit_problem();
    problem.medium.plasma = &plasma;
    problem.length_scale_m = 100;
    problem.surfaces.box_lower_m[2] = 0;
    auto const ray =
        fly_here(problem, {unit_launch({0, 0, 0}, {std::sin(phi), 0, std::cos(phi)}, GetParam())}).rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::box);
    double const c = std::cos(phi);
    EXPECT_RELATIVE(ray.end_position_m[0], 2 * std::sin(2 * phi) / alpha, sharp);
    EXPECT_RELATIVE(ray.group_path_m, 4 * c / alpha, sharp);
    EXPECT_RELATIVE(ray.phase_path_m, 4 * c / alpha - 8 * c * c * c / (3 * alpha), sharp);
    EXPECT_RELATIVE(ray.turning_position_m[2], c * c / alpha, sharp);
    EXPECT_EQ(ray.turning_points, 1);
    // arc length of the parabola z = x/tan φ − x²/(4 sin²φ/α)
    double const t = 1 / std::tan(phi), s = std::sin(phi);
    EXPECT_RELATIVE(ray.path_length_m, 2 * s * s / alpha * (t * std::sqrt(1 + t * t) + std::asinh(t)), sharp);
    // as the field's tables print them
    EXPECT_NEAR(ray.end_position_m[0], 196.961550602, 1e-6);
    EXPECT_NEAR(ray.group_path_m, 306.417777248, 1e-6);
    EXPECT_NEAR(ray.phase_path_m, 186.542221957, 1e-6);
}

TEST_P(BothModes, ParabolicLayerAtVerticalIncidence) {
    // n passes through zero: group delay of a sounder below the critical frequency
    double const thickness = 100, x = 0.8;
    planet::Plasma const plasma({planet::DensityModel(planet::ParabolicLayer{
        plane_z(), thickness, unit_density() / (x * x), thickness, planet::Edge::continued})});
    auto problem = unit_problem();
    problem.medium.plasma = &plasma;
    problem.length_scale_m = thickness;
    problem.surfaces.box_lower_m[2] = 0;
    auto const ray = fly_here(problem, {unit_launch({0, 0, 0}, {0, 0, 1}, GetParam())}).rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::box);
    double const height = 0.5 * thickness * x * std::log((1 + x) / (1 - x));
    EXPECT_RELATIVE(ray.group_path_m, 2 * height, sharp);
    EXPECT_NEAR(0.5 * ray.group_path_m, 87.888983093449, 1e-6);
    EXPECT_RELATIVE(ray.turning_plasma_ratio, 1, sharp);
}

struct QuasiParabolicCase {
    double f, elevation, range, group_path, apex;  ///< apex above r0
};

class QuasiParabolicLayer : public ::testing::TestWithParam<QuasiParabolicCase> {
  protected:
    QuasiParabolicLayer() : exact_(GetParam().f, GetParam().elevation * units::degree) {}

    planet::Plasma layer(planet::Edge edge) const {
        double const peak = unit_density() * std::pow(exact_.critical / GetParam().f, 2);
        return planet::Plasma({planet::DensityModel(
            planet::QuasiParabolicLayer{centre(), exact_.r_m, peak, exact_.y_m, edge})});
    }

    Problem problem() const {
        auto result = unit_problem();
        result.length_scale_m = 100;
        result.maximum_step_m = 50;
        return result;
    }

    Launch launch() const {
        double const e = GetParam().elevation * units::degree;
        return unit_launch({exact_.r0, 0, 0}, {std::sin(e), std::cos(e), 0});
    }

    /// From the end of a ray onward.
    static Launch onward(RaySummary const& ray) {
        return unit_launch(ray.end_position_m, ray.end_refractive_index);
    }

    static double azimuth(RaySummary const& ray) {
        return std::atan2(ray.end_position_m[1], ray.end_position_m[0]);
    }

    QuasiParabolic exact_;
};
INSTANTIATE_TEST_SUITE_P(
    Isotropic, QuasiParabolicLayer,
    ::testing::Values(QuasiParabolicCase{15, 20, 1162.0959047029, 1282.2490396857, 221.941292},
                      QuasiParabolicCase{12, 30, 797.02123794036, 955.55911699728, 224.3708355}));

TEST_P(QuasiParabolicLayer, ClosedFormIsThatOfTheTables) {
    EXPECT_RELATIVE(exact_.range, GetParam().range, 1e-12);
    EXPECT_RELATIVE(exact_.group_path, GetParam().group_path, 1e-12);
    EXPECT_NEAR(exact_.apex - exact_.r0, GetParam().apex, 1e-6);
}

TEST_P(QuasiParabolicLayer, WithAStepBoundaryAtItsBase) {
    // The gradient jumps at the base: three flights meet there.
    double const base = exact_.r_m - exact_.y_m;
    auto below = problem();
    below.surfaces.outer_radius_m = base;
    auto const up = fly_here(below, {launch()}).rays[0];
    ASSERT_EQ(up.stop_reason, StopReason::outer_sphere);
    auto const plasma = layer(planet::Edge::continued);
    auto inside = problem();
    inside.medium.plasma = &plasma;
    inside.surfaces.equatorial_radius_m = inside.surfaces.polar_radius_m = base;
    auto const hop = fly_here(inside, {onward(up)}).rays[0];
    ASSERT_EQ(hop.stop_reason, StopReason::body);
    auto outside = problem();
    outside.surfaces.equatorial_radius_m = outside.surfaces.polar_radius_m = exact_.r0;
    auto const down = fly_here(outside, {onward(hop)}).rays[0];
    ASSERT_EQ(down.stop_reason, StopReason::body);
    EXPECT_RELATIVE(exact_.r0 * azimuth(down), exact_.range, sharp);
    EXPECT_RELATIVE(up.group_path_m + hop.group_path_m + down.group_path_m, exact_.group_path, sharp);
    EXPECT_RELATIVE(std::sqrt(dot(hop.turning_position_m, hop.turning_position_m)), exact_.apex, sharp);
}

TEST_P(QuasiParabolicLayer, AcrossItsKinkTheErrorStaysSmall) {
    // No error estimate sees the whole of a kink inside a step: a few hundred times the tolerance is what it
    // may cost.
    auto const plasma = layer(planet::Edge::zero);
    auto whole = problem();
    whole.medium.plasma = &plasma;
    whole.surfaces.equatorial_radius_m = whole.surfaces.polar_radius_m = exact_.r0;
    auto const ray = fly_here(whole, {launch()}).rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::body);
    EXPECT_RELATIVE(exact_.r0 * azimuth(ray), exact_.range, 1e-7);
    EXPECT_RELATIVE(ray.group_path_m, exact_.group_path, 1e-7);
    EXPECT_RELATIVE(std::sqrt(dot(ray.turning_position_m, ray.turning_position_m)), exact_.apex, 1e-8);
}

TEST(Isotropic, BouguersInvariantAndCoulombDeflection) {
    // X = a/r: a hyperbola with impact parameter b, launched at its nearest point, r = p/(e cos φ − 1).
    double const a = 0.5, b = 2, far = 1e4;
    auto const plasma = power_law(a, -1);
    auto problem = unit_problem();
    problem.medium.plasma = &plasma;
    problem.surfaces.outer_radius_m = far;
    problem.sampling.at = SampleAt::steps;
    double const nearest = 0.5 * a + std::sqrt(0.25 * a * a + b * b);
    auto const flown = fly_here(problem, {unit_launch({nearest, 0, 0}, {0, 1, 0})});
    auto const& ray = flown.rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
    double const p = 2 * b * b / a, e = std::sqrt(1 + 4 * b * b / (a * a));
    double const swept = std::acos((p / far + 1) / e);
    EXPECT_RELATIVE(std::atan2(ray.end_position_m[1], ray.end_position_m[0]), swept, sharp);
    // both asymptotes: π less the deflection 2 atan(a/2b) = 0.248709989
    EXPECT_NEAR(2 * std::acos(1 / e), 2.892882664496, 1e-12);
    EXPECT_NEAR(units::pi - 2 * std::acos(1 / e), 2 * std::atan(0.5 * a / b), 1e-12);
    for (auto const& sample : flown.samples[0]) {
        auto const& x = sample.position;
        auto const& n = sample.refractive_index;
        EXPECT_RELATIVE(x[0] * n[1] - x[1] * n[0], b, sharp);
    }
}

TEST(Isotropic, InverseSquare) {
    // X = k/r²: φ = b/√(b²+k) arccos(r_p/r), P' = √(r² − r_p²)
    double const k = 1, b = 2, far = 1e4;
    auto const plasma = power_law(k, -2);
    auto problem = unit_problem();
    problem.medium.plasma = &plasma;
    problem.surfaces.outer_radius_m = far;
    double const nearest = std::sqrt(b * b + k);
    auto const ray = fly_here(problem, {unit_launch({nearest, 0, 0}, {0, 1, 0})}).rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
    double const swept = b / nearest * std::acos(nearest / far);
    EXPECT_RELATIVE(std::atan2(ray.end_position_m[1], ray.end_position_m[0]), swept, sharp);
    EXPECT_RELATIVE(ray.group_path_m, std::sqrt(far * far - nearest * nearest), sharp);
    EXPECT_NEAR(b / nearest * units::pi, 2.809925892416, 1e-12);
}

TEST(Isotropic, LuneburgLensFocusesOnItsRim) {
    // n² = 2 − r²: parallel rays meet at (1, 0, 0)
    UnitMedium const lens([](Vector const& x) {
        return UnitMedium::Values{dot(x, x) - 1, {2 * x[0], 2 * x[1], 2 * x[2]}};
    });
    auto problem = unit_problem();
    problem.medium.formula = &lens;
    problem.surfaces.outer_radius_m = 1 + 1e-14;
    for (double const angle : {0.1, 0.7, 1.3}) {
        auto const ray =
            fly_here(problem, {unit_launch({-std::cos(angle), std::sin(angle), 0}, {1, 0, 0})}).rays[0];
        ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
        EXPECT_NEAR(ray.end_position_m[0], 1, sharp);
        EXPECT_NEAR(ray.end_position_m[1], 0, sharp);
        EXPECT_RELATIVE(ray.group_path_m, units::pi / 2, sharp);
    }
}

TEST(Isotropic, VacuumRaysAreStraightAndTheirPathsEqual) {
    auto problem = unit_problem();
    problem.surfaces.outer_radius_m = 10;
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        auto const ray = fly_here(problem, {unit_launch({1, 2, 3}, {0, 3, 4}, mode)}).rays[0];
        ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
        double const length = -3.6 + std::sqrt(3.6 * 3.6 + 100 - 14);
        EXPECT_RELATIVE(ray.group_path_m, length, 1e-14);
        EXPECT_RELATIVE(ray.phase_path_m, length, 1e-14);
        EXPECT_RELATIVE(ray.path_length_m, length, 1e-14);
        EXPECT_RELATIVE(ray.end_position_m[1], 2 + 0.6 * length, 1e-14);
        EXPECT_LE(ray.hamiltonian_error, 4e-16);
    }
}

}  // namespace
}  // namespace vespa::raytrace
