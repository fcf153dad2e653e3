// Spectra brought to other channels: what is exact, and that gaps stay gaps.
#include "mulumesc/ingest/resample.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace vespa::mulumesc {
namespace {

SpectralAxis axis(double first, double step, std::size_t channels, double width = 0) {
    SpectralAxis axis;
    for (std::size_t i = 0; i < channels; ++i)
        axis.wavelength.push_back(first + step * static_cast<double>(i));
    if (width > 0) axis.width.assign(channels, width);
    axis.good.assign(channels, 1);
    return axis;
}

std::vector<double> on(SpectralAxis const& axis, auto f) {
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(f(x));
    return y;
}

TEST(Resample, KeepsStraightLines) {
    auto const from = axis(0.5, 0.01, 151);
    auto const line = [](double x) { return 0.2 + 0.1 * x; };
    for (double const width : {0.0, 0.004, 0.05}) {
        auto const to = axis(0.6, 0.037, 30, width);
        auto const got = resample(from, on(from, line), to);
        for (std::size_t i = 0; i < to.channels(); ++i)
            EXPECT_NEAR(got[i], line(to.wavelength[i]), 1e-13) << width;
    }
}

TEST(Resample, WidensABandAsTwoGaussiansDo) {
    auto const from = axis(0.5, 0.002, 751);
    double const own = 0.03, channel = 0.04 / 2.354820045030949, both = std::hypot(own, channel);
    auto const band = [](double x, double sigma, double depth) {
        return 1 - depth * std::exp(-0.5 * (x - 1.2) * (x - 1.2) / (sigma * sigma));
    };
    auto const to = axis(0.7, 0.02, 51, 0.04);
    auto const got = resample(from, on(from, [&](double x) { return band(x, own, 0.4); }), to);
    for (std::size_t i = 0; i < to.channels(); ++i)  // three half-widths leave out 4e-4 of the weight
        EXPECT_NEAR(got[i], band(to.wavelength[i], both, 0.4 * own / both), 5e-4);
}

TEST(Resample, NeverBridgesAGap) {
    auto from = axis(0.5, 0.01, 101);
    auto y = on(from, [](double) { return 0.3; });
    from.good[50] = 0;     // 1.00
    y[70] = std::nan("");  // 1.20
    for (double const width : {0.0, 0.05}) {
        double const reach = width > 0 ? 1.5 * width : 0.01;
        auto const to = axis(0.41, 0.0075, 150, width);
        auto const got = resample(from, y, to);
        for (std::size_t i = 0; i < to.channels(); ++i) {
            double const x = to.wavelength[i];
            bool const near_gap =
                std::abs(x - 1.0) < reach - 1e-9 || std::abs(x - 1.2)<reach - 1e-9, beyond = width> 0
                    ? x - reach < 0.5 + 1e-9 || x + reach > 1.5 - 1e-9
                    : x < 0.5 - 1e-9 || x > 1.5 + 1e-9;
            bool const clear = std::abs(x - 1.0) > reach + 0.011 && std::abs(x - 1.2) > reach + 0.011;
            if (near_gap) {
                EXPECT_TRUE(std::isnan(got[i])) << x;
            } else if (clear && !beyond) {
                EXPECT_NEAR(got[i], 0.3, 1e-13) << x;
            }
        }
    }
    EXPECT_TRUE(std::isnan(resample(from, y, axis(0.2, 0.1, 2))[0]));
}

}  // namespace
}  // namespace vespa::mulumesc
