// Where geometrical optics is in doubt: the WKB parameter and the radio window.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "core/units/constants.hpp"
#include "raytrace/window.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

TEST(Wkb, IsTheGradientOfTheIndexOverItsSquare) {
    // X = αz at angle φ: |∇n|/(k₀n²) = α/(2k₀n³), greatest at the apex, where n = sin φ
    double const alpha = 0.01, phi = 40 * units::degree;
    UnitMedium const layer([=](Vector const& x) {
        return UnitMedium::Values{alpha * x[2], {0, 0, alpha}, {}, {}};
    });
    auto problem = unit_problem(1e-8);
    problem.medium.formula = &layer;
    problem.surfaces.box_lower_m[2] = 0;
    problem.maximum_step_m = 1;
    for (bool const reference : {false, true}) {
        auto const ray =
            fly_here(problem, {unit_launch({0, 0, 0}, {std::sin(phi), 0, std::cos(phi)})}, reference).rays[0];
        double const k0 = 2 * std::numbers::pi / units::speed_of_light;
        double const apex = alpha / (2 * k0 * std::pow(std::sin(phi), 3));
        EXPECT_LE(ray.wkb_parameter, apex * (1 + 1e-9));
        EXPECT_GE(ray.wkb_parameter, apex * (1 - 1e-3));
    }
}

TEST(Window, IsOpenAtItsCentreOnly) {
    MediumSample medium;
    double const f = 1e6, k0 = 2 * std::numbers::pi * f / units::speed_of_light, Y = 0.5;
    double const length = 1000;
    medium.density_m3 = unit_density() * f * f;
    medium.density_gradient = {medium.density_m3 / length, 0, 0};
    medium.magnetic_field_T = {0, 0, unit_field() * f * Y};
    ReferenceWave const wave{1 / (unit_density() * f * f), 1 / (unit_field() * f), Mode::ordinary};
    double const centre = std::sqrt(Y / (1 + Y));
    EXPECT_NEAR(window_efficiency(medium, wave, k0, {0, 0, centre}), 1, 1e-12);
    EXPECT_NEAR(window_efficiency(medium, wave, k0, {0, 0, -centre}), 1, 1e-12);
    // T = exp{−πk₀L √(Y/2) [2(1+Y)(N_c − N_z)² + N_y²]}
    double const scale = std::numbers::pi * k0 * length * std::sqrt(Y / 2);
    EXPECT_NEAR(window_efficiency(medium, wave, k0, {0, 0.05, centre}), std::exp(-scale * 0.0025), 1e-12);
    EXPECT_NEAR(window_efficiency(medium, wave, k0, {0.4, 0, centre + 0.1}), std::exp(-scale * 0.03), 1e-12);
    medium.magnetic_field_T = {};
    EXPECT_TRUE(std::isnan(window_efficiency(medium, wave, k0, {0, 0, centre})));
}

}  // namespace
}  // namespace vespa::raytrace
