// Sums and searches over channels against their plain twins, on each instruction set the same bits.
#include "mulumesc/bands/channel_sums.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "core/simd/targets.hpp"

namespace vespa::mulumesc {
namespace {

struct Channels {
    std::vector<double> wavelength, ratio, reflectance, noise;
};

Channels channels_of(std::size_t n, std::mt19937_64& random) {
    std::uniform_real_distribution<double> part(0, 1);
    Channels made;
    double x = 1;
    for (std::size_t i = 0; i < n; ++i) {
        made.wavelength.push_back(x += 0.01 + 0.01 * part(random));
        // Few different ratios, so that the least and the greatest are met more than once.
        made.ratio.push_back(0.5 + 0.05 * std::floor(10 * part(random)));
        made.reflectance.push_back((0.3 + part(random)) * made.ratio.back());
        made.noise.push_back(0.01 * part(random));
    }
    return made;
}

/// Does `work` on each instruction set.
template <class Work>
void on_each_target(Work const& work) {
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        SCOPED_TRACE(target);
        work();
    }
    simd::use_target("");
}

TEST(ChannelSums, SearchesAgreeWithTheirTwins) {
    std::mt19937_64 random(1);
    for (std::size_t n = 1; n <= 70; ++n) {
        auto const ratio = channels_of(n, random).ratio;
        on_each_target([&] {
            EXPECT_EQ(least_of(ratio), least_of_reference(ratio));
            EXPECT_EQ(greatest_of(ratio), *std::max_element(ratio.begin(), ratio.end()));
            for (double const level : {0.4, 0.52, 0.75, 0.9, 0.95, 2.0}) {
                EXPECT_EQ(first_above(ratio, level), first_above_reference(ratio, level));
                EXPECT_EQ(last_above(ratio, level), last_above_reference(ratio, level));
            }
        });
    }
}

TEST(ChannelSums, SumsAgreeWithTheirTwinsAndAreTheSameBitsEverywhere) {
    std::mt19937_64 random(2);
    for (std::size_t n = 2; n <= 70; ++n) {
        auto const s = channels_of(n, random);
        simd::use_target("SCALAR");
        double const area = trapezia(s.wavelength, s.ratio);
        double const variance = trapezia_variance(s.wavelength, s.ratio, s.reflectance, s.noise);
        EXPECT_NEAR(area, trapezia_reference(s.wavelength, s.ratio), 1e-14);
        double const twin = trapezia_variance_reference(s.wavelength, s.ratio, s.reflectance, s.noise);
        EXPECT_NEAR(variance, twin, 1e-13 * twin);
        on_each_target([&] {
            EXPECT_EQ(trapezia(s.wavelength, s.ratio), area);
            EXPECT_EQ(trapezia_variance(s.wavelength, s.ratio, s.reflectance, s.noise), variance);
        });
    }
    EXPECT_EQ(trapezia(std::vector{1.0}, std::vector{0.5}), 0);
}

template <class T>
void widens() {
    std::mt19937_64 random(3);
    for (std::size_t n = 1; n <= 40; ++n) {
        auto const ratio = channels_of(n, random).ratio;
        std::vector<T> values(ratio.begin(), ratio.end());
        on_each_target([&] {
            std::vector<double> wide(n);
            EXPECT_TRUE(widen(values, wide));
            EXPECT_EQ(wide, std::vector<double>(values.begin(), values.end()));
            for (std::size_t k = 0; k < n; ++k) {
                T const kept = std::exchange(values[k], std::numeric_limits<T>::quiet_NaN());
                EXPECT_FALSE(widen(values, wide)) << k << " of " << n;
                EXPECT_TRUE(std::isnan(wide[k]));
                values[k] = kept;
            }
        });
    }
}

TEST(ChannelSums, WideningKeepsValuesAndMeetsEachNan) {
    widens<float>();
    widens<double>();
}

}  // namespace
}  // namespace vespa::mulumesc
