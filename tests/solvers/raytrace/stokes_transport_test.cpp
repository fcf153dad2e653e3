// ds/dt = Ω(t) × s in cases with closed solutions.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "raytrace/stokes_transport.hpp"

namespace vespa::raytrace {
namespace {

VectorSeries series(std::function<Vector(double)> const& f) {
    std::array<Vector, VectorSeries::points> values;
    for (std::size_t j = 0; j < values.size(); ++j)
        values[j] = f(VectorSeries::point(j));
    return VectorSeries(values);
}

void expect_near(Vector const& value, Vector const& exact, double tolerance) {
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(value[i], exact[i], tolerance) << i;
}

TEST(VectorSeries, IsThePolynomialOfDegreeSevenAndItsSlope) {
    auto const f = [](double t) { return Vector{1 + t * t * t, std::pow(t, 7) - 2 * t, 3 - std::pow(t, 6)}; };
    auto const slope = [](double t) {
        return Vector{3 * t * t, 7 * std::pow(t, 6) - 2, -6 * std::pow(t, 5)};
    };
    auto const polynomial = series(f);
    for (double const t : {-1.0, -0.37, 0.0, 0.2, 0.99, 1.0}) {
        expect_near(polynomial.value(t), f(t), 1e-13);
        expect_near(polynomial.slope(t), slope(t), 1e-12);
    }
}

TEST(StokesTransport, TurnsAboutAConstantAxis) {
    Vector const axis = unit({1, -2, 2});
    Vector const s = unit({0.3, 0.5, -0.1});
    for (double const rate : {1e-3, 1.0, 40.0, 1e6}) {
        auto const constant = series([&](double) { return times(rate, axis); });
        Vector const half = carry_stokes(constant, s, -1, 0.25);
        expect_near(half, rotated(s, times(1.25 * rate, axis)), 1e-14 * (1e3 + rate));
        expect_near(carry_stokes(constant, half, 0.25, 1), rotated(s, times(2 * rate, axis)),
                    1e-14 * (1e3 + rate));
    }
}

/// Ω of constant length that turns about the third axis: in the frame that turns with it a constant.
Vector in_turning_field(double rate, double turning, double t, Vector const& s) {
    Vector const there = rotated(s, times(t + 1, Vector{rate, 0, -turning}));
    return rotated(there, {0, 0, turning * (t + 1)});
}

TEST(StokesTransport, FollowsATurningAxisWhetherSlowOrFast) {
    double const turning = 0.4;  // in the stretch: 0.8 rad
    Vector const s = unit({0.9, 0.3, 0.5});
    for (double const rate : {0.01, 1.0, 30.0, 300.0, 3e3, 1e5}) {
        auto const field = series([&](double t) {
            return times(rate, Vector{std::cos(turning * (t + 1)), std::sin(turning * (t + 1)), 0});
        });
        // The polynomial misses the circle by 1e-12; a following step may miss by (turning/rate)².
        double const tolerance = 2e-5;
        expect_near(carry_stokes(field, s, -1, 1), in_turning_field(rate, turning, 1, s), tolerance);
        EXPECT_NEAR(norm(carry_stokes(field, s, -1, 1)), 1, 1e-10);
    }
}

/// s·Ω̂ after passing from −60 to 60 through a crossing, in stretches of half a unit; s begins on the axis.
double landau_zener(double b, double a) {
    Vector s = unit({b, 0, -60 * a});
    for (int i = 0; i < 240; ++i) {
        double const middle = -60 + 0.5 * (i + 0.5);
        s = carry_stokes(series([&](double t) {
                             return times(0.25, Vector{b, 0, a * (middle + 0.25 * t)});
                         }),
                         s, -1, 1);
    }
    return dot(s, unit({b, 0, 60 * a}));
}

TEST(StokesTransport, CrossesAsLandauAndZenerFound) {
    // s·Ω̂ = 1 − 2P with P = exp(−πb²/2a); the finite way leaves some 1e-6
    for (double const ratio : {0.25, 1.0, 2.0}) {
        double const exact = 1 - 2 * std::exp(-0.5 * std::numbers::pi * ratio);
        EXPECT_NEAR(landau_zener(std::sqrt(ratio), 1), exact, 2e-5) << ratio;
    }
    EXPECT_NEAR(landau_zener(1, 1), 0.584241, 2e-5);
    EXPECT_NEAR(landau_zener(0.5, 1), -0.350464, 2e-5);
}

}  // namespace
}  // namespace vespa::raytrace
