// Stratified magnetised media: conserved components, turning points, paths by quadrature.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/ech_slab.hpp"

namespace vespa::raytrace {
namespace {

#define EXPECT_RELATIVE(value, exact, tolerance) EXPECT_NEAR((value) / (exact), 1, tolerance)

class Reflection : public ::testing::TestWithParam<std::tuple<Mode, double>> {};
INSTANTIATE_TEST_SUITE_P(Slab, Reflection,
                         ::testing::Combine(::testing::Values(Mode::ordinary, Mode::extraordinary),
                                            ::testing::Values(0.1, 0.2, 0.3, 0.4, 0.5, 0.55)));

TEST_P(Reflection, TurnsAndReturnsWhereTheQuadratureSays) {
    auto const [mode, n_z] = GetParam();
    Ech const ech;
    auto const ray = fly_here(ech.problem(1e-10), {ech.launch_with(0, n_z, mode)}).rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::box);
    EXPECT_RELATIVE(ray.turning_plasma_ratio, ech.turning_ratio(n_z, mode), 1e-8);
    EXPECT_NEAR(ray.end_refractive_index[2], n_z, 1e-13);
    auto const [z, group_path] = ech.there_and_back(n_z, mode);
    EXPECT_RELATIVE(ray.end_position_m[2] + 0.6, z, 1e-8);
    EXPECT_RELATIVE(ray.group_path_m, group_path, 1e-8);
    EXPECT_NEAR(ray.end_position_m[0], Ech::launch, 1e-15);
    EXPECT_NEAR(ray.end_position_m[1], 0, 1e-14);
}

TEST(Slab, NoRayIsLostAtTheSpitze) {
    // O-mode rays with n∥² < Y/(1+Y) turn at X = 1 in a cusp where the textbook Hamiltonian is not defined.
    Ech const ech;
    std::mt19937_64 generator(7);
    std::uniform_real_distribution<double> along(-0.6, 0.6), sideways(-1e-2, 1e-2);
    std::vector<Launch> launches;
    for (int i = 0; i < 4000; ++i) {
        launches.push_back(
            ech.launch_with(i % 2 ? sideways(generator) : 0, along(generator), Mode::ordinary));
    }
    for (double const tolerance : {1e-5, 1e-7, 1e-10}) {
        auto const flown = fly_here(ech.problem(tolerance), launches);
        for (auto const& ray : flown.rays) {
            // Within 1e-4 of the radio window X = 1, **n** ∥ **B**, n∥² = Y/(1+Y), the O and Z modes are one.
            double const off_window =
                std::abs(std::abs(ray.launch_direction[2]) - std::sqrt(ech.Y / (1 + ech.Y)));
            if (off_window < 1e-4 && ray.stop_reason == StopReason::dispersion_lost) continue;
            ASSERT_EQ(ray.stop_reason, StopReason::box) << "n_z " << ray.launch_direction[2];
            ASSERT_NEAR(ray.end_position_m[0], Ech::launch, 1e-12);
            ASSERT_NEAR(ray.maximum_plasma_ratio, 1, 0.15);
        }
    }
}

TEST(Slab, ExtraordinaryRayFromTheDenseSideEndsAtTheUpperHybridResonance) {
    // case 1 of the benchmark: toward X = 1 − Y²
    Ech const ech;
    auto problem = ech.problem(1e-10);
    problem.maximum_refractive_index = 100;
    for (double const n_z : {0.4, 0.5, 0.6}) {
        Launch launch;
        launch.position_m = {-0.08, 0, -0.6};
        double const across = Slab(ech.X(-0.08), ech.Y).across(n_z, Mode::extraordinary).value();
        launch.direction = {-std::sqrt(across), 0, n_z};
        launch.frequency_hz = Ech::frequency;
        launch.mode = Mode::extraordinary;
        auto const ray = fly_here(problem, {launch}).rays[0];
        ASSERT_EQ(ray.stop_reason, StopReason::resonance) << n_z;
        EXPECT_NEAR(ech.X(ray.end_position_m[0]), 1 - ech.Y * ech.Y, 0.01);
        EXPECT_NEAR(std::sqrt(dot(ray.end_refractive_index, ray.end_refractive_index)), 100, 1e-9);
        EXPECT_NEAR(ray.end_refractive_index[2], n_z, 1e-13);
        // where the dispersion relation has this index
        Slab const slab(ech.X(ray.end_position_m[0]), ech.Y);
        EXPECT_RELATIVE(slab.across(n_z, Mode::extraordinary).value() + n_z * n_z, 1e4, 1e-3);
    }
}

TEST(Slab, ExtraordinaryRayOnItsWayToTheUpperHybridRunsWhereTheQuadratureSays) {
    // case 1 of the benchmark, to n = 10
    Ech const ech;
    auto problem = ech.problem(1e-10);
    problem.maximum_refractive_index = 10;
    for (double const n_z : {0.4, 0.5, 0.6}) {
        auto launch = ech.launch_with(0, n_z, Mode::extraordinary, -0.08);
        launch.direction[0] *= -1;
        auto const ray = fly_here(problem, {launch}).rays[0];
        ASSERT_EQ(ray.stop_reason, StopReason::resonance);
        double const v = n_z * n_z;
        auto const w_at = [&](double x) {
            return Slab(ech.X(x), ech.Y).across(n_z, Mode::extraordinary).value();
        };
        auto const z_rate = [&](double x) {
            Slab const slab(ech.X(x), ech.Y);
            double const w = w_at(x);
            return slab.slope_along(w, v) * n_z / (slab.slope_across(w, v) * -std::sqrt(w));
        };
        auto const group_rate = [&](double x) {
            return Slab(ech.X(x), ech.Y).group_path_across(-std::sqrt(w_at(x)), n_z);
        };
        // n² grows toward low density: its place by bisection, close above S = 0
        double low = ech.x_of(1 - ech.Y * ech.Y) + 1e-9, high = -0.08;
        for (int i = 0; i < 200; ++i) {
            double const x = 0.5 * (low + high);
            (w_at(x) + v > 100 ? low : high) = x;
        }
        EXPECT_NEAR(ray.end_position_m[0], low, 1e-8);
        EXPECT_RELATIVE(ray.end_position_m[2] + 0.6, integrate(z_rate, -0.08, low), 1e-8);
        EXPECT_RELATIVE(ray.group_path_m, integrate(group_rate, -0.08, low), 1e-8);
    }
}

TEST(Slab, OrdinaryRayFromWithinReturnsWhereTheQuadratureSays) {
    // case 2 of the benchmark: launched at x = −0.45
    Ech const ech;
    auto problem = ech.problem(1e-10);
    problem.surfaces.box_lower_m[0] = -0.45;
    for (double const n_z : {0.2, 0.6}) {
        auto const ray = fly_here(problem, {ech.launch_with(0, n_z, Mode::ordinary, -0.45)}).rays[0];
        ASSERT_EQ(ray.stop_reason, StopReason::box);
        auto const [z, group_path] = ech.there_and_back(n_z, Mode::ordinary, -0.45);
        EXPECT_RELATIVE(ray.end_position_m[2] + 0.6, z, 1e-8);
        EXPECT_RELATIVE(ray.group_path_m, group_path, 1e-8);
    }
}

TEST(Slab, ExtraordinaryRaysAreAsAccurateAsOrdinaryOnes) {
    // The same medium and the same n∥, to 1e-12, steps of order 5: never more than three times the ordinary
    // wave's error (it is a fifth of it, as the ordinary one turns in a cusp), and the same order. Errors
    // against 1e-13, which is held to the quadrature.
    Ech const ech;
    std::vector<double> const along{0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55};
    std::vector<double> const tolerances{1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12};
    struct Reached {
        std::vector<double> errors, steps;
        double order(std::size_t from, std::size_t to) const {
            return std::log(errors[from] / errors[to]) / std::log(steps[to] / steps[from]);
        }
    };
    auto const reach = [&](Mode mode) {
        std::vector<Launch> launches;
        for (double const n_z : along)
            launches.push_back(ech.launch_with(0, n_z, mode));
        auto const sharp = fly_here(ech.problem(1e-13), launches).rays;
        Reached reached;
        for (double const tolerance : tolerances) {
            auto problem = ech.problem(tolerance);
            problem.order = Order::fifth;
            auto const rays = fly_here(problem, launches).rays;
            double sum = 0, steps = 0;
            for (std::size_t i = 0; i < along.size(); ++i) {
                double const exact = ech.there_and_back(along[i], mode).first;
                double const difference = (rays[i].end_position_m[2] - sharp[i].end_position_m[2]) / exact;
                sum += difference * difference;
                steps += rays[i].steps;
                // the quadrature itself is good to 1e-11
                EXPECT_NEAR((rays[i].end_position_m[2] + 0.6) / exact - 1, difference, 1e-11);
            }
            reached.errors.push_back(std::sqrt(sum / static_cast<double>(along.size())));
            reached.steps.push_back(steps);
        }
        return reached;
    };
    auto const ordinary = reach(Mode::ordinary), extraordinary = reach(Mode::extraordinary);
    for (std::size_t i = 0; i < tolerances.size(); ++i) {
        EXPECT_LT(extraordinary.errors[i], 3 * ordinary.errors[i] + 1e-13) << tolerances[i];
        EXPECT_LT(extraordinary.errors[i], 10 * tolerances[i]) << tolerances[i];
    }
    // both above 5, as the step's estimate is of order 5 and is shared between more and more steps
    EXPECT_GT(ordinary.order(0, 5), 5);
    EXPECT_NEAR(extraordinary.order(0, 5), ordinary.order(0, 5), 0.5);
}

/// ARTEMIS-P's second toy model: density falling with z², field with z³, both along z.
class Toy2 : public ::testing::TestWithParam<std::tuple<Constants, double>> {};
INSTANTIATE_TEST_SUITE_P(Slab, Toy2,
                         ::testing::Combine(::testing::Values(Constants::codata, Constants::artemis),
                                            ::testing::Values(10.0, 20.0, 30.0)));

TEST_P(Toy2, WhistlerReachesTheIndexFiveWhereTheQuadratureSays) {
    auto const [constants, degrees] = GetParam();
    double const km = 1e3, z0 = 12800 * km, start = 13800 * km, f = 100e3,
                 angle = degrees * std::atan(1) / 45;
    planet::PowerLaw law;
    law.geometry = {planet::Geometry::Shape::plane, {}, {0, 0, 1}, 0, 1};
    law.terms = {{100e6, -2}};
    law.unit_m = z0;
    law.floor_m = km;
    planet::Plasma const plasma({planet::DensityModel(law)});
    planet::MagneticField const field(
        planet::MagneticFieldParts{{}, {}, {planet::AxialPowerLaw{6e-5, 6400 * km}}});
    auto problem = unit_problem(1e-10);
    problem.medium = {&field, &plasma, nullptr};
    problem.constants = constants;
    problem.length_scale_m = z0;
    problem.maximum_refractive_index = 5;
    Launch const launch{{0, 0, start}, {std::sin(angle), 0, std::cos(angle)}, f, Mode::extraordinary};
    auto const ray = fly_here(problem, {launch}).rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::resonance);

    auto const factors = plasma_factors(constants);
    auto const slab_at = [&](double z) {
        return Slab(factors.plasma * 100e6 * std::pow(z0 / z, 2) / (f * f),
                    factors.gyro * 6e-5 * std::pow(6400 * km / z, 3) / f);
    };
    // n_x is conserved: from the launch
    double const n_x = ray.launch_direction[0] * [&] {
        auto const slab = slab_at(start);
        double low = 0, high = 10;  // n with n = √(n⊥² + n∥²(n⊥)), n⊥ = n sin
        for (int i = 0; i < 200; ++i) {
            double const n = 0.5 * (low + high);
            auto const v = slab.along(n * std::sin(angle), Mode::extraordinary);
            (v && *v > std::pow(n * std::cos(angle), 2) ? low : high) = n;
        }
        return 0.5 * (low + high);
    }();
    EXPECT_NEAR(ray.end_refractive_index[0], n_x, 1e-9);
    double low = start, high = 1.3 * start;
    for (int i = 0; i < 200; ++i) {
        double const z = 0.5 * (low + high);
        auto const v = slab_at(z).along(n_x, Mode::extraordinary);
        (v && *v + n_x * n_x < 25 ? low : high) = z;
    }
    double const end = 0.5 * (low + high);
    auto const x_rate = [&](double z) {
        auto const slab = slab_at(z);
        double const w = n_x * n_x, v = slab.along(n_x, Mode::extraordinary).value();
        return slab.slope_across(w, v) * n_x / (slab.slope_along(w, v) * std::sqrt(v));
    };
    auto const group_rate = [&](double z) {
        auto const slab = slab_at(z);
        return slab.group_path_along(n_x, std::sqrt(slab.along(n_x, Mode::extraordinary).value()));
    };
    EXPECT_RELATIVE(ray.end_position_m[2], end, 1e-8);
    EXPECT_RELATIVE(ray.end_position_m[0], integrate(x_rate, start, end), 1e-8);
    EXPECT_RELATIVE(ray.group_path_m, integrate(group_rate, start, end), 1e-8);
}

}  // namespace
}  // namespace vespa::raytrace
