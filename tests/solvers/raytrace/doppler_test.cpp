#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

TEST(Doppler, IsThatOfTheIndexAtBothEnds) {
    UnitMedium const slab([](Vector const& x) {
        return UnitMedium::Values{0.3 + 0.1 * x[2], {0, 0, 0.1}, {}, {}};
    });
    auto problem = unit_problem();
    problem.medium.formula = &slab;
    problem.surfaces.box_upper_m[2] = 1;
    problem.source_velocity_m_s = {0, 100, 3000};
    problem.observer_velocity_m_s = {0, -50, 700};
    auto launch = unit_launch({0, 0, 0}, {0, 0, 1});
    auto const ray = fly_here(problem, {launch}).rays[0];
    ASSERT_EQ(ray.stop_reason, StopReason::box);
    double const exact = -(std::sqrt(0.6) * 700 - std::sqrt(0.7) * 3000) / units::speed_of_light;
    EXPECT_NEAR(ray.doppler_shift_hz / exact, 1, 1e-9);
}

}  // namespace
}  // namespace vespa::raytrace
