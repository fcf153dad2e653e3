// Spectra on other channels.
#include <gtest/gtest.h>

#include <cmath>

#include "mulumesc/match/resample.hpp"

namespace vespa::mulumesc {
namespace {

SpectralAxis axis_of(double first, double step, std::size_t n, double width = 0) {
    SpectralAxis axis;
    for (std::size_t i = 0; i < n; ++i)
        axis.wavelength.push_back(first + step * static_cast<double>(i));
    axis.good.assign(n, 1);
    if (width > 0) axis.width.assign(n, width);
    return axis;
}

TEST(Resample, KeepsStraightLines) {
    auto const from = axis_of(0.5, 0.013, 150, 0.01), to = axis_of(0.6, 0.031, 40, 0.05);
    std::vector<double> y;
    for (double const x : from.wavelength)
        y.push_back(0.2 + 0.3 * x);
    auto const out = resample(from, y, to);
    for (std::size_t k = 0; k < out.size(); ++k)
        EXPECT_NEAR(out[k], 0.2 + 0.3 * to.wavelength[k], 1e-12) << k;
}

TEST(Resample, TakesNodesAsTheyAre) {
    auto const axis = axis_of(0.5, 0.01, 9);
    std::vector<double> y = {1, 2, 4, 8, 16, 3, 2, 7, 5};
    EXPECT_EQ(resample(axis, y, axis), y);
}

// A Gaussian seen by Gaussian channels: squares of the widths add, the area stays.
TEST(Resample, WidensBandsAsChannelsDo) {
    double const s = 0.02, own = 0.01, wide = 0.05;
    auto const from = axis_of(0.5, 0.001, 1001, own), to = axis_of(0.7, 0.01, 60, wide);
    std::vector<double> y;
    for (double const x : from.wavelength)
        y.push_back(1 - 0.4 * std::exp(-0.5 * std::pow((x - 1) / s, 2)));
    double const widened = std::sqrt(s * s + (wide * wide - own * own) / (2.354820045 * 2.354820045));
    auto const out = resample(from, y, to);
    for (std::size_t k = 0; k < out.size(); ++k) {
        double const t = (to.wavelength[k] - 1) / widened;
        // Broken lines of 1 nm flatten a Gaussian by (step / s)² / 12 of its depth.
        EXPECT_NEAR(out[k], 1 - 0.4 * s / widened * std::exp(-0.5 * t * t), 3e-4) << k;
    }
}

TEST(Resample, GapsAreNoMeasurement) {
    auto from = axis_of(0.5, 0.01, 11);
    std::vector<double> y(11, 0.5);
    y[4] = std::nan("");
    from.good[8] = 0;
    auto to = axis_of(0.485, 0.01, 13);
    to.good[2] = 0;
    auto const out = resample(from, y, to);
    for (std::size_t k = 0; k < out.size(); ++k) {
        double const x = to.wavelength[k];
        bool const is_gap = x < 0.5 || x > 0.6 || k == 2 || (x > 0.53 && x < 0.55) || (x > 0.57 && x < 0.59);
        EXPECT_EQ(std::isnan(out[k]), is_gap) << x;
    }
    for (double const value : resample(from, std::vector<double>(11, std::nan("")), to))
        EXPECT_TRUE(std::isnan(value));
}

}  // namespace
}  // namespace vespa::mulumesc
