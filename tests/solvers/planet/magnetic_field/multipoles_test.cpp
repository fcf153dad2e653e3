#include "planet/magnetic_field/multipoles.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "core/errors/bad_input.hpp"
#include "core/simd/targets.hpp"
#include "planet/magnetic_field/multipole_file.hpp"
#include "solvers/planet/magnetic_field/field_tools.hpp"

namespace vespa::planet {
namespace {

using testing::Vector;

// Coefficients as rich as can be: every term of the same strength (a field at its core–mantle boundary).
MultipoleCoefficients flat_spectrum(int degree, int order) {
    MultipoleCoefficients c;
    c.name = "flat";
    c.radius_m = 6e6;
    c.degree = c.default_degree = degree;
    c.order = order;
    c.g.resize(MultipoleCoefficients::index(degree + 1, 0));
    c.h.resize(c.g.size());
    std::mt19937_64 random(7);
    auto const coefficient = [&] { return 1e-5 * (static_cast<double>(random() >> 11) * 0x1p-52 - 1); };
    for (int n = 1; n <= degree; ++n) {
        for (int m = 0; m <= std::min(n, order); ++m) {
            c.g[MultipoleCoefficients::index(n, m)] = coefficient();
            if (m > 0) c.h[MultipoleCoefficients::index(n, m)] = coefficient();
        }
    }
    return c;
}

MagneticField field_of(MultipoleCoefficients const& c, int degree) {
    return MagneticField({.multipoles = {InternalMultipoles(c, degree)}});
}

std::vector<Vector> hard_points(double radius) {
    auto points = testing::random_points(40, 6 * radius, radius, 3);
    for (double const z : {1.2, -1.1, 40.0})
        points.push_back({0, 0, z * radius});
    points.push_back({1e-9 * radius, 0, 1.05 * radius});
    points.push_back({radius, 0, 0});
    points.push_back({0, -1.5 * radius, 0});
    points.push_back({300 * radius, 200 * radius, -100 * radius});
    return points;
}

// Each instruction set of this processor in turn.
class Multipoles : public ::testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { simd::use_target(GetParam()); }
    void TearDown() override { simd::use_target(""); }
};

INSTANTIATE_TEST_SUITE_P(Targets, Multipoles, ::testing::ValuesIn(simd::available_targets()),
                         [](auto const& target) { return target.param; });

TEST_P(Multipoles, AgreeWithThirtyDigitArithmetic) {
    std::ifstream file(testing::fixture("internal_field.txt"));
    ASSERT_TRUE(file);
    std::string line, name;
    int degree = 0, points = 0;
    MagneticField field;
    double radius = 0;
    while (std::getline(file, line)) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream words(line);
        if (line.starts_with("case")) {
            words >> line >> name >> degree;
            auto const c = read_multipole_file(testing::shipped_models() + "/" + name + ".txt");
            field = field_of(c, degree);
            radius = c.radius_m;
            continue;
        }
        Vector p, expected;
        words >> p[0] >> p[1] >> p[2] >> expected[0] >> expected[1] >> expected[2];
        ASSERT_TRUE(words);
        for (auto& coordinate : p)
            coordinate *= radius;
        for (auto& component : expected)
            component *= 1e-9;
        Vector const b = testing::field_at(field, p);
        EXPECT_LT(testing::length(testing::difference(b, expected)) / testing::length(expected), 1e-13)
            << name << " degree " << degree << " at " << p[0] << " " << p[1] << " " << p[2];
        ++points;
    }
    EXPECT_EQ(points, 7 * 16);
}

TEST_P(Multipoles, AgreeWithThePlainTwinAtEveryDegreeAndOrder) {
    for (auto const& [degree, order] : {std::pair{1, 1},
                                        {1, 0},
                                        {2, 2},
                                        {3, 1},
                                        {4, 4},
                                        {5, 0},
                                        {13, 13},
                                        {18, 7},
                                        {20, 20},
                                        {21, 21},
                                        {31, 31},
                                        {70, 70},
                                        {150, 150},
                                        {150, 2}}) {
        auto const c = flat_spectrum(degree, order);
        auto const field = field_of(c, degree);
        MultipoleReference const twin(c, degree);
        auto const points = hard_points(1.02 * c.radius_m);
        auto const b = testing::field_at(field, points);
        auto const samples = testing::gradient_at(field, points);
        // 150 steps of the recurrence, and weights formed as differences, lose more than a digit.
        double const tolerance = degree > 40 ? 6e-13 : 3e-14;
        for (std::size_t i = 0; i < points.size(); ++i) {
            auto const expected = twin.field_and_gradient(points[i]);
            double const strength = testing::length(expected.b);
            EXPECT_LT(testing::length(testing::difference(b[i], expected.b)) / strength, tolerance)
                << degree << " " << order << " " << i;
            EXPECT_LT(testing::length(testing::difference(samples[i].b, expected.b)) / strength, tolerance)
                << degree << " " << order << " " << i;
            EXPECT_LT(testing::relative_difference(samples[i].gradient, expected.gradient), tolerance)
                << degree << " " << order << " " << i;
        }
    }
}

TEST_P(Multipoles, TheGradientIsThatOfTheField) {
    for (auto const& [degree, order] : {std::pair{1, 1}, {6, 6}, {13, 13}, {20, 3}}) {
        auto const c = flat_spectrum(degree, order);
        auto const field = field_of(c, degree);
        auto const points = hard_points(1.3 * c.radius_m);
        auto const samples = testing::gradient_at(field, points);
        for (std::size_t i = 0; i < points.size(); ++i) {
            // Order 8 with a step of h r: truncation ~ (degree h)^8, round-off 1e-16 / h.
            auto const expected =
                testing::finite_differences(field, points[i], 1e-3 * testing::length(points[i]));
            EXPECT_LT(testing::relative_difference(samples[i].gradient, expected), 1e-11)
                << degree << " " << order << " " << i;
        }
    }
}

TEST_P(Multipoles, TheFieldIsFreeOfDivergenceAndCurl) {
    auto const c = flat_spectrum(13, 13);
    for (auto const& sample : testing::gradient_at(field_of(c, 13), hard_points(c.radius_m))) {
        auto const& g = sample.gradient;
        double const size = testing::length(g[0]) + testing::length(g[1]) + testing::length(g[2]);
        EXPECT_LT(std::abs(g[0][0] + g[1][1] + g[2][2]), 1e-14 * size);
        for (auto const& [i, j] : {std::pair{0u, 1u}, {0u, 2u}, {1u, 2u}})
            EXPECT_LT(std::abs(g[i][j] - g[j][i]), 1e-14 * size);
    }
}

TEST_P(Multipoles, APointHasTheSameBitsWhereverItStandsInABatch) {
    auto const c = flat_spectrum(13, 13);
    auto const field = field_of(c, 13);
    auto const points = testing::random_points(37, 4 * c.radius_m, c.radius_m, 5);
    auto const all = testing::field_at(field, points);
    auto const all_samples = testing::gradient_at(field, points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_EQ(testing::field_at(field, points[i]), all[i]) << i;
        EXPECT_EQ(testing::gradient_at(field, {points[i]})[0].gradient, all_samples[i].gradient) << i;
    }
}

TEST(InternalMultipoles, OneTermHasTheSchmidtFormAndSign) {
    // g_21: V = a (a/r)³ g √3 cos θ sin θ cos φ. At φ = 0, θ = 45°, r = a: B_r = 3 g √3/2, B_θ = 0, and B_φ =
    // 0.
    auto c = flat_spectrum(2, 2);
    c.g.assign(c.g.size(), 0);
    c.h.assign(c.h.size(), 0);
    c.g[MultipoleCoefficients::index(2, 1)] = 1e-6;
    double const s = std::sqrt(0.5);
    Vector const b = testing::field_at(field_of(c, 2), Vector{s * c.radius_m, 0, s * c.radius_m});
    double const radial = 3e-6 * std::sqrt(3) / 2;
    EXPECT_NEAR(b[0], s * radial, 1e-20);
    EXPECT_NEAR(b[1], 0, 1e-20);
    EXPECT_NEAR(b[2], s * radial, 1e-20);
}

TEST(InternalMultipoles, ADipoleOfCoefficientsIsADipole) {
    auto const c = read_multipole_file(testing::shipped_models() + "/kivelson2002.txt");
    double const cube = c.radius_m * c.radius_m * c.radius_m;
    DipoleField const dipole{{c.g[2] * cube, c.h[2] * cube, c.g[1] * cube}, {0, 0, 0}};
    auto const points = hard_points(c.radius_m);
    auto const a = testing::gradient_at(field_of(c, 1), points);
    auto const b = testing::gradient_at(MagneticField({.dipoles = {dipole}}), points);
    for (std::size_t i = 0; i < points.size(); ++i) {
        EXPECT_LT(testing::length(testing::difference(a[i].b, b[i].b)), 1e-14 * testing::length(b[i].b));
        EXPECT_LT(testing::relative_difference(a[i].gradient, b[i].gradient), 1e-14);
    }
}

TEST(InternalMultipoles, RefuseADegreeTheyDoNotHave) {
    auto const c = flat_spectrum(4, 4);
    EXPECT_THROW(InternalMultipoles(c, 0), std::invalid_argument);
    EXPECT_THROW(InternalMultipoles(c, 5), std::invalid_argument);
}

TEST(InternalMultipoles, SecularVariationMovesTheCoefficients) {
    auto const c = read_multipole_file(testing::shipped_models() + "/igrf14.txt");
    auto const later = at_epoch(c, 2027.5, "test");
    EXPECT_NEAR(later.g[MultipoleCoefficients::index(1, 0)], 1e-9 * (-29350.0 + 2.5 * 12.6), 1e-18);
    EXPECT_NEAR(later.h[MultipoleCoefficients::index(1, 1)], 1e-9 * (4545.5 - 2.5 * 21.5), 1e-18);
    EXPECT_THROW(at_epoch(c, 2031, "test"), BadInput);
    EXPECT_THROW(at_epoch(c, 2024.9, "test"), BadInput);
    EXPECT_THROW(at_epoch(c, std::nan(""), "test"), BadInput);
    EXPECT_THROW(at_epoch(flat_spectrum(2, 2), 2025, "test"), BadInput);
}

}  // namespace
}  // namespace vespa::planet
