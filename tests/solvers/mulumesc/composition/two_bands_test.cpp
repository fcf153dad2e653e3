// Bands I and II of made spectra: centres on a sloped continuum, the ratio of areas, what is no band.
#include "mulumesc/composition/two_bands.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"

namespace vespa::mulumesc {
namespace {

struct Made {
    SpectralAxis axis;
    std::vector<double> reflectance, noise;
};

double bump(double x, double centre, double sigma) {
    double const z = (x - centre) / sigma;
    return std::exp(-0.5 * z * z);
}

Made made(double first, double last, double one = 0.92, double two = 1.90) {
    Made m;
    for (double x = first; x < last + 1e-9; x += 0.005) {
        m.axis.wavelength.push_back(x);
        m.reflectance.push_back((0.3 + 0.05 * x) * (1 - 0.4 * bump(x, one, 0.06)) *
                                (1 - 0.2 * bump(x, two, 0.12)));
    }
    m.axis.good.assign(m.axis.channels(), 1);
    m.noise.assign(m.axis.channels(), 0.0005);
    return m;
}

TEST(TwoBands, AreFoundWhereTheyAre) {
    auto const m = made(0.45, 2.5);
    TwoBandFinder finder(m.axis, {});
    auto const bands = finder.find(m.reflectance, m.noise);
    EXPECT_NEAR(bands.first.centre, 0.92, 0.001);
    EXPECT_NEAR(bands.second.centre, 1.90, 0.002);
    EXPECT_NEAR(bands.first.depth, 0.4, 0.003);
    EXPECT_GT(bands.first.centre_error, 0);
    // Areas D s sqrt(2 pi); the lines between the maxima follow the continuum to some per cent.
    EXPECT_NEAR(bands.area_ratio, 0.2 * 0.12 / (0.4 * 0.06), 0.03);
}

TEST(TwoBands, AreNoneWhereTheChannelsEnd) {
    auto const m = made(0.95, 2.5);  // band I falls to the first channel
    auto const bands = TwoBandFinder(m.axis, {}).find(m.reflectance, m.noise);
    EXPECT_TRUE(std::isnan(bands.first.centre));
    EXPECT_NEAR(bands.second.centre, 1.90, 0.002);
    EXPECT_TRUE(std::isnan(bands.area_ratio));
    auto const visible = made(0.4, 0.8);
    auto const none = TwoBandFinder(visible.axis, {}).find(visible.reflectance, visible.noise);
    EXPECT_TRUE(std::isnan(none.first.centre) && std::isnan(none.second.centre));
}

TEST(TwoBands, OfAFlatOrEmptySpectrumAreNone) {
    auto m = made(0.45, 2.5);
    for (double const value : {0.3, std::nan("")}) {
        std::fill(m.reflectance.begin(), m.reflectance.end(), value);
        auto const bands = TwoBandFinder(m.axis, {}).find(m.reflectance, m.noise);
        EXPECT_TRUE(std::isnan(bands.first.centre) && std::isnan(bands.second.centre));
        EXPECT_TRUE(std::isnan(bands.area_ratio));
    }
}

TEST(TwoBands, RefuseRegionsThatFall) {
    EXPECT_THROW(check(TwoBandRegions{.first = {1.4, 0.7}}), BadInput);
    EXPECT_THROW(check(TwoBandRegions{.least_depth = 0}), BadInput);
}

}  // namespace
}  // namespace vespa::mulumesc
