// Dense plasma, X > 1: where the two branches of the dispersion relation meet, and through X = 1.
#include <gtest/gtest.h>

#include <cmath>

#include "raytrace/dispersion.hpp"
#include "solvers/raytrace/flying.hpp"
#include "solvers/raytrace/slab.hpp"

namespace vespa::raytrace {
namespace {

#define EXPECT_RELATIVE(value, exact, tolerance) EXPECT_NEAR((value) / (exact), 1, tolerance)

/// The polynomial Hamiltonian (README.md of the solver, eq. 8) for **B** along z, and its rates.
struct Polynomial {
    double H, H_X, along, group_path;

    Polynomial(double X, double Y, double n_x, double n_z) {
        double const y = Y * Y, u = 1 - X, q = n_z * Y, N = n_x * n_x + n_z * n_z;
        double const b = 2 * u * (u - y) - X * y;
        H = (u - y) * N * N - b * N + X * q * q * (N - 1) + u * (u * u - y);
        double const H_N = 2 * (u - y) * N - b + X * q * q, H_q = 2 * X * q * (N - 1);
        H_X = -N * N + (4 * u - y) * N + q * q * (N - 1) - 3 * u * u + y;
        along = 2 * H_N * n_z + H_q * Y;
        group_path = 2 * (N * H_N + q * H_q + X * H_X - y * (N - 1) * (N - u));
    }
};

/// Rays across the field into growing density, whose two n⊥² merge at X_T. There they run along **B** and
/// turn back as the other root, which is cut off at (1+Y)(1−n∥²) < X_T: they turn there, at X_T once more,
/// and leave.
class Fold : public ::testing::TestWithParam<std::pair<double, double>> {};
INSTANTIATE_TEST_SUITE_P(Dense, Fold,
                         ::testing::Values(std::pair{0.3, 0.2}, std::pair{0.5, 0.25}, std::pair{0.7, 0.3},
                                           std::pair{1.5, 0.5}));

TEST_P(Fold, IsPassedTwiceAsTheQuadratureOverTheIndexSays) {
    auto const [Y, v] = GetParam();
    double const fold = 1 + Y * Y * (1 - v) * (1 - v) / (4 * v), n_z = std::sqrt(v);
    double const slope = 0.2, X0 = 1 + 0.5 * (fold - 1);
    UnitMedium const medium([=, Y = Y](Vector const& x) {
        return UnitMedium::Values{X0 + slope * x[0], {slope, 0, 0}, {0, 0, Y}, {}};
    });
    Slab const slab(X0, Y);
    // the greater root at the launch
    double const b = (slab.S + slab.P) * (slab.S - v) - slab.D * slab.D;
    double const c = slab.P * ((slab.S - v) * (slab.S - v) - slab.D * slab.D);
    double const root = std::sqrt(b * b - 4 * slab.S * c);
    double const w = std::max((b + root) / (2 * slab.S), (b - root) / (2 * slab.S));
    ASSERT_GT(w, 0);
    double const n_0 = std::sqrt(w);

    // n_x falls all the time, from n_0 to −n_0: X(n_x) is continued from the launch by Newton's iteration
    auto const X_at = [&, Y = Y](double n_x) {
        double X = X0;
        for (int i = 1; i <= 60; ++i) {
            for (int iteration = 0; iteration < (i == 60 ? 8 : 2); ++iteration) {
                Polynomial const p(X, Y, n_0 + (n_x - n_0) * i / 60, n_z);
                X -= p.H / p.H_X;
            }
        }
        return X;
    };
    auto const z_rate = [&, Y = Y](double n_x) {
        Polynomial const p(X_at(n_x), Y, n_x, n_z);
        return p.along / (p.H_X * slope);
    };
    auto const group_rate = [&, Y = Y](double n_x) {
        Polynomial const p(X_at(n_x), Y, n_x, n_z);
        return p.group_path / (p.H_X * slope);
    };

    auto problem = unit_problem(1e-12);  // the fold doubles the digits' loss: at 1e-10 it is 4e-8 at worst
    problem.medium.formula = &medium;
    problem.maximum_step_m = 0.1;
    problem.surfaces.box_lower_m[0] = 0;
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        double const squared = refractive_index_squared(X0, Y, std::sqrt(v / (v + w)), mode);
        if (std::abs(squared / (v + w) - 1) > 1e-9) continue;
        auto const ray = fly_here(problem, {unit_launch({0, 0, 0}, {n_0, 0, n_z}, mode)}).rays[0];
        ASSERT_EQ(ray.stop_reason, StopReason::box);
        EXPECT_EQ(ray.turning_points, 2);
        EXPECT_RELATIVE(ray.turning_plasma_ratio, fold, 1e-8);
        EXPECT_NEAR(ray.end_refractive_index[0], -n_0, 1e-8);
        EXPECT_NEAR(ray.end_refractive_index[2], n_z, 1e-13);
        EXPECT_RELATIVE(ray.end_position_m[2], 2 * integrate(z_rate, 0, n_0), 1e-8);
        EXPECT_RELATIVE(ray.group_path_m, 2 * integrate(group_rate, 0, n_0), 1e-8);
        return;
    }
    FAIL() << "neither mode has the root";
}

TEST(Dense, AWhistlerPassesTheAngleAtWhichItRunsAlongTheField) {
    // Density along **B**, X = 2 to 5: θ falls through the angle at which F = 0 and the ray runs along **B**.
    double const Y = 6, start = 2, slope = 3;
    UnitMedium const medium([=](Vector const& x) {
        return UnitMedium::Values{start + slope * x[2], {0, 0, slope}, {0, 0, Y}, {}};
    });
    auto problem = unit_problem();
    problem.medium.formula = &medium;
    problem.maximum_step_m = 0.1;
    problem.surfaces.box_upper_m[2] = 1;
    problem.sampling.at = SampleAt::steps;
    for (double const theta : {0.3, 0.36, 0.42}) {
        auto const flown = fly_here(problem, {unit_launch({0, 0, 0}, {std::sin(theta), 0, std::cos(theta)})});
        auto const& ray = flown.rays[0];
        ASSERT_EQ(ray.stop_reason, StopReason::box);
        double const n = std::sqrt(refractive_index_squared(start, Y, std::cos(theta), Mode::ordinary));
        double const n_x = n * std::sin(theta);
        EXPECT_NEAR(ray.end_refractive_index[0], n_x, 1e-13 * n);
        auto const v_at = [&](double z) {
            return Slab(start + slope * z, Y).along(n_x, Mode::ordinary).value();
        };
        auto const x_rate = [&](double z) {
            Slab const slab(start + slope * z, Y);
            double const w = n_x * n_x, v = v_at(z);
            return slab.slope_across(w, v) * n_x / (slab.slope_along(w, v) * std::sqrt(v));
        };
        auto const group_rate = [&](double z) {
            return Slab(start + slope * z, Y).group_path_along(n_x, std::sqrt(v_at(z)));
        };
        EXPECT_LT(x_rate(0) * x_rate(1), 0) << "F = 0 is passed on the way, theta " << theta;
        EXPECT_NEAR(ray.end_position_m[0], integrate(x_rate, 0, 1), 1e-8);
        EXPECT_RELATIVE(ray.group_path_m, integrate(group_rate, 0, 1), 1e-8);
        EXPECT_RELATIVE(ray.end_refractive_index[2], std::sqrt(v_at(1)), 1e-8);
    }
}

/// X = start … end over a length of 1 along the field, Y = 2.
RaySummary along_the_field(double start, double end, Vector const& direction, Mode mode,
                           bool reference = false) {
    UnitMedium const medium([=](Vector const& x) {
        return UnitMedium::Values{start + (end - start) * x[2], {0, 0, end - start}, {0, 0, 2}, {}};
    });
    auto problem = unit_problem();
    problem.medium.formula = &medium;
    problem.maximum_step_m = 0.1;
    problem.surfaces.box_upper_m[2] = 1;
    return fly_here(problem, {unit_launch({0, 0, 0}, direction, mode)}, reference).rays[0];
}

TEST(Dense, WhistlersAlongTheFieldHaveTheIndexOfRBelowAndAboveXOne) {
    // n² = 1 + X/(Y−1), n n_g = 1 + XY/(2(Y−1)²): the sign s is −1 below X = 1 and +1 above
    struct {
        double start, end;
        Mode mode;
    } const cases[] = {{0.2, 0.99, Mode::extraordinary}, {1.01, 5, Mode::ordinary}};
    for (auto const& [start, end, mode] : cases) {
        auto const X = [start = start, end = end](double z) { return start + (end - start) * z; };
        auto const index = [&](double z) { return std::sqrt(1 + X(z)); };
        auto const group_index = [&](double z) { return (1 + X(z)) / index(z); };
        for (bool const reference : {false, true}) {
            auto const ray = along_the_field(start, end, {0, 0, 1}, mode, reference);
            ASSERT_EQ(ray.stop_reason, StopReason::box);
            EXPECT_RELATIVE(ray.end_refractive_index[2], index(1), 1e-8);
            EXPECT_NEAR(ray.end_position_m[0], 0, 1e-12);
            EXPECT_RELATIVE(ray.phase_path_m, integrate(index, 0, 1), 1e-8);
            EXPECT_RELATIVE(ray.group_path_m, integrate(group_index, 0, 1), 1e-8);
        }
    }
}

/// A ray exactly along a straight field, its density growing along the field too.
struct Aligned {
    double start, end;  ///< X over a length of 1
    double Y;
    double sense;  ///< n² = 1 − X/(1 − sense Y): +1 R, −1 L
    Mode mode;     ///< sign of Appleton and Hartree at the launch

    double X(double z) const { return start + (end - start) * z; }
    double index(double z) const { return std::sqrt(1 - X(z) / (1 - sense * Y)); }
    /// d(ωn)/dω of that
    double group_index(double z) const {
        double const g = 1 - sense * Y;
        return (index(z) * index(z) + X(z) / g + 0.5 * X(z) * sense * Y / (g * g)) / index(z);
    }
};

class AlongTheField : public ::testing::TestWithParam<Aligned> {};
INSTANTIATE_TEST_SUITE_P(Dense, AlongTheField,
                         ::testing::Values(Aligned{0.2, 3, 2, 1, Mode::extraordinary},  // whistler, up
                                           Aligned{3, 0.2, 2, 1, Mode::ordinary},       // whistler, down
                                           Aligned{0.2, 2.5, 2, -1, Mode::ordinary},    // L, up and down
                                           Aligned{2.5, 0.2, 2, -1, Mode::extraordinary},
                                           Aligned{0.3, 1.4, 0.5, -1, Mode::ordinary},  // through the window
                                           Aligned{1.4, 0.3, 0.5, -1, Mode::extraordinary}));

TEST_P(AlongTheField, AWaveCrossesXOneWithTheIndexOfItsSenseOfRotation) {
    auto const& wave = GetParam();
    for (Vector const& axis : {Vector{0, 0, 1}, Vector{2.0 / 7, -3.0 / 7, 6.0 / 7}}) {
        UnitMedium const medium([&](Vector const& x) {
            double const slope = wave.end - wave.start;
            return UnitMedium::Values{wave.X(dot(x, axis)), times(slope, axis), times(wave.Y, axis), {}};
        });
        // Off the dispersion surface an error grows as 1/(1 − X) toward X = 1, and again toward n = 0.
        auto problem = unit_problem(1e-11);
        problem.medium.formula = &medium;
        problem.maximum_step_m = 0.1;
        problem.surfaces.box_upper_m[2] = axis[2];
        for (bool const reference : {false, true}) {
            auto const ray = fly_here(problem, {unit_launch({0, 0, 0}, axis, wave.mode)}, reference).rays[0];
            ASSERT_EQ(ray.stop_reason, StopReason::box);
            for (std::size_t i = 0; i < 3; ++i) {
                EXPECT_NEAR(ray.end_position_m[i], axis[i], 1e-12);
                EXPECT_NEAR(ray.end_refractive_index[i], wave.index(1) * axis[i], 1e-8);
            }
            auto const index = [&](double z) { return wave.index(z); };
            auto const group_index = [&](double z) { return wave.group_index(z); };
            EXPECT_RELATIVE(ray.phase_path_m, integrate(index, 0, 1), 1e-8);
            EXPECT_RELATIVE(ray.group_path_m, integrate(group_index, 0, 1), 1e-8);
            EXPECT_LT(ray.hamiltonian_error, 1e-8);
        }
    }
}

TEST(Dense, ObliqueWavesPassXOneAlongTheirBranch) {
    // with n⊥ ≠ 0 the branch is smooth: n² = 1 at X = 1 whatever n⊥, from the whistler to the wave that L
    // belongs to
    double const start = 0.2, end = 1.6;
    for (double const theta : {0.2, 0.4, 0.7}) {
        auto const ray =
            along_the_field(start, end, {std::sin(theta), 0, std::cos(theta)}, Mode::extraordinary);
        ASSERT_EQ(ray.stop_reason, StopReason::box) << theta;
        double const n = std::sqrt(refractive_index_squared(start, 2, std::cos(theta), Mode::extraordinary));
        double const n_x = n * std::sin(theta), w = n_x * n_x;
        // the root of P v² + b v + c that is finite at P = 0
        auto const v_at = [&](double z) {
            Slab const slab(start + (end - start) * z, 2);
            double const b = (slab.S + slab.P) * w - 2 * slab.P * slab.S;
            double const c = slab.S * w * w - (slab.S * (slab.S + slab.P) - slab.D * slab.D) * w +
                             slab.P * (slab.S * slab.S - slab.D * slab.D);
            return 2 * c / (-b - std::sqrt(b * b - 4 * slab.P * c));
        };
        auto const x_rate = [&](double z) {
            Slab const slab(start + (end - start) * z, 2);
            double const v = v_at(z);
            return slab.slope_across(w, v) * n_x / (slab.slope_along(w, v) * std::sqrt(v));
        };
        auto const group_rate = [&](double z) {
            return Slab(start + (end - start) * z, 2).group_path_along(n_x, std::sqrt(v_at(z)));
        };
        EXPECT_NEAR(v_at((1 - start) / (end - start)) + w, 1, 1e-12);
        EXPECT_RELATIVE(ray.end_refractive_index[2], std::sqrt(v_at(1)), 1e-8);
        EXPECT_NEAR(ray.end_position_m[0], integrate(x_rate, 0, 1), 1e-8);
        EXPECT_RELATIVE(ray.group_path_m, integrate(group_rate, 0, 1), 1e-8);
    }
}

}  // namespace
}  // namespace vespa::raytrace
