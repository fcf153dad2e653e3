// The run over ranks, magnetised rays against the ray tracer's own tubes, what cannot be computed.
#include <gtest/gtest.h>
#include <mpi.h>

#include <cmath>
#include <cstring>

#include "core/errors/bad_input.hpp"
#include "core/parallel/watcher.hpp"
#include "occultation/solve.hpp"
#include "raytrace/vectors.hpp"
#include "solvers/occultation/spherical.hpp"
#include "support/ranks.hpp"

namespace vespa::occultation {
namespace {

using testing::ranks;

/// A magnetised ionosphere without symmetry: X = 0.3 e^{(1−r)/0.3} (1 + 0.3 x/r), **Y** uniform, oblique.
raytrace::UnitMedium lopsided() {
    return raytrace::UnitMedium([](Vector const& p) {
        double const r = raytrace::norm(p), shell = 0.3 * std::exp((1 - r) / 0.3);
        raytrace::UnitMedium::Values values;
        values.X = shell * (1 + 0.3 * p[0] / r);
        for (std::size_t i = 0; i < 3; ++i) {
            double const slope = (i == 0 ? 0.3 / r : 0) - 0.3 * p[0] * p[i] / (r * r * r);
            values.X_gradient[i] = -values.X * p[i] / (0.3 * r) + shell * slope;
        }
        values.Y = {0.2, 0.1, 0.3};
        return values;
    });
}

Problem lopsided_problem(raytrace::UnitMedium const& medium, double outer) {
    auto problem = unit_problem(medium, outer, 1);
    problem.modes = {Mode::ordinary, Mode::extraordinary};
    problem.frequencies_hz = {1, 1.7};
    for (double const angle : {0.05, 0.33, 0.4, 0.5})
        problem.epochs.push_back(Scene{7, 30}.epoch(angle));
    return problem;
}

bool same_bits(Cell const& a, Cell const& b) {
    auto const same = [](double x, double y) { return std::memcmp(&x, &y, sizeof x) == 0; };
    return same(a.intensity, b.intensity) && same(a.brightest_intensity, b.brightest_intensity) &&
           same(a.bending_rad, b.bending_rad) && same(a.displacement_rad, b.displacement_rad) &&
           same(a.group_delay_s, b.group_delay_s) && same(a.phase_delay_s, b.phase_delay_s) &&
           same(a.direction[0], b.direction[0]) && same(a.direction[1], b.direction[1]) &&
           same(a.direction[2], b.direction[2]) && same(a.closest_m, b.closest_m) &&
           same(a.maximum_plasma_ratio, b.maximum_plasma_ratio) && same(a.absorption_Np, b.absorption_Np) &&
           a.images == b.images && a.lost == b.lost && a.state == b.state;
}

TEST(Occultation, HasTheSameBitsAtAnyNumberOfRanks) {
    auto const medium = lopsided();
    auto problem = lopsided_problem(medium, 8);
    problem.rays.along.absorption = true;
    auto const alone = solve_here(problem);
    parallel::Watcher quiet;
    auto const together = solve(problem, ranks(), quiet);
    ASSERT_EQ(together.cells.size(), 16u);
    int visible = 0;
    for (std::size_t i = 0; i < together.cells.size(); ++i) {
        EXPECT_TRUE(same_bits(alone.cells[i], together.cells[i])) << i;
        visible += together.cells[i].state == CellState::visible;
    }
    EXPECT_GE(visible, 8);
    EXPECT_EQ(together.rays, alone.rays);
    EXPECT_EQ(together.computed, 16u);
}

// A ray flown along the image's direction meets the source, and the tube's cross-section there, which comes
// from the variational equations, gives the image's intensity.
TEST(Occultation, AgreesWithTheTubesOfTheRayTracer) {
    auto const medium = lopsided();
    // The vacuum outside the sphere must be one: at r = 10 X is 1e-14, and the field acts by X alone.
    auto const problem = lopsided_problem(medium, 10);
    auto const result = solve_here(problem);
    int compared = 0;
    for (std::size_t i = 0; i < result.cells.size(); ++i) {
        auto const& cell = result.cells[i];
        if (cell.images == 0) continue;
        auto const& epoch = problem.epochs[i % 4];
        auto rays = problem.rays;
        rays.surfaces.outer_radius_m = raytrace::norm(epoch.source);
        rays.along.spreading = true;
        auto const flown = raytrace::fly_here(
            rays,
            {{epoch.observer_m, cell.direction, problem.frequencies_hz[i / 4 % 2], problem.modes[i / 8]}});
        auto const& ray = flown.rays.front();
        auto const miss = raytrace::norm(raytrace::sum(ray.end_position_m, -1, epoch.source));
        EXPECT_LT(miss, 30 * 1e-7);
        double const d = raytrace::norm(raytrace::sum(epoch.source, -1, epoch.observer_m));
        EXPECT_NEAR(cell.brightest_intensity * std::abs(ray.along.tube_m2_sr) / (d * d), 1, 1e-5);
        EXPECT_NEAR(cell.group_delay_s * 299792458, ray.group_path_m - d, 1e-6);
        EXPECT_NEAR(cell.phase_delay_s * 299792458, ray.phase_path_m - d, 1e-6);
        compared += std::abs(cell.brightest_intensity - 1) > 0.02;
    }
    EXPECT_GE(compared, 4);
}

TEST(Occultation, TellsWhyACellIsDark) {
    auto const medium = lopsided();
    auto problem = lopsided_problem(medium, 8);
    problem.modes = {Mode::ordinary};
    problem.frequencies_hz = {1};
    auto const nan = std::nan("");
    problem.epochs = {{{nan, 0, 0}, {30, 0, 0}, false}, {{0.5, 0, 0}, {30, 0, 0}, false},
                      {{-9, 0, 0}, {3, 0, 0}, false},   {{-9, 0, 0}, {0, 0, 0}, true},
                      {{-2, 0, 0}, {30, 0, 0}, false},  {{-9, 0, 0}, {-30, 0, 0}, false}};
    auto const result = solve_here(problem);
    EXPECT_EQ(result.cells[0].state, CellState::bad_geometry);
    EXPECT_EQ(result.cells[1].state, CellState::observer_inside_body);
    EXPECT_EQ(result.cells[2].state, CellState::source_inside_sphere);
    EXPECT_EQ(result.cells[3].state, CellState::bad_geometry);
    EXPECT_EQ(result.cells[4].state, CellState::behind_body);
    EXPECT_EQ(result.cells[4].intensity, 0);
    EXPECT_TRUE(std::isnan(result.cells[0].intensity));
    EXPECT_EQ(result.cells[5].state, CellState::visible);
    EXPECT_NEAR(result.cells[5].intensity, 1, 1e-7);
    EXPECT_TRUE(result.geometry[4].in_shadow);
    EXPECT_FALSE(result.geometry[5].in_shadow);

    problem.frequencies_hz = {0.3};  // fp at (1.1, 0, 0) is 0.5
    problem.epochs = {{{1.1, 0, 0}, {30, 0, 0}, false}};
    EXPECT_EQ(solve_here(problem).cells[0].state, CellState::below_cutoff);
}

TEST(Occultation, NamesWhatItCannotTake) {
    auto const medium = lopsided();
    auto const good = lopsided_problem(medium, 8);
    auto const refused = [&](auto&& spoil, std::string const& word) {
        auto problem = good;
        spoil(problem);
        try {
            check(problem);
            FAIL() << word;
        } catch (BadInput const& error) {
            EXPECT_NE(std::string(error.what()).find(word), std::string::npos) << error.what();
        }
    };
    refused([](Problem& p) { p.epochs.clear(); }, "epochs");
    refused([](Problem& p) { p.modes.clear(); }, "modes");
    refused([](Problem& p) { p.frequencies_hz = {1, -2}; }, "-2 Hz");
    refused([](Problem& p) { p.rays.surfaces.outer_radius_m = 0.5; }, "outer_radius_m");
    refused([](Problem& p) { p.rays.surfaces.outer_radius_m = INFINITY; }, "outer_radius_m");
    refused([](Problem& p) { p.rays.surfaces.box_lower_m = {-2, -2, -2}; }, "box");
    refused([](Problem& p) { p.fan = 3; }, "fan");
    refused([](Problem& p) { p.homing_tolerance_rad = 0; }, "homing_tolerance_rad");
    refused([](Problem& p) { p.rays.tolerance = 1; }, "tolerance");
    EXPECT_NO_THROW(check(good));
}

/// Asks to stop from the nth question on, on the last rank.
class StopAfter final : public parallel::Watcher {
  public:
    explicit StopAfter(int questions) : left_(questions) {}
    bool stop_requested() override { return ranks().rank() == ranks().size() - 1 && left_-- <= 0; }

  private:
    int left_;
};

TEST(Occultation, StopsOnAllRanksTogether) {
    auto const medium = lopsided();
    auto const problem = lopsided_problem(medium, 8);
    StopAfter at_once(0);
    auto const result = solve(problem, ranks(), at_once);
    EXPECT_TRUE(result.stopped);
    EXPECT_EQ(result.computed, 0u);
    for (auto const& cell : result.cells)
        EXPECT_EQ(cell.state, CellState::not_computed);
}

}  // namespace
}  // namespace vespa::occultation
