#include "planet/magnetic_field/current_disc.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "core/simd/targets.hpp"
#include "core/units/constants.hpp"
#include "solvers/planet/magnetic_field/field_tools.hpp"

namespace vespa::planet {
namespace {

using testing::Vector;
using units::nT;

constexpr double unit = units::jupiter_radius;
DiscAxes const upright{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

CurrentDisc con2020(DiscForm form, double tolerance, DiscAxes const& axes = upright) {
    return {139.6 * nT, 7.8 * unit, 51.4 * unit, 3.6 * unit, axes, form, tolerance};
}

MagneticField field_of(CurrentDisc const& disc) {
    return MagneticField({.discs = {disc}});
}

// Points of a disc's meridian plane or of space, with the field there.
struct Reference {
    CurrentDisc disc;
    Vector position;
    Vector field;
};

std::vector<Reference> references(bool total) {
    std::ifstream file(testing::fixture("current_disc.txt"));
    std::vector<Reference> result;
    std::string line;
    CurrentDisc disc{};
    bool in_total = false;
    while (std::getline(file, line)) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream words(line);
        if (line.starts_with("disc")) {
            words >> line >> disc.strength >> disc.inner_edge >> disc.outer_edge >> disc.half_thickness;
        } else if (line.starts_with("total")) {
            in_total = true;
        } else if (in_total == total) {
            double v[6] = {};
            for (int i = 0; i < (total ? 6 : 4); ++i)
                words >> v[i];
            if (total) {
                result.push_back({disc, {v[0], v[1], v[2]}, {v[3], v[4], v[5]}});
            } else {
                result.push_back({disc, {v[0], 0, v[1]}, {v[2], 0, v[3]}});
            }
        }
    }
    return result;
}

class CurrentDiscs : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { simd::use_target(GetParam()); }
    void TearDown() override { simd::use_target(""); }
};

INSTANTIATE_TEST_SUITE_P(Targets, CurrentDiscs, ::testing::ValuesIn(simd::available_targets()),
                         [](auto const& target) { return target.param; });

TEST_P(CurrentDiscs, TheExactFormAgreesWithTwentyFiveDigitQuadrature) {
    auto const cases = references(false);
    ASSERT_EQ(cases.size(), 52u);
    for (auto const& [disc, position, expected] : cases) {
        for (double const tolerance : {1e-9, 1e-6, 1e-3}) {
            CurrentDisc const asked{disc.strength * nT,  disc.inner_edge, disc.outer_edge,
                                    disc.half_thickness, upright,         DiscForm::exact,
                                    tolerance * nT};
            Vector const b = testing::field_at(field_of(asked), position);
            // Two edges, each within its tolerance; 4e-12 nT is the accuracy of the reference.
            for (std::size_t i = 0; i < 3; ++i)
                EXPECT_NEAR(b[i] / nT, expected[i], 2 * tolerance + 4e-12)
                    << position[0] << " " << position[2] << " to " << tolerance;
        }
    }
}

TEST_P(CurrentDiscs, TheTiltedDiscAndItsRadialCurrentAgreeInSystemIII) {
    auto const cases = references(true);
    ASSERT_EQ(cases.size(), 7u);
    DiscAxes const axes = disc_axes(9.3 * units::degree, 155.8 * units::degree);
    MagneticField const field({.discs = {con2020(DiscForm::exact, 1e-9 * nT, axes)},
                               .radial_currents = {{2.7975 * 16.7 * nT * unit, 3.6 * unit, axes}}});
    for (auto const& [disc, position, expected] : cases) {
        Vector const b =
            testing::field_at(field, Vector{position[0] * unit, position[1] * unit, position[2] * unit});
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_NEAR(b[i] / nT, expected[i], 2e-9);
    }
}

// Away from the rings by 0.3 R_J, from the faces of the disc (where the gradient jumps) by 0.05 R_J.
std::vector<Vector> smooth_points(std::size_t count) {
    std::vector<Vector> points;
    for (auto const& p : testing::random_points(6 * count, 20 * unit, 0.5 * unit, 11)) {
        double const rho = std::hypot(p[0], p[1]) / unit, from_face = std::abs(std::abs(p[2]) / unit - 3.6);
        if (std::hypot(rho - 7.8, from_face) > 0.3 && from_face > 0.05) points.push_back(p);
        if (points.size() == count) break;
    }
    points.push_back({50 * unit, 10 * unit, 2 * unit});
    points.push_back({-30 * unit, 50 * unit, 7 * unit});
    return points;
}

// Largest error of the gradient in units of |B| per R_J.
double gradient_error(FieldAtPoint const& sample, std::array<Vector, 3> const& expected) {
    double worst = 0;
    for (std::size_t i = 0; i < 3; ++i)
        worst = std::max(worst, testing::length(testing::difference(sample.gradient[i], expected[i])));
    return worst * unit / testing::length(sample.b);
}

TEST_P(CurrentDiscs, TheExactGradientIsThatOfTheField) {
    DiscAxes const axes = disc_axes(0.3, 2.0);
    auto const field = field_of(con2020(DiscForm::exact, 1e-9 * nT, axes));
    auto const sharper = field_of(con2020(DiscForm::exact, 1e-13 * nT, axes));
    std::vector<Vector> points;
    for (auto const& p : smooth_points(60)) {  // from the disc's frame to the body's
        Vector turned{};
        for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
                turned[j] += p[i] * axes[i][j];
        points.push_back(turned);
    }
    auto const samples = testing::gradient_at(field, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        auto const expected = testing::finite_differences(sharper, points[i], 0.012 * unit);
        EXPECT_LT(gradient_error(samples[i], expected), 1e-8) << i;
        Vector const b = testing::field_at(field, points[i]);
        EXPECT_LT(testing::length(testing::difference(samples[i].b, b)), 3e-9 * nT);
    }
}

TEST_P(CurrentDiscs, TheApproximationsHaveTheirOwnGradient) {
    for (auto const form : {DiscForm::edwards, DiscForm::can81}) {
        auto const field = field_of(con2020(form, 0));
        auto const points = smooth_points(60);
        auto const samples = testing::gradient_at(field, points);
        for (std::size_t i = 0; i < points.size(); ++i) {
            double const rho = std::hypot(points[i][0], points[i][1]);
            if (std::abs(rho - 7.8 * unit) < 0.05 * unit) continue;  // they jump there
            auto const expected = testing::finite_differences(field, points[i], 0.01 * unit);
            EXPECT_LT(gradient_error(samples[i], expected), 1e-9) << i;
            EXPECT_EQ(samples[i].b, testing::field_at(field, points[i]));
        }
    }
}

TEST_P(CurrentDiscs, TheRadialCurrentsGradientIsThatOfItsField) {
    MagneticField const field({.radial_currents = {{1e-8 * unit, 3.6 * unit, disc_axes(0.3, 2.0)}}});
    for (auto const& point : testing::random_points(40, 20 * unit, 4 * unit, 12)) {
        DiscAxes const axes = disc_axes(0.3, 2.0);
        double const z = (point[0] * axes[2][0] + point[1] * axes[2][1] + point[2] * axes[2][2]) / unit;
        double const rho = std::sqrt(std::pow(testing::length(point) / unit, 2) - z * z);
        if (std::abs(std::abs(z) - 3.6) < 0.1 || rho < 1) continue;
        auto const sample = testing::gradient_at(field, {point})[0];
        auto const expected = testing::finite_differences(field, point, 0.005 * unit);
        EXPECT_LT(gradient_error(sample, expected), 1e-9);
    }
}

TEST_P(CurrentDiscs, TheAxisIsNoException) {
    for (auto const form : {DiscForm::exact, DiscForm::edwards, DiscForm::can81}) {
        auto const field = field_of(con2020(form, 1e-9 * nT));
        for (double const z : {0.0, 1.0, -3.6, 3.6, 20.0}) {
            std::vector<Vector> const points{
                {0, 0, z * unit}, {1e-7 * unit, 0, z * unit}, {1e-3 * unit, 0, z * unit}};
            auto const samples = testing::gradient_at(field, points);
            EXPECT_EQ(samples[0].b[0], 0);
            for (std::size_t i = 1; i < 3; ++i) {
                EXPECT_NEAR(samples[i].b[2] / samples[0].b[2], 1, 1e-6);
                for (std::size_t k = 0; k < 3; ++k)
                    EXPECT_LT(
                        testing::length(testing::difference(samples[i].gradient[k], samples[0].gradient[k])),
                        1e-5 * testing::length(samples[0].b) / unit);
            }
        }
    }
}

TEST_P(CurrentDiscs, TheRingOfAnEdgeIsFinite) {
    auto const field = field_of(con2020(DiscForm::exact, 1e-9 * nT));
    Vector const ring{7.8 * unit, 0, 3.6 * unit};
    Vector const at = testing::field_at(field, ring);
    for (double const away : {1e-6, 1e-4}) {
        // Kinked as distance × ln(distance): 1e-6 R_J away the field differs by some 1e-5 of its 130 nT.
        Vector const near = testing::field_at(field, Vector{(7.8 + away) * unit, 0, 3.6 * unit});
        EXPECT_LT(testing::length(testing::difference(near, at)), 2000 * away * nT + 0.1 * nT);
    }
}

TEST_P(CurrentDiscs, ALaneDoesNotSeeItsNeighbours) {
    // Points that need between 2 and a thousand nodes, side by side.
    auto const field = field_of(con2020(DiscForm::exact, 1e-9 * nT));
    std::vector<Vector> points{{0, 0, unit},
                               {7.8 * unit, 0, 3.599 * unit},
                               {30 * unit, 0, 20 * unit},
                               {0, 7.7 * unit, 3.55 * unit},
                               {51.4 * unit, 0, 3.5 * unit},
                               {2 * unit, 0, 0},
                               {0, 8 * unit, 0},
                               {100 * unit, 0, -20 * unit}};
    auto const b = testing::field_at(field, points);
    auto const samples = testing::gradient_at(field, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_EQ(b[i], testing::field_at(field, points[i])) << i;
        EXPECT_EQ(samples[i].gradient, testing::gradient_at(field, {points[i]})[0].gradient) << i;
    }
}

TEST(ExactDisc, ObeysAmperesLawInTheCurrent) {
    // Around [10,12] × [−1,0.5] R_J, oriented along the current: 2 μ ln(12/10) · 1.5 R_J less nothing of the
    // outer edge, which the rectangle does not reach.
    auto const field = field_of(con2020(DiscForm::exact, 1e-12 * nT));
    constexpr int n = 16;  // Gauss–Legendre would need fewer; the midpoint rule is extrapolated from two
    auto const circulation = [&](int nodes) {
        double sum = 0;
        for (int k = 0; k < nodes; ++k) {
            double const t = (k + 0.5) / nodes, rho = 10 + 2 * t, z = -1 + 1.5 * t;
            auto const b = testing::field_at(field, {{rho * unit, 0, -unit},
                                                     {rho * unit, 0, 0.5 * unit},
                                                     {10 * unit, 0, z * unit},
                                                     {12 * unit, 0, z * unit}});
            sum += (2 * (b[1][0] - b[0][0]) + 1.5 * (b[2][2] - b[3][2])) / nodes / nT;
        }
        return sum;
    };
    double const c1 = circulation(n), c2 = circulation(2 * n), c4 = circulation(4 * n);
    double const r1 = (4 * c2 - c1) / 3, r2 = (4 * c4 - c2) / 3;
    EXPECT_NEAR((16 * r2 - r1) / 15, 76.356267985308, 1e-7);
}

TEST(DiscAxes, AreAnOrthonormalRightHandedFrameLeaningTowardTheLongitude) {
    auto const axes = disc_axes(9.3 * units::degree, 155.8 * units::degree);
    Vector const cross{axes[0][1] * axes[1][2] - axes[0][2] * axes[1][1],
                       axes[0][2] * axes[1][0] - axes[0][0] * axes[1][2],
                       axes[0][0] * axes[1][1] - axes[0][1] * axes[1][0]};
    EXPECT_LT(testing::length(testing::difference(cross, axes[2])), 1e-15);
    EXPECT_NEAR(std::acos(axes[2][2]) / units::degree, 9.3, 1e-12);
    EXPECT_NEAR(std::atan2(axes[2][1], axes[2][0]) / units::degree, 155.8, 1e-12);
}

}  // namespace
}  // namespace vespa::planet
