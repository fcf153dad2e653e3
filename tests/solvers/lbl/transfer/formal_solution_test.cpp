#include "lbl/transfer/formal_solution.hpp"

#include <gtest/gtest.h>

#include "air.hpp"
#include "core/simd/targets.hpp"
#include "lbl/transfer/formal_solution_reference.hpp"

namespace vespa::lbl {
namespace {

class Lanes : public ::testing::TestWithParam<LayerSource> {
  protected:
    void TearDown() override { simd::use_target(""); }
};

INSTANTIATE_TEST_SUITE_P(Sources, Lanes,
                         ::testing::Values(LayerSource::isothermal, LayerSource::linear_in_tau));

void expect_rows_near(Rows a, Rows b, double relative, double absolute) {
    ASSERT_EQ(a.rows, b.rows);
    for (std::size_t k = 0; k < a.rows; ++k)
        for (std::size_t i = 0; i < a.points; ++i)
            ASSERT_NEAR(a.row(k)[i], b.row(k)[i], relative * std::abs(b.row(k)[i]) + absolute)
                << k << ' ' << i;
}

TEST_P(Lanes, AreThePlainTwin) {
    std::size_t const layers = 7, points = 613;
    lbl::testing::Air const air(layers, points);
    Path const path = air.limb();
    Sight const sight{&path, air.temperature, GetParam()};
    std::vector<double> radiance(points), passed(points), plain(points), plain_passed(points);
    RowsArray by_depth(layers, points), by_level(layers + 1, points), plain_depth(layers, points),
        plain_level(layers + 1, points);
    radiance_along_reference(sight, air.wavenumber, air.depth.view(), air.beyond, plain, plain_passed);
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        radiance_along(sight, air.wavenumber, air.depth.view(), air.beyond, radiance, passed);
        for (std::size_t i = 0; i < points; ++i) {
            ASSERT_NEAR(radiance[i] / plain[i], 1, 2e-13) << target << ' ' << i;
            // e^-t carries the rounding of t: 700 of it at most.
            ASSERT_NEAR(passed[i], plain_passed[i], 1e-12 * plain_passed[i] + 1e-300) << target << ' ' << i;
        }
        radiance_with_slopes(sight, air.wavenumber, air.depth.view(), air.beyond,
                             air.depth_by_temperature.view(), air.mean_share, radiance, passed,
                             {by_depth.view(), by_level.view()});
        radiance_with_slopes_reference(sight, air.wavenumber, air.depth.view(), air.beyond,
                                       air.depth_by_temperature.view(), air.mean_share, plain, plain_passed,
                                       {plain_depth.view(), plain_level.view()});
        for (std::size_t i = 0; i < points; ++i) {
            ASSERT_NEAR(radiance[i] / plain[i], 1, 2e-13) << target << ' ' << i;
            ASSERT_NEAR(passed[i], plain_passed[i], 1e-12 * plain_passed[i] + 1e-300) << target << ' ' << i;
        }
        expect_rows_near(by_depth.view(), plain_depth.view(), 1e-11, 1e-15);
        expect_rows_near(by_level.view(), plain_level.view(), 1e-11, 1e-15);
    }
}

TEST(FormalSolution, RefusesShapesThatDoNotFit) {
    lbl::testing::Air const air(3, 10);
    Path path = air.limb();
    std::vector<double> radiance(10), short_one(9);
    Sight const sight{&path, air.temperature};
    EXPECT_NO_THROW(radiance_along(sight, air.wavenumber, air.depth.view(), {}, radiance));
    EXPECT_THROW(radiance_along(sight, air.wavenumber, air.depth.view(), {}, short_one),
                 std::invalid_argument);
    EXPECT_THROW(radiance_along(sight, air.wavenumber, air.depth.view(), short_one, radiance),
                 std::invalid_argument);
    EXPECT_THROW(radiance_along({&path, radiance}, air.wavenumber, air.depth.view(), {}, radiance),
                 std::invalid_argument);
    EXPECT_THROW(transmittance_along(path, air.depth.view(), short_one), std::invalid_argument);
    path.segments[0].layer = 3;
    EXPECT_THROW(radiance_along(sight, air.wavenumber, air.depth.view(), {}, radiance),
                 std::invalid_argument);
}

}  // namespace
}  // namespace vespa::lbl
