// Distances of band parameters: closed forms and the best pairing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "mulumesc/match/parameter_distance.hpp"

namespace vespa::mulumesc {
namespace {

constexpr std::array<double, 2> everywhere = {0.1, 10};

Band band(double centre, double depth, double width = 0.1, double asymmetry = 0) {
    Band b;
    b.centre = b.minimum = centre;
    b.depth = depth;
    b.width = width;
    b.area = depth * width;
    b.asymmetry = asymmetry;
    b.start = centre - width;
    b.end = centre + width;
    b.centre_error = b.depth_error = b.width_error = b.area_error = std::numeric_limits<double>::quiet_NaN();
    return b;
}

double distance(std::vector<Band> const& a, std::vector<Band> const& b, ParameterComparison const& how = {}) {
    return parameter_distance(a, b, everywhere, how).distance;
}

TEST(ParameterDistance, OfABandToItselfIsZero) {
    std::vector<Band> const bands = {band(0.9, 0.3), band(1.9, 0.2, 0.3, 0.1)};
    EXPECT_EQ(distance(bands, bands), 0);
    // Depths count relatively: a paler spectrum of the same material is as near.
    auto pale = bands;
    for (auto& one : pale)
        one.depth *= 0.5;
    EXPECT_NEAR(distance(pale, bands), 0, 1e-15);
}

TEST(ParameterDistance, IsADifferenceOverItsStandardDeviation) {
    ParameterComparison how;
    // Centres alone differ: by 3 standard deviations of the scatter, over the mean of four squares.
    EXPECT_NEAR(distance({band(0.915, 0.3)}, {band(0.9, 0.3)}, how), 3 / 2.0, 1e-12);
    // Errors of both and the scatter add in quadrature: 12, 9 and 8 nm make 17.
    auto a = band(0.917, 0.3), b = band(0.9, 0.3);
    a.centre_error = 0.012;
    b.centre_error = 0.009;
    how.scatter.centre_um = 0.008;
    EXPECT_NEAR(distance({a}, {b}, how), 1 / 2.0, 1e-12);
    // A width whose side is open, and then the asymmetry, are not compared.
    a.width = 5;
    a.flags = left_open;
    EXPECT_NEAR(distance({a}, {b}, how), 1 / std::sqrt(2.0), 1e-12);
}

TEST(ParameterDistance, WidthsCountRelatively) {
    ParameterComparison how;
    how.scatter.width = 0.2;
    EXPECT_NEAR(distance({band(0.9, 0.3, 0.12)}, {band(0.9, 0.3, 0.08)}, how), 0.04 / (0.2 * 0.1) / 2, 1e-12);
}

TEST(ParameterDistance, BandsAloneCostTheFarthest) {
    ParameterComparison how;
    how.farthest = 4;
    // Weights: two whole bands that agree, half a band of half the depth that is alone.
    EXPECT_NEAR(distance({band(0.9, 0.4), band(2.2, 0.2)}, {band(0.9, 0.4)}, how),
                std::sqrt(0.25 * 16 / (1 + 0.25)), 1e-12);
    auto const far =
        parameter_distance(std::vector{band(0.9, 0.4)}, std::vector{band(2.2, 0.4)}, everywhere, how);
    EXPECT_NEAR(far.distance, 4, 1e-12);
    EXPECT_EQ(far.paired, 0u);
    EXPECT_EQ(far.unpaired, 2u);
    // An entry without bands is as far; a spectrum without bands says nothing.
    EXPECT_NEAR(distance({band(0.9, 0.4)}, {}, how), 4, 1e-12);
    EXPECT_TRUE(std::isnan(distance({}, {band(0.9, 0.4)}, how)));
}

TEST(ParameterDistance, WhatNoiseHidesNeedNotBeThere) {
    std::vector<Band> const entry = {band(0.9, 0.4), band(2.2, 0.04)};
    auto deep = band(0.9, 0.2);
    EXPECT_GT(distance({deep}, entry), 0.1);  // would be 0.02 deep here
    deep.depth_error = 0.006;                 // and four of these hide it
    EXPECT_NEAR(distance({deep}, entry), 0, 1e-12);
}

TEST(ParameterDistance, BandsOutsideTheCommonRangeAreNotCompared) {
    std::vector<Band> const entry = {band(0.9, 0.4), band(2.9, 0.8)};
    EXPECT_NEAR(parameter_distance(std::vector{band(0.9, 0.3)}, entry, {0.5, 2.5}, {}).distance, 0, 1e-15);
}

/// Least cost of all ways to pair in order, by trying every one.
double least_by_trial(std::vector<Band> const& a, std::vector<Band> const& b, std::size_t i, std::size_t j,
                      ParameterComparison const& how, double deep_a, double deep_b) {
    double const most = how.farthest * how.farthest;
    if (i == a.size() && j == b.size()) return 0;
    double best = std::numeric_limits<double>::infinity();
    auto const next = [&](std::size_t k, std::size_t l) {
        return least_by_trial(a, b, k, l, how, deep_a, deep_b);
    };
    if (i < a.size()) best = std::min(best, most * 0.5 * a[i].depth / deep_a + next(i + 1, j));
    if (j < b.size()) {
        bool const is_visible = b[j].depth / deep_b * deep_a >= how.least_depth;
        best = std::min(best, (is_visible ? most : 0) * 0.5 * b[j].depth / deep_b + next(i, j + 1));
    }
    if (i < a.size() && j < b.size()) {
        double const d2 = squared_band_distance(a[i], deep_a, b[j], deep_b, how.scatter);
        if (d2 < most)
            best =
                std::min(best, d2 * 0.5 * (a[i].depth / deep_a + b[j].depth / deep_b) + next(i + 1, j + 1));
    }
    return best;
}

TEST(ParameterDistance, PairsAsNoOtherPairingIsNearer) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> unit(0, 1);
    ParameterComparison how;
    how.scatter.centre_um = 0.05;
    how.least_depth = 0.1;
    for (int trial = 0; trial < 300; ++trial) {
        auto const bands = [&] {
            std::vector<Band> made(1 + random() % 5);
            for (auto& one : made)
                one = band(0.5 + unit(random), 0.05 + 0.4 * unit(random), 0.05 + 0.1 * unit(random));
            std::sort(made.begin(), made.end(), [](auto& x, auto& y) { return x.centre < y.centre; });
            return made;
        };
        auto const a = bands(), b = bands();
        double deep_a = 0, deep_b = 0, weight = 0;
        for (auto const& one : a)
            deep_a = std::max(deep_a, one.depth);
        for (auto const& one : b)
            deep_b = std::max(deep_b, one.depth);
        for (auto const& one : a)
            weight += 0.5 * one.depth / deep_a;
        for (auto const& one : b)
            weight += 0.5 * one.depth / deep_b;
        double const wanted = std::sqrt(least_by_trial(a, b, 0, 0, how, deep_a, deep_b) / weight);
        EXPECT_NEAR(distance(a, b, how), wanted, 1e-12);
    }
}

}  // namespace
}  // namespace vespa::mulumesc
