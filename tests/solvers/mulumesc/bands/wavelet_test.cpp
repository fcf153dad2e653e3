// The wavelet transform against its closed forms.
#include "mulumesc/bands/wavelet.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/simd/targets.hpp"
#include "mulumesc/bands/maxima_lines.hpp"

namespace vespa::mulumesc {
namespace {

SpectralAxis uneven_axis(std::size_t channels, double step) {
    std::mt19937_64 random(11);
    std::uniform_real_distribution<double> part(0.5, 1.5);
    SpectralAxis axis;
    double x = 0.5;
    for (std::size_t i = 0; i < channels; ++i) {
        axis.wavelength.push_back(x += step * part(random));
        axis.good.push_back(i % 13 != 5);
    }
    return axis;
}

TEST(Wavelet, StraightLinesGiveNothing) {
    auto const axis = uneven_axis(300, 0.008);
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(3 - 2 * x);
    y[40] = std::nan("");
    WaveletTransform transform(axis, {});
    auto const& rows = transform(y);
    ASSERT_EQ(rows.size(), 25u);
    for (auto const& row : rows)
        for (double const w : row.value)
            EXPECT_NEAR(w, 0, 1e-12);
}

TEST(Wavelet, MeetsAGaussianAtItsPlaceAndScale) {
    auto const axis = uneven_axis(1500, 0.002);
    double const mu = 1.7, sigma = 0.05, s = 0.2;
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(0.1 * x - s * std::exp(-0.5 * std::pow((x - mu) / sigma, 2)));
    WaveletTransform transform(axis, {});
    auto const& rows = transform(y);
    for (auto const& row : rows) {
        if (row.scale < 0.015 || row.scale > 0.2) continue;
        std::size_t at = 0;
        for (std::size_t p = 0; p < row.position.size(); ++p)
            if (row.value[p] > row.value[at]) at = p;
        // W(a, x) of a Gaussian: s a² σ (1 − t²) e^{−t²/2} / (σ²+a²)^{3/2}, t = (x − μ)/√(σ²+a²).
        double const v = sigma * sigma + row.scale * row.scale;
        double const t = (axis.wavelength[row.position[at]] - mu) / std::sqrt(v);
        double const expected =
            s * row.scale * row.scale * sigma * std::pow(v, -1.5) * (1 - t * t) * std::exp(-0.5 * t * t);
        EXPECT_NEAR(row.value[at], expected, 2e-3 * expected) << row.scale;
        EXPECT_NEAR(t, 0, 0.1);
    }
    auto const found = maxima_lines(
        axis, rows, [](std::size_t) { return std::nan(""); }, 4, 0.05);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_NEAR(found[0].centre, mu, 1e-3);
    EXPECT_NEAR(found[0].strength, s, 0.01 * s);
    EXPECT_NEAR(std::log2(found[0].scale / (std::sqrt(2) * sigma)), 0, 0.126);  // half a step of the scales
}

TEST(Wavelet, KnowsItsNoise) {
    SpectralAxis axis;
    double const step = 0.005;
    for (int i = 0; i < 400; ++i) {
        axis.wavelength.push_back(1 + step * i);
        axis.good.push_back(1);
    }
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal;
    WaveletTransform transform(axis, {});
    std::vector<double> y(400), sums(25), gains(25);
    int const draws = 2000;
    for (int k = 0; k < draws; ++k) {
        for (auto& value : y)
            value = normal(random);
        auto const& rows = transform(y);
        for (std::size_t j = 0; j < 25; ++j) {
            auto const middle = rows[j].position.size() / 2;
            sums[j] += rows[j].value[middle] * rows[j].value[middle];
            gains[j] = rows[j].noise_gain[middle];
        }
    }
    for (std::size_t j = 0; j < 25; ++j) {
        EXPECT_NEAR(std::sqrt(sums[j] / draws) / gains[j], 1, 0.08) << j;
        double const a = WaveletScales{}.scale(24 - j);
        // White noise of a continuous signal, where a is far from the step and the ends.
        if (a > 5 * step && a < 0.15) {
            EXPECT_NEAR(gains[j] / std::sqrt(0.2116 * step / a), 1, 0.02) << a;
        }
    }
}

// Over lanes as one by one, with holes, other ends, and too few channels, on every instruction set.
TEST(Wavelet, LanesAgreeWithThePlainTransform) {
    auto const axis = uneven_axis(130, 0.015);
    auto const n = axis.channels();
    std::mt19937_64 random(4);
    std::uniform_real_distribution<double> unit(0, 1);
    std::size_t const count = 29;
    std::vector<double> y(count * n);
    for (double& value : y)
        value = unit(random) < 0.1 ? std::nan("") : unit(random);
    for (std::size_t k = 0; k < count; ++k) {
        y[k * n] = y[(k + 1) * n - 1] = 0.5;
        if (k % 9 == 4) y[k * n] = std::nan("");
    }
    std::fill_n(y.begin() + static_cast<std::ptrdiff_t>(6 * n), n, std::nan(""));
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        SCOPED_TRACE(target);
        WaveletTransform plain(axis, {}), lanes(axis, {});
        lanes.transform(y);
        for (std::size_t k = 0; k < count; ++k) {
            auto const& wanted = plain(std::span(y).subspan(k * n, n));
            auto const& rows = lanes.rows_of(k);
            ASSERT_EQ(rows.size(), wanted.size()) << k;
            for (std::size_t j = 0; j < rows.size(); ++j) {
                EXPECT_EQ(rows[j].position, wanted[j].position);
                for (std::size_t p = 0; p < rows[j].value.size(); ++p)
                    ASSERT_NEAR(rows[j].value[p], wanted[j].value[p], 1e-10) << k << " " << j << " " << p;
            }
        }
        EXPECT_TRUE(lanes.rows_of(6).empty());
    }
    simd::use_target("");
}

}  // namespace
}  // namespace vespa::mulumesc
