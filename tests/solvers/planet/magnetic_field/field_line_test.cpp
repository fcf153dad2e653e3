#include "planet/magnetic_field/field_line.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"

namespace vespa::planet {
namespace {

constexpr double radius = 7e7;

MagneticField dipole() {
    return MagneticField({.dipoles = {tilted_dipole(4e-4, radius, 0, 0, {0, 0, 0})}});
}

FieldLineLimits limits(double tolerance) {
    return {.outer_radius_m = 50 * radius,
            .maximum_length_m = 100 * radius,
            .maximum_step_m = 0.3 * radius,
            .tolerance = tolerance,
            .length_scale_m = radius};
}

double length_of(Point const& x) {
    return std::hypot(x[0], x[1], x[2]);
}

// r = L sin²θ on every point of a dipole's line; its foot on a sphere of radius 1 lies at sin²θ = 1/L.
TEST(FieldLine, DipoleLineIsTheClosedForm) {
    Body const body{"sphere", radius, radius};
    double const shell = 6;
    Point const start{shell * radius, 0, 0};
    for (auto const sense : {Sense::along_field, Sense::against_field}) {
        auto const line = trace_field_line(dipole(), body, start, sense, limits(1e-11));
        ASSERT_EQ(line.end, FieldLineEnd::surface);
        ASSERT_GT(line.points.size(), 20U);
        for (std::size_t i = 0; i + 1 < line.points.size(); ++i) {
            // inside a step too, by the Hermite interpolation of the kept points
            for (double const fraction : {0.0, 0.5}) {
                Point const x = line.at(i, fraction);
                double const r = length_of(x);
                double const sine_squared = (x[0] * x[0] + x[1] * x[1]) / (r * r);
                EXPECT_NEAR(r / radius, shell * sine_squared, fraction == 0 ? 2e-9 : 2e-4);
            }
        }
        Point const foot = line.points.back();
        EXPECT_NEAR(length_of(foot) / radius, 1, 1e-10);
        EXPECT_NEAR(foot[0] / radius, std::sqrt(1 / shell), 2e-9);
        // the moment points north: against the field leads north
        EXPECT_EQ(foot[2] > 0, sense == Sense::against_field);
    }
}

// Arc length of a dipole's line from the equator to colatitude θ, u = cos θ:
// s = L/(2√3) [asinh(√3 u) + √3 u √(1+3u²)].
TEST(FieldLine, ArcLengthIsTheClosedForm) {
    Body const body{"sphere", radius, radius};
    double const shell = 4;
    auto const line =
        trace_field_line(dipole(), body, {0, shell * radius, 0}, Sense::against_field, limits(1e-11));
    double const u = std::sqrt(1 - 1 / shell);
    double const root3 = std::sqrt(3.0);
    double const exact = shell / (2 * root3) * (std::asinh(root3 * u) + root3 * u * std::sqrt(1 + 3 * u * u));
    EXPECT_NEAR(line.lengths.back() / radius, exact, 1e-8);
}

TEST(FieldLine, EndsSayWhy) {
    Body const body{"sphere", radius, radius};
    auto few = limits(1e-9);
    few.maximum_length_m = radius;
    auto const cut = trace_field_line(dipole(), body, {5 * radius, 0, 0}, Sense::along_field, few);
    EXPECT_EQ(cut.end, FieldLineEnd::maximum_length);
    EXPECT_NEAR(cut.lengths.back() / radius, 1, 1e-12);

    auto small = limits(1e-9);
    small.outer_radius_m = 6 * radius;
    auto const left =
        trace_field_line(dipole(), body, {0, 1.5 * radius, 4 * radius}, Sense::along_field, small);
    EXPECT_EQ(left.end, FieldLineEnd::outer_sphere);
    EXPECT_NEAR(length_of(left.points.back()) / radius, 6, 1e-9);

    auto const inside =
        trace_field_line(dipole(), body, {0.5 * radius, 0, 0}, Sense::along_field, limits(1e-9));
    EXPECT_EQ(inside.end, FieldLineEnd::undefined_field);
    EXPECT_EQ(inside.points.size(), 1U);

    auto const nothing = trace_field_line({}, body, {5 * radius, 0, 0}, Sense::along_field, limits(1e-9));
    EXPECT_EQ(nothing.end, FieldLineEnd::undefined_field);
}

}  // namespace
}  // namespace vespa::planet
