// ARTEMIS-P's first toy model: exact values at z = z0 + 10 000 km, by quadrature to 13 digits (km).
#include <gtest/gtest.h>

#include <cmath>

#include "core/units/constants.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {
namespace {

struct Row {
    double degrees;
    double turning;  ///< z_t − z0, 0 where the ray only rises
    double x, group_path;
};

constexpr Row codata[] = {{-50, 163.303818681, 6935.5029555636, 21152.226628262},
                          {-30, 617.723135291, 9066.7381763302, 20524.192034055},
                          {-10, 951.556338027, 9568.7878714179, 19048.075091045},
                          {10, 0, 8472.407272103, 16865.568773135},
                          {30, 0, 6466.8850990876, 14638.957148045},
                          {50, 0, 4239.337699173, 12929.333653403}};
constexpr Row artemis[] = {{-50, 158.50265152, 6959.1104094017, 21173.470243368},
                           {-30, 615.374578134, 9098.5727547616, 20547.00153192},
                           {-10, 951.243711379, 9601.4107876847, 19067.309006875},
                           {10, 0, 8497.9714793007, 16876.00413215},
                           {30, 0, 6483.0461649993, 14640.445603299},
                           {50, 0, 4248.1128087119, 12925.113247839}};

class Toy1 : public ::testing::TestWithParam<std::pair<Constants, Row>> {
  protected:
    RaySummary fly(double tolerance) const {
        double const km = 1e3, z0 = 12800 * km;
        auto const& [constants, row] = GetParam();
        planet::PowerLaw law;
        law.geometry = {planet::Geometry::Shape::plane, {}, {0, 0, 1}, 0, 1};
        law.terms = {{115e6, -3}};
        law.unit_m = z0;
        law.floor_m = km;
        planet::Plasma const plasma({planet::DensityModel(law)});
        auto problem = unit_problem(tolerance);
        problem.medium.plasma = &plasma;
        problem.constants = constants;
        problem.length_scale_m = z0;
        problem.surfaces.box_upper_m[2] = z0 + 10000 * km;
        double const angle = row.degrees * units::degree;
        return fly_here(
                   problem,
                   {{{0, 0, z0 + 1000 * km}, {std::cos(angle), 0, std::sin(angle)}, 100e3, Mode::ordinary}})
            .rays[0];
    }
};

TEST_P(Toy1, IsReproduced) {
    auto const row = GetParam().second;
    auto const ray = fly(1e-10);
    ASSERT_EQ(ray.stop_reason, StopReason::box);
    EXPECT_NEAR(1e-3 * ray.end_position_m[0] / row.x, 1, 1e-8);
    EXPECT_NEAR(1e-3 * ray.group_path_m / row.group_path, 1, 1e-8);
    EXPECT_EQ(ray.turning_points, row.turning > 0);
    if (row.turning > 0) {
        EXPECT_NEAR(1e-3 * ray.turning_position_m[2] - 12800, row.turning, 1e-6);
    }
}

TEST_P(Toy1, IsReproducedToElevenDigitsAtTheSharpestTolerance) {
    auto const row = GetParam().second;
    auto const ray = fly(1e-13);
    EXPECT_NEAR(1e-3 * ray.end_position_m[0] / row.x, 1, 2e-11);
    EXPECT_NEAR(1e-3 * ray.group_path_m / row.group_path, 1, 2e-11);
}

std::vector<std::pair<Constants, Row>> all_rows() {
    std::vector<std::pair<Constants, Row>> rows;
    for (auto const& row : codata)
        rows.emplace_back(Constants::codata, row);
    for (auto const& row : artemis)
        rows.emplace_back(Constants::artemis, row);
    return rows;
}
INSTANTIATE_TEST_SUITE_P(Angles, Toy1, ::testing::ValuesIn(all_rows()));

TEST(Constants, OfArtemisAreTheirs) {
    auto const factors = plasma_factors(Constants::artemis);
    EXPECT_NEAR(std::sqrt(factors.plasma * 1e6), 8971.08051172, 1e-8);
    EXPECT_NEAR(factors.gyro, 2.79832866975e10, 1e-1);
    EXPECT_EQ(factors.speed_of_light, 3e8);
    auto const codata_factors = plasma_factors(Constants::codata);
    EXPECT_NEAR(std::sqrt(codata_factors.plasma * 1e6), 8978.66282049, 1e-8);
    EXPECT_NEAR(codata_factors.gyro, 2.79924898723e10, 1e-1);
}

}  // namespace
}  // namespace vespa::raytrace
