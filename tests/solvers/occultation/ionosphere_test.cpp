// A body with an exponential ionosphere: rays by Bouguer's law and quadrature, and the law of a thin screen.
#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"
#include "occultation/solve.hpp"
#include "raytrace/vectors.hpp"
#include "solvers/occultation/spherical.hpp"

namespace vespa::occultation {
namespace {

constexpr double outer = 3;

struct Ionosphere {
    double X0, H;

    SphericalMedium medium(double collisions_hz = 0) const {
        return SphericalMedium([*this](double r) { return X(r); }, [*this](double r) { return -X(r) / H; },
                               collisions_hz);
    }
    double X(double r) const { return X0 * std::exp((1 - r) / H); }

    /// Lowest point of a ray of Bouguer's constant a: n r = a.
    double lowest(double a) const {
        double low = a, high = a + 20 * H;  // n < 1: above the straight line's
        auto const excess = [&](double r) { return std::sqrt(std::max(0.0, 1 - X(r))) * r - a; };
        for (int i = 0; i < 60; ++i) {
            double const middle = 0.5 * (low + high);
            (excess(middle) < 0 ? low : high) = middle;
        }
        return high;
    }

    /// Outward: 2 arccos(a/R) less the angle swept, ∫ a dr/(r √(n²r² − a²)) with r = r_p + s².
    double bending(double a) const {
        double const rp = lowest(a);
        auto const swept = [&](double s) {
            double const r = rp + s * s;
            double const root = std::sqrt(std::max((1 - X(r)) * r * r - a * a, 1e-300));
            return a * 2 * s / (r * root);
        };
        return 2 * (std::acos(a / outer) - raytrace::integrate(swept, 0, std::sqrt(outer - rp), 60));
    }
};

TEST(Ionosphere, GivesTheImagesOfBouguersLaw) {
    // Dense: rays turn at the body's surface where n² = 0.6. Thin: the ray at the limb is bent by 1.5
    // degrees.
    int bright = 0, dark = 0, pairs = 0;
    for (auto const& ionosphere : {Ionosphere{0.4, 0.1}, Ionosphere{0.01, 0.05}}) {
        auto const medium = ionosphere.medium();
        Scene const scene{8, 60, 1e-4, 1500};
        auto problem = unit_problem(medium, outer, 1);
        std::vector<double> const angles = {0.1, 0.14, 0.16, 0.2, 0.25, 0.3, 0.35};
        for (double const angle : angles)
            problem.epochs.push_back(scene.epoch(angle));
        auto const result = solve_here(problem);
        double const limb = 1e-6 + std::sqrt(1 - ionosphere.X0);  // Bouguer's constant of the ray that grazes
        auto const bending = [&](double a) { return a < 2.9 ? ionosphere.bending(a) : 0.0; };
        for (std::size_t i = 0; i < angles.size(); ++i) {
            auto const expected = scene.images(angles[i], bending, limb);
            auto const& cell = result.cells[i];
            SCOPED_TRACE(testing::Message() << "X0 " << ionosphere.X0 << ", angle " << angles[i]);
            ASSERT_EQ(cell.images, static_cast<int>(expected.size()));
            double sum = 0;
            for (auto const& image : expected)
                sum += image.intensity;
            if (expected.empty()) {
                EXPECT_EQ(cell.state,
                          result.geometry[i].in_shadow ? CellState::behind_body : CellState::refracted_away);
                ++dark;
                continue;
            }
            EXPECT_NEAR(cell.intensity / sum, 1, 1e-5);
            EXPECT_NEAR(cell.bending_rad, bending(expected.front().impact), 1e-7);
            EXPECT_NEAR(cell.closest_m, ionosphere.lowest(expected.front().impact), 1e-6);
            bright += sum > 1.2;
            pairs += expected.size() > 1;
        }
    }
    EXPECT_GE(bright, 1);
    EXPECT_GE(dark, 2);
    EXPECT_GE(pairs, 1);
}

// Collisions of a constant frequency ν in a plasma without field: Np = (ν/2)(group delay − phase delay).
TEST(Ionosphere, AbsorbsEachImageAsItDelaysIt) {
    Ionosphere const ionosphere{0.4, 0.1};
    double const nu = 500 * units::speed_of_light;
    auto const clear = ionosphere.medium(), lossy = ionosphere.medium(nu);
    Scene const scene{8, 60, 1e-4, 1500};
    auto problem = unit_problem(clear, outer, 1);
    for (double const angle : {0.1, 0.16, 0.2, 0.25, 0.3, 0.35})
        problem.epochs.push_back(scene.epoch(angle));
    auto const bright = solve_here(problem);
    problem.rays.medium.formula = &lossy;
    problem.rays.along.absorption = true;
    auto const dim = solve_here(problem);
    int dimmed = 0;
    for (std::size_t i = 0; i < problem.epochs.size(); ++i) {
        auto const &without = bright.cells[i], &with = dim.cells[i];
        EXPECT_TRUE(std::isnan(without.absorption_Np));
        ASSERT_EQ(with.images, without.images);
        ASSERT_EQ(with.state, without.state);
        if (with.images == 0) continue;
        double const nepers = 0.5 * nu * (with.group_delay_s - with.phase_delay_s);
        EXPECT_NEAR(with.absorption_Np / nepers, 1, 1e-7);
        EXPECT_LT(with.intensity, without.intensity);
        EXPECT_GE(with.intensity, with.brightest_intensity);
        if (with.direction != without.direction) continue;  // another image is the brightest now
        EXPECT_NEAR(with.brightest_intensity / (without.brightest_intensity * std::exp(-2 * nepers)), 1,
                    1e-7 * (1 + nepers));
        dimmed += nepers > 1e-2;
    }
    EXPECT_GE(dimmed, 1);
}

// Baum & Code 1953, Astron. J. 58, 108, of an atmosphere that bends outward: a screen whose bending falls as
// e^{-z/H} spreads light by 1 + D dδ/dz = 1 − Dδ/H, D from screen to observer, the source at infinity.
// A real ionosphere differs from it by the order of H over its radius.
TEST(Ionosphere, IsAThinScreenWhereItIsThin) {
    Ionosphere const ionosphere{2e-4, 0.004};
    auto const medium = ionosphere.medium();
    Scene const scene{20, 0};
    auto problem = unit_problem(medium, outer, 1);
    problem.rays.maximum_step_m = 0.02;  // a ray is in the layer for some 0.1
    problem.fan = 600;                   // the scale height is a 250th of the body
    std::vector<double> const angles = {0.05095, 0.0510, 0.0512, 0.0516};
    for (double const angle : angles)
        problem.epochs.push_back(scene.epoch(angle));
    auto const result = solve_here(problem);
    int bent = 0;
    for (std::size_t i = 0; i < angles.size(); ++i) {
        auto const& cell = result.cells[i];
        if (cell.images == 0) continue;
        double const law = 1 / std::abs(1 - 20 * cell.bending_rad / ionosphere.H);
        bent += std::abs(law - 1) > 0.05;
        // The law's error is that of its denominator, times the brightness.
        EXPECT_NEAR(cell.brightest_intensity / law, 1, 4 * ionosphere.H * std::max(1.0, law)) << angles[i];
    }
    EXPECT_GE(bent, 2);
}

}  // namespace
}  // namespace vespa::occultation
