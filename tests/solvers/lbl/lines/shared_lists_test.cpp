// The published lists of the shared data: every record is read.
#include <cmath>

#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

using testing::shared_data;

struct List {
    char const* file;
    std::size_t records;
    double first, last;
};

class PublishedLists : public ::testing::TestWithParam<List> {};

TEST_P(PublishedLists, AreReadToTheLastRecord) {
    auto const path = shared_data() / "lines" / GetParam().file;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there: set VESPA_SHARED_DATA";
    auto const lines = read_all(ParSource({path}));
    EXPECT_EQ(lines.size(), GetParam().records);
    EXPECT_NEAR(lines.position.front(), GetParam().first, 0.005);
    EXPECT_NEAR(lines.position.back(), GetParam().last, 0.005);
    for (double const gamma : lines.profiles.values[0])
        EXPECT_TRUE(gamma >= 0 && gamma < 1) << gamma;
}

INSTANTIATE_TEST_SUITE_P(
    All, PublishedLists,
    ::testing::Values(List{"05_hit12.par", 4606, 3.46, 8464.88}, List{"28_hit12.par", 22189, 0, 3601.65},
                      List{"26_hit12.par", 20410, 1.98, 9889.04}, List{"23_hit12.par", 4253, 0.01, 3423.93},
                      List{"22_hit12.par", 1268, 11.54, 9354.20}, List{"46_hit12.par", 2078, 1.53, 2585.25},
                      List{"06_CH4-1_3400-4100_hitran.par", 20131, 3400.22, 4099.98},
                      List{"03_O3-1_3400-4100_hitran.par", 25367, 3400, 4099.99},
                      List{"02_CO2-multi_3589.1-3590.2_hitran.par", 167, 3589.1, 3590.19},
                      List{"05_CO_HITEMP2019_sample_4100+.par", 12992, 4100.01, 4400.24}));

}  // namespace
}  // namespace vespa::lbl
