// Images through a spherical plasma lens, X = X0 (1 − r²/R²), against closed forms: n²r² = A r² + B r⁴.
#include <gtest/gtest.h>

#include <cmath>

#include "occultation/solve.hpp"
#include "raytrace/vectors.hpp"
#include "solvers/occultation/spherical.hpp"

namespace vespa::occultation {
namespace {

constexpr double X0 = 0.3, A = 1 - X0, B = X0, R = 1;

/// Angle about the centre between where a ray of impact parameter a enters the lens and leaves it.
double swept(double a) {
    return std::asin((A - 2 * a * a) / std::sqrt(A * A + 4 * a * a * B)) + 0.5 * M_PI;
}

/// Group path in the lens.
double group_path(double a) {
    double const root = std::sqrt(B + A - a * a);
    return std::log((2 * std::sqrt(B) * root + 2 * B + A) / std::sqrt(A * A + 4 * B * a * a)) / std::sqrt(B);
}

double bending(double a) {
    return a < R ? 2 * std::acos(a / R) - swept(a) : 0;
}

SphericalMedium lens() {
    return SphericalMedium([](double r) { return X0 * (1 - r * r); }, [](double r) { return -2 * X0 * r; });
}

TEST(Lens, ShowsEveryImageWithItsIntensity) {
    auto const medium = lens();
    int pairs = 0, dark = 0;
    for (double const source_distance : {0.0, 40.0, 7.0}) {
        Scene const scene{5, source_distance};
        auto problem = unit_problem(medium, R);
        std::vector<double> const angles = {0.002, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.37, 0.4, 0.6};
        for (double const angle : angles)
            problem.epochs.push_back(scene.epoch(angle));
        auto const result = solve_here(problem);
        for (std::size_t i = 0; i < angles.size(); ++i) {
            auto const expected = scene.images(angles[i], bending);
            auto const& cell = result.cells[i];
            SCOPED_TRACE(testing::Message() << "source " << source_distance << ", angle " << angles[i]);
            ASSERT_EQ(cell.images, static_cast<int>(expected.size()));
            EXPECT_EQ(cell.lost, 0);
            if (expected.empty()) {
                ++dark;
                EXPECT_EQ(cell.intensity, 0);
                EXPECT_EQ(cell.state, CellState::refracted_away);
                continue;
            }
            pairs += expected.size() > 1;
            auto const& brightest = expected.front();
            double sum = 0;
            for (auto const& image : expected)
                sum += image.intensity;
            // Central differences over 1e-4 R: 1e-8 of the lens's curvature, more near its edge.
            EXPECT_NEAR(cell.intensity / sum, 1, 2e-5);
            EXPECT_NEAR(cell.brightest_intensity / brightest.intensity, 1, 2e-5);
            EXPECT_NEAR(cell.bending_rad, bending(brightest.impact), 1e-7);
            if (source_distance == 0) continue;
            double const straight =
                raytrace::norm(raytrace::sum(problem.epochs[i].source, -1, problem.epochs[i].observer_m));
            double const a = brightest.impact;
            double const outside = a < R ? std::sqrt(R - a * a) : 0;
            double const way = std::sqrt(25 - a * a) + std::sqrt(source_distance * source_distance - a * a) -
                               2 * outside + (a < R ? group_path(a) : 0);
            EXPECT_NEAR(cell.group_delay_s * 299792458, way - straight, 1e-7);
        }
    }
    EXPECT_GE(pairs, 3);  // on the lens's axis and where its edge lets the straight ray pass
}

TEST(Lens, IsNoneInAVacuum) {
    auto const vacuum = SphericalMedium([](double) { return 0.0; }, [](double) { return 0.0; });
    auto problem = unit_problem(vacuum, R);
    for (double const angle : {1e-3, 0.1, 0.7, 2.0, 3.0})
        for (double const distance : {0.0, 9.0})
            problem.epochs.push_back(Scene{5, distance}.epoch(angle));
    problem.epochs.push_back({{0.3, 0.2, 0.1}, {0, 1, 7}, false});  // an observer in the sphere
    for (auto const& cell : solve_here(problem).cells) {
        EXPECT_EQ(cell.images, 1);
        EXPECT_NEAR(cell.intensity, 1, 1e-7);
        EXPECT_NEAR(cell.bending_rad, 0, 1e-9);
        EXPECT_NEAR(cell.group_delay_s * 299792458, 0, 1e-9);
    }
}

}  // namespace
}  // namespace vespa::occultation
