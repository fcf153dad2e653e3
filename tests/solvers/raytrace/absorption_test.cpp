// Collisional absorption: closed forms, and the complex refractive index of Appleton and Hartree.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "core/units/constants.hpp"
#include "planet/plasma/collisions.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

using units::speed_of_light;

TEST(Absorption, OfAConstantFrequencyIsHalfTheGroupDelay) {
    // Np = (ν/2c)(P' − P) in any isotropic medium; linear layer: P' − P = (8/3) cos³φ/α
    double const alpha = 0.01, phi = 40 * units::degree, nu = 0.3 * speed_of_light;
    planet::Geometry const plane{planet::Geometry::Shape::plane, {}, {0, 0, 1}, 0, 1};
    planet::Plasma const plasma({planet::DensityModel(
        planet::LinearLayer{plane, 0, 0, alpha * unit_density(), planet::Edge::continued})});
    planet::CollisionFrequency const collisions({planet::DensityModel(planet::UniformDensity{nu})}, 0);
    auto problem = unit_problem();
    problem.medium.plasma = &plasma;
    problem.medium.collisions = &collisions;
    problem.length_scale_m = 100;
    problem.surfaces.box_lower_m[2] = 0;
    problem.along.absorption = true;
    problem.sampling.at = SampleAt::steps;
    auto const flown = fly_here(problem, {unit_launch({0, 0, 0}, {std::sin(phi), 0, std::cos(phi)})});
    auto const& ray = flown.rays[0];
    double const exact = nu / (2 * speed_of_light) * 8 / 3 * std::pow(std::cos(phi), 3) / alpha;
    EXPECT_NEAR(ray.along.absorption_Np / exact, 1, 1e-8);
    for (std::size_t i = 0; i < flown.samples[0].size(); ++i) {
        auto const& sample = flown.samples[0][i];
        EXPECT_NEAR(flown.along[0][i].absorption_Np,
                    nu / (2 * speed_of_light) * (sample.group_path - sample.phase_path), 1e-8 * exact);
    }
}

/// Im n of a wave e^{i(ωt − kx)} with X/(1 − iZ) and Y/(1 − iZ) in the formula of Appleton and Hartree.
double extinction(double X, double Y, double theta, double Z, double sign) {
    std::complex<double> const lossy(1, -Z);
    auto const x = X / lossy, y = Y / lossy, u = 1.0 - x;
    double const s2 = std::sin(theta) * std::sin(theta), c2 = 1 - s2;
    auto root = std::sqrt(y * y * y * y * s2 * s2 + 4.0 * u * u * y * y * c2);
    auto const squared = 1.0 - 2.0 * x * u / (2.0 * u - y * y * s2 + sign * root);
    return std::abs(std::sqrt(squared).imag());
}

TEST(Absorption, InAFieldIsThatOfTheComplexIndex) {
    double const Z = 1e-6, Y = 0.6;
    for (auto const mode : {Mode::ordinary, Mode::extraordinary}) {
        for (double const X : {0.05, 0.3}) {
            for (double const theta : {0.2, 0.9, 1.5}) {
                UnitMedium const lossless([=](Vector const&) {
                    return UnitMedium::Values{X, {}, {Y * std::sin(theta), 0, Y * std::cos(theta)}, {}};
                });
                class Lossy final : public MediumFormula {
                  public:
                    Lossy(MediumFormula const& medium, double nu) : medium_(medium), nu_(nu) {}
                    void evaluate(Vector const& position, MediumSample& sample) const override {
                        medium_.evaluate(position, sample);
                        sample.collision_frequency_hz = nu_;
                    }

                  private:
                    MediumFormula const& medium_;
                    double nu_;
                } const medium(lossless, Z * 2 * std::numbers::pi);
                auto problem = unit_problem();
                problem.medium.formula = &medium;
                problem.length_scale_m = 1e8;
                problem.surfaces.outer_radius_m = 1e8;
                problem.along.absorption = true;
                auto const ray = fly_here(problem, {unit_launch({0, 0, 0}, {0, 0, 1}, mode)}).rays[0];
                ASSERT_EQ(ray.stop_reason, StopReason::outer_sphere);
                double const sign = mode == Mode::ordinary ? 1 : -1;
                // the planes of constant amplitude are those of constant phase: only the way along k counts
                double const exact = 2 * std::numbers::pi / speed_of_light *
                                     extinction(X, Y, theta, Z, sign) * ray.end_position_m[2];
                EXPECT_NEAR(ray.along.absorption_Np / exact, 1, 1e-5) << X << ' ' << theta;
            }
        }
    }
}

TEST(Absorption, IsNotANumberUnlessAskedFor) {
    auto problem = unit_problem();
    problem.surfaces.outer_radius_m = 1;
    auto const ray = fly_here(problem, {unit_launch({0, 0, 0}, {0, 0, 1})}).rays[0];
    EXPECT_TRUE(std::isnan(ray.along.absorption_Np));
}

}  // namespace
}  // namespace vespa::raytrace
