#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "../shared_data.hpp"
#include "lbl/continuum/collision_induced.hpp"
#include "lbl/continuum/mt_ckd.hpp"

namespace vespa::lbl {
namespace {

TEST(SharedContinuum, WaterReproducesTheExampleOfItsAuthors) {
    SHARED_DATA_OR_SKIP(table, "continuum/mt_ckd_h2o_4.3.csv");
    SHARED_DATA_OR_SKIP(binary, "continuum/absco-ref_wv-mt-ckd.nc");
    SHARED_DATA_OR_SKIP(example, "continuum/mt_ckd_h2o_example.csv");
    auto const rows = vespa::testing::read_rows(example);
    ASSERT_GT(rows.size(), 100U);
    std::vector<double> nu, self(rows.size()), foreign(rows.size());
    for (auto const& row : rows)
        nu.push_back(row[0]);
    auto const from_table = read_water_continuum_file(table), from_binary = read_water_continuum_file(binary);
    EXPECT_EQ(from_table.self, from_binary.self);
    EXPECT_EQ(from_table.self_exponent, from_binary.self_exponent);
    EXPECT_EQ(from_table.foreign, from_binary.foreign);
    EXPECT_EQ(from_binary.first, -20);
    EXPECT_EQ(from_binary.reference_pressure, 101300);
    water_continuum(from_binary, {101300, 300, 0.00990098}, nu, self, foreign);
    double worst = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        worst = std::max(worst, std::abs(self[i] / rows[i][1] - 1));
        worst = std::max(worst, std::abs(foreign[i] / rows[i][2] - 1));
    }
    RecordProperty("worst", std::to_string(worst));
    EXPECT_LT(worst, 1e-14);
}

TEST(SharedContinuum, CollisionTables) {
    SHARED_DATA_OR_SKIP(hydrogen, "cia/CIA_Borysow_H2H2_0060-7000K_0.6-500um.dat");
    SHARED_DATA_OR_SKIP(helium, "cia/CIA_Borysow_H2He_0050-7000K_0.5-031um.dat");
    SHARED_DATA_OR_SKIP(hitran, "cia/H2-H2_TEST.cia");
    auto const h2 = read_cia_file(hydrogen), he = read_cia_file(helium), sample = read_cia_file(hitran);
    EXPECT_EQ(h2.sets.front().temperature, 60);
    EXPECT_EQ(h2.sets.back().temperature, 7000);
    EXPECT_EQ(he.second, "He");
    EXPECT_EQ(sample.sets[0].temperature, 200);
    EXPECT_EQ(sample.sets[0].wavenumber.size(), 100U);
    EXPECT_EQ(sample.sets[0].coefficient[1], 3.232e-45);
    // Two independent tables of H2-H2 in the wing of the fundamental, where they meet to tens of per cent.
    std::vector<double> const nu{4300, 4350, 4390};
    std::vector<double> a(3), b(3);
    collision_coefficient(h2, 200, CollisionInterpolation::linear, BeyondTable::refuse, nu, a);
    collision_coefficient(sample, 200, CollisionInterpolation::linear, BeyondTable::refuse, nu, b);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(std::log(a[i] / b[i]), 0, 0.5) << nu[i] << ' ' << a[i] << ' ' << b[i];
}

}  // namespace
}  // namespace vespa::lbl
