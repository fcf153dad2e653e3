// The cases D, E and F of known size, too large for the plain sum at every point: the fine class is held to
// the plain sum at sampled points, the others to the fine one at every point. From the shared data.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "compare.hpp"
#include "hitran_lines.hpp"
#include "lbl/line_sum/line_sum.hpp"
#include "lbl/line_sum/plain_sum.hpp"
#include "lbl/line_sum/sampled_error.hpp"
#include "solvers/lbl/shared_data.hpp"

namespace vespa::lbl {
namespace {

/// Every point of all classes, `sampled` of them against the plain sum too.
void expect_the_classes(SpectralGrid const& grid, LayerLines const& lines, std::int64_t sampled,
                        std::string const& what) {
    auto const fine = testing::summed(grid, {}, Precision::fine, lines);
    EXPECT_LE(sampled_error(grid, {}, lines, fine, sampled, 7).largest, 1e-6) << what;
    for (auto const precision : {Precision::coarse, Precision::standard}) {
        auto const sigma = testing::summed(grid, {}, precision, lines);
        double largest = 0;
        for (std::size_t i = 0; i < fine.size(); ++i) {
            double const difference = std::abs(sigma[i] - fine[i]);
            if (difference > 0)
                largest = std::max(largest, difference / fine[i]);  // infinite where no line reaches
        }
        EXPECT_LE(largest, relative_error_of(precision) - 1e-6) << what;
        ::testing::Test::RecordProperty(what + "_" + std::to_string(static_cast<int>(precision)),
                                        std::to_string(largest));
    }
}

constexpr SpectralGrid phosphine{800, 0.0005, 1000001}, methane{3430, 0.001, 640001};

TEST(LineSumCases, DOfAMillionPoints) {
    SHARED_DATA_OR_SKIP(list, "lines/28_hit12.par");
    SHARED_DATA_OR_SKIP(tips, "tips");
    auto const lines = testing::air_layer(testing::read_par(list, 775, 1325), tips, 150, 1e-3);
    EXPECT_EQ(lines.size(), 5082U);
    expect_the_classes(phosphine, lines, 2000, "D");
}

TEST(LineSumCases, EOfAlmostTwoMillionLines) {
    SHARED_DATA_OR_SKIP(list, "lines/28_hit12.par");
    SHARED_DATA_OR_SKIP(tips, "tips");
    auto const records = testing::read_par(list, 775, 1325);
    constexpr int copies = 354;
    auto const part = [](double x) { return x - std::floor(x); };
    std::vector<testing::HitranLine> many;
    for (std::size_t j = 0; j < records.size(); ++j) {
        for (int r = 0; r < copies; ++r) {
            auto line = records[j];
            double const u = part((r + 1) * 0.6180339887498949 + static_cast<double>(j) * 0.7548776662466927);
            line.position = std::round(1e6 * (line.position + u - 0.5)) / 1e6;
            line.strength /= copies;
            many.push_back(line);
        }
    }
    std::stable_sort(many.begin(), many.end(),
                     [](auto const& a, auto const& b) { return a.position < b.position; });
    ASSERT_EQ(many.size(), 1799028U);
    EXPECT_EQ(many[0].position, 775.474259);
    EXPECT_EQ(many[1].position, 775.477365);
    EXPECT_EQ(many[2].position, 775.479284);
    EXPECT_EQ(many.back().position, 1325.437807);
    double const strength = std::accumulate(many.begin(), many.end(), 0.0,
                                            [](double sum, auto const& line) { return sum + line.strength; });
    EXPECT_NEAR(strength, 6.294208878579996e-18, 1e-29);
    expect_the_classes({800, 0.0025, 200001}, testing::air_layer(many, tips, 300, 1), 24, "E");
}

/// Layer k of forty between 1013.25 hPa and a thousandth of it, hydrostatic means.
void expect_forty_layers(char const* file, SpectralGrid const& grid) {
    SHARED_DATA_OR_SKIP(list, file);
    SHARED_DATA_OR_SKIP(tips, "tips");
    auto const records = testing::read_par(list, grid.first - 25, grid.last() + 25);
    for (int k = 0; k < 40; ++k) {
        double const below = std::pow(10, -3.0 * k / 40), above = std::pow(10, -3.0 * (k + 1) / 40);
        double const cold = 296 - 3.65 * (k + 1), ratio = std::log(below / above), thick = below - above;
        double const mean = cold + 3.65 * (below * ratio - thick) / (thick * ratio);
        expect_the_classes(grid, testing::air_layer(records, tips, mean, 0.5 * (below + above)), 30,
                           "F layer " + std::to_string(k));
        if (::testing::Test::HasFatalFailure()) return;
    }
}

TEST(LineSumCases, FFortyLayersOfPhosphine) {
    expect_forty_layers("lines/28_hit12.par", phosphine);
}

TEST(LineSumCases, FFortyLayersOfMethane) {
    expect_forty_layers("lines/06_CH4-1_3400-4100_hitran.par", methane);
}

}  // namespace
}  // namespace vespa::lbl
