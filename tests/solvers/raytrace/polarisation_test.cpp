// Polarisation carried along rays: Faraday rotation, limiting polarisation, crossing of the transverse
// region.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/units/constants.hpp"
#include "raytrace/dispersion.hpp"
#include "raytrace/polarisation.hpp"
#include "solvers/raytrace/dipole.hpp"

namespace vespa::raytrace {
namespace {

constexpr double pi = std::numbers::pi;

Launch launch_at(double frequency, Vector const& position, Vector const& direction, Mode mode) {
    return {position, direction, frequency, mode};
}

TEST(Birefringence, IsTheDifferenceOfTheIndices) {
    // and to first order in X the formula with X/(1 − Y²)
    Vector const normal = unit({0.2, -0.4, 0.9});
    Vector const e1 = sky_reference(normal);
    for (double const Y : {0.05, 0.5, 3.0}) {
        for (double const X : {1e-9, 0.1}) {
            if (X > 0.05 && Y > 1) continue;
            MediumSample medium;
            medium.density_m3 = unit_density() * X;
            medium.magnetic_field_T = times(unit_field() * Y, unit({0.7, 0.1, 0.3}));
            ReferenceWave const wave{1 / unit_density(), 1 / unit_field(), Mode::ordinary};
            auto const found = birefringence(medium, wave, 1, normal, e1);
            double const cosine = dot(unit(medium.magnetic_field_T), normal);
            double const exact = std::sqrt(refractive_index_squared(X, Y, cosine, Mode::ordinary)) -
                                 std::sqrt(refractive_index_squared(X, Y, cosine, Mode::extraordinary));
            EXPECT_NEAR(found.rate, exact, 1e-15 + 1e-12 * std::abs(exact));
            EXPECT_TRUE(found.coupled);
            if (X > 0.05) continue;
            Vector const field = times(Y, unit(medium.magnetic_field_T));
            double const b1 = dot(field, e1), b2 = dot(field, cross(normal, e1));
            Vector const first =
                times(X / (1 - Y * Y), Vector{-0.5 * (b1 * b1 - b2 * b2), -b1 * b2, dot(field, normal)});
            for (std::size_t i = 0; i < 3; ++i)
                EXPECT_NEAR(found.rate * found.axis[i], first[i], 1e-7 * norm(first));
        }
    }
}

TEST(Polarisation, RotatesAsFaradayFound) {
    // ψ = 2.631192478e-13 λ² ∫n_e B_∥ dl in the limit of thin plasma and weak field, where Q and U turn by 2ψ
    double const f = 1e9, X = 1e-6, Y = 1e-5, length = 3e8;
    UnitMedium const medium([=](Vector const&) {
        return UnitMedium::Values{X * f * f, {}, {0.2 * Y * f, 0, Y * f}, {}};
    });
    auto problem = unit_problem(1e-8);
    problem.medium.formula = &medium;
    problem.length_scale_m = length;
    problem.maximum_step_m = 0.1 * length;
    problem.surfaces.box_upper_m[2] = length;
    problem.along.polarisation = true;
    problem.along.initial_stokes = Vector{1, 0, 0};
    auto const ray = fly_here(problem, {launch_at(f, {0, 0, 0}, {0, 0, 1}, Mode::ordinary)}).rays[0];
    double const wavelength = units::speed_of_light / f;
    double const rotation = 2.631192478e-13 * wavelength * wavelength * X * f * f * unit_density() * Y * f *
                            unit_field() * length;
    ASSERT_GT(rotation, 0.01);
    Vector const& s = ray.along.stokes;
    EXPECT_NEAR(std::remainder(0.5 * std::atan2(s[1], s[0]) - rotation, pi), 0, 1e-5 * (1 + rotation));
    EXPECT_NEAR(s[2], 0, 1e-4);
    EXPECT_NEAR(norm(s), 1, 1e-9);
}

/// A field that is transverse at x = 0: Y = (a x, 0, b), X constant.
TEST(Polarisation, CrossesTheTransverseRegionAsLandauAndZenerFound) {
    double const X = 1e-4, a = 0.02, b = 0.01;
    for (double const ratio : {0.25, 1.0}) {
        // b'²/a' with b' = k₀X b²/2, a' = k₀X a
        double const k0 = ratio * 4 * a / (X * b * b * b * b);
        double const f = k0 * units::speed_of_light / (2 * pi);
        UnitMedium const medium([=](Vector const& x) {
            UnitMedium::Values values;
            values.X = X * f * f;
            values.Y = {a * x[0] * f, 0, b * f};
            values.Y_gradient[0] = {a * f, 0, 0};
            return values;
        });
        auto problem = unit_problem(1e-8);
        problem.medium.formula = &medium;
        problem.maximum_step_m = 0.1;
        problem.surfaces.box_upper_m[0] = 1;
        problem.along.polarisation = true;
        for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
            auto const ray = fly_here(problem, {launch_at(f, {-1, 0, 0}, {1, 0, 0}, mode)}).rays[0];
            ASSERT_EQ(ray.stop_reason, StopReason::box);
            // the extraordinary wave's polarisation at the end: circular but for (b²/2)/a
            Vector const end = unit(Vector{-0.5 * b * b, 0, a});
            double const kept = (mode == Mode::extraordinary ? 1 : -1) * dot(ray.along.stokes, end);
            EXPECT_NEAR(kept, 1 - 2 * std::exp(-0.5 * pi * ratio), 1e-3) << ratio;
        }
    }
}

TEST(Polarisation, OfAWaveInDensePlasmaFollowsTheField) {
    // Out of the dipole's plasma: a pure state all the way, and the same whatever the steps.
    Dipole const dipole;
    auto launches = Dipole::launches(8, Mode::extraordinary);
    Vector ends[2][8];
    for (int i = 0; i < 2; ++i) {
        auto problem = dipole.problem(i == 0 ? 1e-9 : 1e-11);
        problem.along.polarisation = true;
        problem.sampling = {.at = SampleAt::knots, .interval_m = 0, .knots = 20};
        auto const flown = fly_here(problem, launches);
        for (std::size_t k = 0; k < launches.size(); ++k) {
            for (auto const& along : flown.along[k])
                EXPECT_NEAR(norm(along.stokes), 1, 1e-9);
            ends[i][k] = flown.rays[k].along.stokes;
            EXPECT_EQ(flown.along[k].size(), flown.samples[k].size());
        }
    }
    for (std::size_t k = 0; k < launches.size(); ++k) {
        for (std::size_t c = 0; c < 3; ++c)
            EXPECT_NEAR(ends[0][k][c], ends[1][k][c], 1e-4) << k;
    }
}

TEST(Polarisation, OfWavesAlongTheFieldIsCircular) {
    UnitMedium const medium([](Vector const&) { return UnitMedium::Values{0.2, {}, {0, 0, 0.4}, {}}; });
    auto problem = unit_problem(1e-8);
    problem.medium.formula = &medium;
    problem.surfaces.box_upper_m[2] = 1;
    problem.surfaces.box_lower_m[2] = -1;
    problem.along.polarisation = true;
    for (double const sense : {1.0, -1.0}) {
        // the electrons turn right-handed about B, and so does the extraordinary wave
        auto const rays = fly_here(problem, {unit_launch({0, 0, 0}, {0, 0, sense}, Mode::extraordinary),
                                             unit_launch({0, 0, 0}, {0, 0, sense}, Mode::ordinary)})
                              .rays;
        EXPECT_NEAR(rays[0].along.stokes[2], sense, 1e-12);
        EXPECT_NEAR(rays[1].along.stokes[2], -sense, 1e-12);
    }
}

TEST(Polarisation, SkyFrameCountsFromNorthOverTheCrossProduct) {
    Polarisation p;
    p.normal = {1, 0, 0};
    p.e1 = {0, 0, 1};
    p.stokes = {1, 0, 0};
    EXPECT_NEAR(sky_stokes(p)[0], 1, 1e-15);
    p.e1 = {0, -1, 0};  // k × z: at position angle 90°
    EXPECT_NEAR(sky_stokes(p)[0], -1, 1e-15);
    p.e1 = unit({0, -1, 1});  // 45°
    EXPECT_NEAR(sky_stokes(p)[1], 1, 1e-15);
    EXPECT_NEAR(norm(sky_reference({0, 0, -1})), 1, 1e-15);
}

}  // namespace
}  // namespace vespa::raytrace
