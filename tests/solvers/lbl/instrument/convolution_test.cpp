#include "lbl/instrument/convolution.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"

namespace vespa::lbl {
namespace {

std::vector<double> convolved(ShapeKernel const& kernel, std::vector<double> const& fine,
                              OutputPoints const& outputs, std::size_t block) {
    std::vector<double> sum(static_cast<std::size_t>(outputs.count));
    for (std::size_t from = 0; from < fine.size(); from += block) {
        std::size_t const n = std::min(block, fine.size() - from);
        auto const range =
            touched_by(kernel, outputs, static_cast<std::int64_t>(from), static_cast<std::int64_t>(n));
        std::vector<double> partial(static_cast<std::size_t>(range.count), -1e300);
        convolve_block(kernel, outputs, static_cast<std::int64_t>(from), std::span(fine).subspan(from, n),
                       partial);
        for (std::size_t j = 0; j < partial.size(); ++j)
            sum[static_cast<std::size_t>(range.first) + j] += partial[j];
    }
    return sum;
}

TEST(Convolution, WavesComeThroughWeakenedByTheApodisation) {
    // cos(2 pi nu x) becomes A(x / L) times itself.
    double const step = 0.005;
    InstrumentShape const i{LineShape::norton_beer_medium, 0.1, 40, 0};
    auto const kernel = make_kernel(i, step);
    double const length = half_width_product(i.shape, 0) / 0.05;
    std::vector<double> fine(30001);
    auto const outputs = outputs_within(kernel, 30001, 7);
    ASSERT_GT(outputs.count, 100);
    for (double const x : {0.0, 1.0, 5.0}) {
        for (std::size_t k = 0; k < fine.size(); ++k)
            fine[k] = std::cos(2 * units::pi * step * double(k) * x);
        auto const result = convolved(kernel, fine, outputs, 4096);
        double const v = 1 - x * x / (length * length);
        double const a = x < length ? 0.152442 + v * (-0.136176 + 0.983734 * v) : 0;
        for (std::size_t j = 0; j < result.size(); j += 50) {
            double const nu = step * double(outputs.at(std::int64_t(j)));
            EXPECT_NEAR(result[j], a * std::cos(2 * units::pi * nu * x), 2e-3)
                << x;  // the reach: 800 half widths
        }
    }
}

TEST(Convolution, GaussOfGauss) {
    double const step = 0.002, narrow = 0.3, wide = 0.4;
    auto const kernel = make_kernel({LineShape::gauss, narrow, 2, 0}, step);
    std::vector<double> fine;
    for (int k = 0; k < 10001; ++k)
        fine.push_back(line_shape_at({LineShape::gauss, wide, 10, 0}, step * (k - 5000)));
    auto const outputs = outputs_within(kernel, 10001, 10);
    auto const result = convolved(kernel, fine, outputs, 777);
    for (std::size_t j = 0; j < result.size(); j += 7) {
        double const x = step * double(outputs.at(std::int64_t(j)) - 5000);
        EXPECT_NEAR(result[j], line_shape_at({LineShape::gauss, 0.5, 10, 0}, x), 1e-12) << x;
    }
}

TEST(Convolution, PartsOfBlocksAddUp) {
    auto const kernel = make_kernel({LineShape::sinc, 0.1, 1.3, 0}, 0.005);
    std::vector<double> fine(2003);
    for (std::size_t k = 0; k < fine.size(); ++k)
        fine[k] = std::sin(0.37 * double(k * k % 1009));
    for (std::int64_t const every : {1, 3, 50}) {
        auto const outputs = outputs_within(kernel, 2003, every);
        auto const whole = convolved(kernel, fine, outputs, fine.size());
        for (std::size_t const block : {64U, 100U, 555U}) {
            auto const parts = convolved(kernel, fine, outputs, block);
            for (std::size_t j = 0; j < whole.size(); ++j)
                ASSERT_NEAR(parts[j], whole[j], 1e-14);
        }
    }
}

TEST(Convolution, OutputsHaveTheirWholeKernel) {
    auto const kernel = make_kernel({LineShape::triangle, 0.1, 0, 0}, 0.005);
    ASSERT_EQ(kernel.half(), 20U);
    auto const outputs = outputs_within(kernel, 100, 9);
    EXPECT_EQ(outputs.first, 27);
    EXPECT_EQ(outputs.at(outputs.count - 1), 72);
    EXPECT_EQ(outputs_within(kernel, 30, 1).count, 0);
    EXPECT_EQ(outputs_within(kernel, 41, 1).count, 1);
    EXPECT_EQ(touched_by(kernel, outputs, 0, 7).count, 0);
    EXPECT_EQ(touched_by(kernel, outputs, 0, 8).count, 1);
    EXPECT_THROW(outputs_within(kernel, 100, 0), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
