// Electrons with ions: the dispersion relation against Stix's, the ray equations against differences, rays.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/errors/bad_input.hpp"
#include "raytrace/dispersion.hpp"
#include "raytrace/hamiltonian_reference.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

std::vector<IonSpecies> const mixture{{1.00728, 1, 0.7}, {15.995, 1, 0.1}, {32.06, 2, 0.1}};

/// R, L and P of Stix (1992), Waves in Plasmas, eqs. 1.20 to 1.22, species by species.
struct Stix {
    double R = 1, L = 1, P = 1;

    Stix(double X, double Y, Ions const& ions) {
        add(X, -Y);
        for (auto const& [weight, gyro] : ions.species)
            add(weight * X, gyro * Y);
    }
    double S() const { return 0.5 * (R + L); }

  private:
    void add(double alpha, double gamma) {
        R -= alpha / (1 + gamma);
        L -= alpha / (1 - gamma);
        P -= alpha;
    }
};

TEST(Ions, WavesAlongAndAcrossTheFieldAreThoseOfStix) {
    Ions const ions = make_ions(mixture);
    for (double const X : {0.2, 3.0, 1e4, 1e7}) {
        for (double const Y : {0.3, 2.0, 100.0, 5e4}) {
            Stix const stix(X, Y, ions);
            double const ends[2] = {refractive_index_squared(X, Y, 1, Mode::ordinary, ions),
                                    refractive_index_squared(X, Y, 1, Mode::extraordinary, ions)};
            auto const is_one_of = [](double value, double a, double b) {
                return std::min(std::abs(value / a - 1), std::abs(value / b - 1)) < 1e-7;
            };
            for (double const squared : ends)
                EXPECT_TRUE(is_one_of(squared, stix.R, stix.L)) << X << ' ' << Y << ' ' << squared;
            EXPECT_GT(std::abs(ends[0] / ends[1] - 1), 1e-9);
            for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
                double const squared = refractive_index_squared(X, Y, 0, mode, ions);
                EXPECT_TRUE(is_one_of(squared, stix.P, stix.R * stix.L / stix.S())) << X << ' ' << Y;
            }
        }
    }
}

TEST(Ions, FarBelowTheirGyrofrequencyTheWaveIsAlfvens) {
    // n² = 1 + Σ ω_ps²/ω_cs² along the field for both waves, of protons alone
    Ions const protons = make_ions({{1.00728, 1, 1}});
    double const g = protons.species[0].gyro, Y = 1e4 / g, X = 1e12;
    double const alfven = 1 + X / g / (Y * Y) + X / (Y * Y);
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        double const squared = refractive_index_squared(X, Y, 1, mode, protons);
        EXPECT_NEAR(squared / alfven, 1, 2e-4);
    }
}

TEST(Ions, OfInfiniteWeightLeaveTheElectronsAlone) {
    Ions heavy;
    heavy.species = {{1e-14, 1e-14}};
    for (double const X : {0.3, 2.5}) {
        for (double const Y : {0.4, 1.7}) {
            for (double const cosine : {0.1, 0.8}) {
                for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
                    double const alone = refractive_index_squared(X, Y, cosine, mode);
                    EXPECT_NEAR(refractive_index_squared(X, Y, cosine, mode, heavy) / alone, 1, 1e-10);
                }
            }
        }
    }
}

TEST(Ions, DerivativesAreThoseOfTheHamiltonian) {
    Ions const ions = make_ions(mixture);
    std::mt19937 random(3);
    std::uniform_real_distribution<double> in(0.2, 3.0);
    for (int i = 0; i < 200; ++i) {
        double const X = in(random)*10, y = in(random) * (i % 2 ? 1 : 3e7);
        auto const at = [&](double X_at, double y_at) { return ion_dispersion(ions, X_at, y_at); };
        auto const p = at(X, y);
        double const hx = 1e-5 * X, hy = 1e-5 * y;
        auto const x1 = at(X + hx, y), x0 = at(X - hx, y), y1 = at(X, y + hy), y0 = at(X, y - hy);
        auto const expect = [](double slope, double after, double before, double h, double scale) {
            EXPECT_NEAR(slope, (after - before) / (2 * h), 1e-6 * (std::abs(slope) + scale));
        };
        expect(p.A_X, x1.A, x0.A, hx, std::abs(p.A / X));
        expect(p.B_X, x1.B, x0.B, hx, std::abs(p.B / X));
        expect(p.C_X, x1.C, x0.C, hx, std::abs(p.C / X));
        expect(p.w_X, x1.w, x0.w, hx, std::abs(p.w / X));
        expect(p.A_y, y1.A, y0.A, hy, std::abs(p.A / y));
        expect(p.B_y, y1.B, y0.B, hy, std::abs(p.B / y));
        expect(p.C_y, y1.C, y0.C, hy, std::abs(p.C / y));
        expect(p.t_y, y1.t, y0.t, hy, std::abs(p.t / y));
        expect(p.w_y, y1.w, y0.w, hy, std::abs(p.w / y));
    }
}

/// A slab across a field along z: X and Y grow along x.
Problem slab(MediumFormula const& medium) {
    auto problem = unit_problem(1e-10);
    problem.medium.formula = &medium;
    problem.ions = mixture;
    problem.maximum_path_m = 1;
    problem.sampling.at = SampleAt::steps;
    return problem;
}

TEST(Ions, RaysConserveTheTransverseIndexAndTheDispersionRelation) {
    // a whistler below the electrons' and above the ions' gyrofrequencies, where ions bend it much
    UnitMedium const medium([](Vector const& x) {
        UnitMedium::Values values;
        values.X = 2e4 * (1 + 0.2 * x[0]);
        values.X_gradient = {0.2 * 2e4, 0, 0};
        values.Y = {0, 0, 150 * (1 + 0.1 * x[0])};
        values.Y_gradient[0] = {0, 0, 15};
        return values;
    });
    auto problem = slab(medium);
    for (bool const reference : {false, true}) {
        for (double const theta : {0.2, 1.0, 1.4, 1.53}) {
            Launch const launch =
                unit_launch({0, 0, 0}, {std::sin(theta), 0.1, std::cos(theta)}, Mode::ordinary);
            auto const flown = fly_here(problem, {launch}, reference);
            ASSERT_EQ(flown.rays[0].stop_reason, StopReason::maximum_path) << theta;
            EXPECT_LT(flown.rays[0].hamiltonian_error, 1e-7);
            auto const& first = flown.samples[0].front().refractive_index;
            for (auto const& sample : flown.samples[0]) {
                EXPECT_NEAR(sample.refractive_index[1], first[1], 1e-8 * norm(first));
                EXPECT_NEAR(sample.refractive_index[2], first[2], 1e-8 * norm(first));
                double const X = sample.electron_density / unit_density();
                double const Y = norm(sample.magnetic_field) / unit_field();
                double const cosine = sample.refractive_index[2] / norm(sample.refractive_index);
                double const squared =
                    refractive_index_squared(X, Y, cosine, Mode::ordinary, make_ions(mixture));
                EXPECT_NEAR(dot(sample.refractive_index, sample.refractive_index) / squared, 1, 1e-6);
            }
        }
    }
}

TEST(Ions, ARayAcrossTheFieldEndsAtTheLowerHybridResonance) {
    // S = 0: 1/X = Σ a_s/(1 − g_s²Y²) − 1/(Y² − 1); the wave comes from the dense side, where S < 0
    double const Y = 80;
    Ions const ions = make_ions(mixture);
    double inverse = -1 / (Y * Y - 1);
    for (auto const& [weight, gyro] : ions.species)
        inverse += weight / (1 - gyro * gyro * Y * Y);
    ASSERT_GT(inverse, 0);
    double const hybrid = 1 / inverse, start = 1.3 * hybrid;
    UnitMedium const medium([=](Vector const& x) {
        return UnitMedium::Values{start + hybrid * x[0], {hybrid, 0, 0}, {0, 0, Y}, {}};
    });
    auto problem = slab(medium);
    problem.maximum_path_m = 10;
    problem.maximum_refractive_index = 1e5;
    Stix const stix(start, Y, ions);
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        double const squared = refractive_index_squared(start, Y, 0, mode, ions);
        if (std::abs(squared / (stix.R * stix.L / stix.S()) - 1) > 1e-6) continue;
        for (bool const reference : {false, true}) {
            auto const ray = fly_here(problem, {unit_launch({0, 0, 0}, {-1, 0, 0}, mode)}, reference).rays[0];
            ASSERT_EQ(ray.stop_reason, StopReason::resonance);
            double const X = start + hybrid * ray.end_position_m[0];
            // n² = RL/S = 1e10: S is 1e-6 there
            EXPECT_NEAR(X / hybrid, 1, 1e-5);
            Stix const end(X, Y, ions);
            double const exact = end.R * end.L / dot(ray.end_refractive_index, ray.end_refractive_index);
            EXPECT_NEAR(end.S(), exact, 1e-8);
        }
        return;
    }
    FAIL() << "neither mode is the one of RL/S";
}

TEST(Ions, LanesFlyAsTheirTwin) {
    UnitMedium const medium([](Vector const& x) {
        return UnitMedium::Values{50 + 20 * x[1], {0, 20, 0}, {0.2, 0, 30}, {}};
    });
    auto problem = slab(medium);
    std::vector<Launch> launches;
    for (int i = 0; i < 9; ++i)
        launches.push_back(unit_launch({0, 0, 0}, {0.1 * i, 0.3, 1}));
    auto const lanes = fly_here(problem, launches).rays, plain = fly_here(problem, launches, true).rays;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        ASSERT_EQ(lanes[i].stop_reason, plain[i].stop_reason);
        for (std::size_t c = 0; c < 3; ++c)
            EXPECT_NEAR(lanes[i].end_position_m[c], plain[i].end_position_m[c], 1e-9);
    }
}

TEST(Ions, BadMixturesAreRefused) {
    for (auto const& bad : {std::vector<IonSpecies>{{1, 1, 0.5}},
                            {{0, 1, 1}},
                            {{1, 0, 1}},
                            {{1, 1, -1}},
                            {{1, 1, std::nan("")}},
                            {{16, 40, 0.025}}})
        EXPECT_THROW(make_ions(bad), BadInput);
    UnitMedium const medium([](Vector const&) { return UnitMedium::Values{}; });
    auto problem = slab(medium);
    problem.along.polarisation = true;
    EXPECT_THROW(fly_here(problem, {}), BadInput);
}

}  // namespace
}  // namespace vespa::raytrace
