// Planck's function and isothermal slabs against tables made with another program.
#include <gtest/gtest.h>

#include <cmath>

#include "../shared_data.hpp"
#include "lbl/transfer/formal_solution.hpp"
#include "lbl/transfer/planck.hpp"

namespace vespa::lbl {
namespace {

TEST(SharedPlanck, EveryValueAndSlabOfTheTable) {
    SHARED_DATA_OR_SKIP(table, "ref/planck_and_slab.csv");
    auto const rows = vespa::testing::read_rows(table);
    ASSERT_GT(rows.size(), 20U);
    Path path;
    path.segments.push_back({});
    for (auto const& row : rows) {
        double const nu = row[0], t = row[1], b = row[2];
        EXPECT_NEAR(planck(nu, t) / b, 1, 1e-10) << nu << ' ' << t;
        std::vector<double> const wavenumber{nu}, temperature{t, t};
        for (std::size_t k = 0; k < 3; ++k) {
            RowsArray depth(1, 1);
            depth.view().row(0)[0] = std::pow(10.0, static_cast<double>(k) - 1);
            std::vector<double> radiance(1);
            radiance_along({&path, temperature}, wavenumber, depth.view(), {}, radiance);
            EXPECT_NEAR(radiance[0] / row[3 + k], 1, 1e-10) << nu << ' ' << t << ' ' << k;
        }
    }
}

}  // namespace
}  // namespace vespa::lbl
