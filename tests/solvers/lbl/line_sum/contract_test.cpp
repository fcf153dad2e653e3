// What LineSum promises of its use: blocks, repetition, instruction sets, errors.
#include <gtest/gtest.h>

#include <cmath>

#include "compare.hpp"
#include "core/errors/bad_input.hpp"
#include "core/simd/targets.hpp"
#include "lbl/line_sum/line_sum.hpp"
#include "lbl/line_sum/sampled_error.hpp"
#include "synthetic_lines.hpp"

namespace vespa::lbl {
namespace {

using testing::summed;
using testing::synthetic_layer;

SpectralGrid const grid{1500, 0.0025, 20003};  // not a whole number of leaves
testing::SyntheticList const list{400, 1465, 120, 29};

TEST(LineSumContract, BlocksAgreeWithTheWholeAndNeedTheirHaloAlone) {
    auto const lines = synthetic_layer(list, {296, 0.5});
    auto const whole = summed(grid, {}, Precision::standard, lines);
    for (auto const& [from, count] : {std::pair{0L, 777L}, std::pair{777L, 4096L}, std::pair{19990L, 13L}}) {
        auto const part = grid.part(from, count);
        auto const block = summed(part, {}, Precision::standard, lines);
        for (long i = 0; i < count; ++i) {
            double const truth = whole[static_cast<std::size_t>(from + i)];
            EXPECT_NEAR(block[static_cast<std::size_t>(i)], truth, 1e-4 * truth) << from << " + " << i;
        }
        // Lines beyond the cut are as good as not there.
        LayerLines halo = lines;
        std::size_t kept = 0;
        for (std::size_t j = 0; j < lines.size(); ++j) {
            if (lines.position[j] < part.first - 25.1 || lines.position[j] > part.last() + 25.1) continue;
            for (auto* column : {&halo.position, &halo.centre, &halo.strength, &halo.lorentz_half_width,
                                 &halo.doppler_width})
                (*column)[kept] = (*column)[j];
            ++kept;
        }
        for (auto* column :
             {&halo.position, &halo.centre, &halo.strength, &halo.lorentz_half_width, &halo.doppler_width})
            column->resize(kept);
        EXPECT_EQ(summed(part, {}, Precision::standard, halo), block);
    }
}

TEST(LineSumContract, SameBitsWhateverWasSummedBefore) {
    auto const thin = synthetic_layer(list, {200, 1e-4, 34, true}),
               thick = synthetic_layer(list, {700, 60, 34, true});
    LineSum sum(grid, {}, Precision::standard);
    std::vector<double> first(static_cast<std::size_t>(grid.points)), slope(first.size()),
        again(first.size());
    sum.add(thin, first);
    sum.add(thick, again, slope);
    std::fill(again.begin(), again.end(), 0.0);
    sum.add(thin, again);
    EXPECT_EQ(first, again);
}

TEST(LineSumContract, AddsToWhatIsThere) {
    auto const lines = synthetic_layer(list, {296, 0.5});
    auto const alone = summed(grid, {}, Precision::standard, lines);
    std::vector<double> sigma(alone.size(), 1e-10);
    LineSum(grid, {}, Precision::standard).add(lines, sigma);
    for (std::size_t i = 0; i < alone.size(); ++i)
        EXPECT_DOUBLE_EQ(sigma[i], 1e-10 + alone[i]);
}

TEST(LineSumContract, SetsWhatAddAddsToZeros) {
    for (auto const convention : {WingConvention::line_cut, WingConvention::pedestal}) {
        LineSum sum(grid, {convention}, Precision::standard);
        std::size_t const points = static_cast<std::size_t>(grid.points);
        for (auto const& lines : {synthetic_layer(list, {200, 0.1, 34, true}), LayerLines{}}) {
            std::vector<double> added(points), added_slope(points), sigma(points, 3), slope(points, -1);
            bool const slopes = lines.size() > 0;
            sum.add(lines, added, slopes ? std::span(added_slope) : std::span<double>());
            sum.set(lines, sigma, slopes ? std::span(slope) : std::span<double>());
            EXPECT_EQ(sigma, added);
            EXPECT_EQ(slopes ? slope : added_slope, added_slope);
        }
    }
}

TEST(LineSumContract, NoLinesNoSum) {
    EXPECT_EQ(summed(grid, {}, Precision::fine, {}),
              std::vector<double>(static_cast<std::size_t>(grid.points), 0.0));
    auto const far = testing::one_line(1400, 0.1, 0.001);
    EXPECT_EQ(summed(grid, {}, Precision::fine, far),
              std::vector<double>(static_cast<std::size_t>(grid.points), 0.0));
}

TEST(LineSumContract, GridsOfOnePointAndOfHugeSteps) {
    auto const lines = synthetic_layer(list, {296, 0.5});
    for (SpectralGrid const& odd :
         {SpectralGrid{1510.0013, 0.01, 1}, SpectralGrid{1480, 7, 5}, SpectralGrid{1500, 1e-6, 300}})
        EXPECT_LE(testing::errors_of(odd, {}, Precision::standard, lines, 0).sum, 1e-4) << odd.step;
}

TEST(LineSumContract, EveryInstructionSetKeepsTheClass) {
    auto const lines = synthetic_layer(list, {296, 0.05, 34, true, 0.01});
    auto const plain = synthetic_layer(list, {296, 0.05});
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        for (auto const precision : {Precision::coarse, Precision::standard, Precision::fine}) {
            EXPECT_LE(testing::errors_of(grid, {}, precision, plain, 300).sum, relative_error_of(precision))
                << target;
            EXPECT_LE(testing::errors_of(grid, {}, precision, lines, 300, true).sum,
                      relative_error_of(precision))
                << target;
        }
    }
    simd::use_target("");
}

TEST(LineSumContract, SampledErrorSeesAWrongPointAndIsReproducible) {
    auto const lines = synthetic_layer(list, {296, 0.5});
    auto sigma = summed(grid, {}, Precision::standard, lines);
    auto const error = sampled_error(grid, {}, lines, sigma, 300, 42);
    EXPECT_EQ(error.compared, 300);
    EXPECT_GT(error.largest, 0);
    EXPECT_LE(error.largest, 1e-4);
    auto const again = sampled_error(grid, {}, lines, sigma, 300, 42);
    EXPECT_EQ(again.largest, error.largest);
    EXPECT_EQ(again.point, error.point);
    sigma[static_cast<std::size_t>(error.point)] *= 1.01;
    EXPECT_NEAR(sampled_error(grid, {}, lines, sigma, 300, 42).largest, 0.01, 1e-4);
    EXPECT_THROW(sampled_error(grid, {}, lines, std::vector<double>(5), 300, 42), BadInput);
}

std::string message_of(LayerLines const& lines) {
    std::vector<double> sigma(static_cast<std::size_t>(grid.points));
    try {
        LineSum(grid, {}, Precision::standard).add(lines, sigma);
    } catch (BadInput const& error) {
        return error.what();
    }
    return "nothing";
}

TEST(LineSumContract, BadInputIsNamed) {
    auto const good = synthetic_layer({3, 1500, 10, 1}, {});
    auto bad = good;
    bad.position[1] = 1600;
    EXPECT_EQ(message_of(bad).find("lines, column position: line 2"), 0U) << message_of(bad);
    bad = good;
    bad.doppler_width[2] = 0;
    EXPECT_EQ(message_of(bad).find("lines, column doppler_width: line 2"), 0U) << message_of(bad);
    bad = good;
    bad.lorentz_half_width[0] = std::nan("");
    EXPECT_EQ(message_of(bad).find("lines, column lorentz_half_width: line 0"), 0U) << message_of(bad);
    bad = good;
    bad.strength.pop_back();
    EXPECT_EQ(message_of(bad).find("lines, column strength: has 2 values; allowed: 3"), 0U)
        << message_of(bad);
    bad = good;
    bad.mixing = {1};
    EXPECT_EQ(message_of(bad).find("lines, column mixing: has 1 values"), 0U) << message_of(bad);
    bad = good;
    bad.correlation = {0, 0, 1};
    EXPECT_EQ(message_of(bad).find("lines, column correlation: line 2"), 0U) << message_of(bad);
    EXPECT_THROW(LineSum({1000, 0, 5}, {}, Precision::standard), BadInput);
    EXPECT_THROW(LineSum({1000, 0.1, 0}, {}, Precision::standard), BadInput);
    EXPECT_THROW(LineSum(grid, {WingConvention::line_cut, -1}, Precision::standard), BadInput);
    EXPECT_THROW(LineSum(grid, {WingConvention::half_widths, 25, 0}, Precision::standard), BadInput);
    LineSum sum(grid, {}, Precision::standard);
    std::vector<double> sigma(static_cast<std::size_t>(grid.points)), slope(3);
    EXPECT_THROW(sum.add(good, slope), BadInput);
    EXPECT_THROW(sum.add(good, sigma, slope), BadInput);
    slope.resize(sigma.size());
    EXPECT_THROW(sum.add(good, sigma, slope), BadInput);  // the lines have no slopes
}

}  // namespace
}  // namespace vespa::lbl
