// Continua with exact answers, and the lane hull held to its plain twin on every instruction set.
#include "mulumesc/continuum/continuum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/errors/bad_input.hpp"
#include "core/simd/targets.hpp"
#include "mulumesc/continuum/hull_reference.hpp"
#include "mulumesc/continuum/other_continua.hpp"

namespace vespa::mulumesc {
namespace {

using Channels = std::vector<std::size_t>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

SpectralAxis axis_of(std::vector<double> x) {
    SpectralAxis axis;
    axis.good.assign(x.size(), 1);
    axis.wavelength = std::move(x);
    return axis;
}

Channels hull(SpectralAxis const& axis, std::vector<double> const& y) {
    return upper_hull(axis, y, valid_channels(axis, y));
}

template <class T>
struct Removed {
    std::vector<T> ratio, continuum;
};

template <class T>
Removed<T> removed(SpectralAxis const& axis, ContinuumChoice const& choice, std::vector<T> const& y) {
    Removed<T> out{std::vector<T>(y.size()), std::vector<T>(y.size())};
    Spectra<T> const spectra{y.size() / axis.channels(), axis.channels(), y, {}};
    remove_continuum<T>(axis, choice, spectra, out.ratio, out.continuum);
    return out;
}

void expect_near(std::vector<double> const& found, std::vector<double> const& wanted, double tolerance) {
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (std::isnan(wanted[i])) {
            EXPECT_TRUE(std::isnan(found[i])) << i;
        } else {
            EXPECT_NEAR(found[i], wanted[i], tolerance) << i;
        }
    }
}

TEST(Hull, IsExactInSmallCases) {
    auto const uneven = axis_of({0, 1, 3, 4, 10});
    EXPECT_EQ(hull(uneven, {1, 1, 3, 2, 1}), (Channels{0, 2, 4}));
    auto const even = axis_of({0, 1, 2, 3});
    EXPECT_EQ(hull(even, {1, 2, 3, 4}), (Channels{0, 3}));
    EXPECT_EQ(hull(axis_of({0, 1, 2}), {1, 0.5, 1}), (Channels{0, 2}));
    EXPECT_EQ(hull(uneven, {1, nan, 3, 2, 1}), (Channels{0, 2, 4}));
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        expect_near(removed<double>(uneven, {}, {1, 1, 3, 2, 1}).continuum, {1, 5.0 / 3, 3, 19.0 / 7, 1},
                    1e-15);
        expect_near(removed<double>(uneven, {}, {1, 1, 3, 2, 1}).ratio, {1, 0.6, 1, 14.0 / 19, 1}, 1e-15);
        expect_near(removed<double>(uneven, {}, {1, nan, 3, 2, 1}).ratio, {1, nan, 1, 14.0 / 19, 1}, 1e-15);
        expect_near(removed<double>(uneven, {}, {nan, 1, INFINITY, 2, nan}).continuum,
                    {nan, 1, 5.0 / 3, 2, nan}, 1e-15);
        expect_near(removed<double>(uneven, {}, {nan, nan, 3, nan, nan}).ratio, {nan, nan, nan, nan, nan}, 0);
        expect_near(removed<double>(uneven, {}, {nan, nan, nan, nan, nan}).ratio, {nan, nan, nan, nan, nan},
                    0);
    }
    simd::use_target("");
}

struct Set {
    SpectralAxis axis;
    std::vector<double> y;
};

/// Spectra of bands, noise, gaps and outliers over uneven channels.
Set random_set(std::size_t channels, std::size_t count, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> part(0, 1);
    std::normal_distribution<double> normal;
    Set set;
    double x = 0.4;
    for (std::size_t i = 0; i < channels; ++i) {
        set.axis.wavelength.push_back(x += 0.002 + 0.02 * part(random));
        set.axis.good.push_back(part(random) > 0.05);
    }
    for (std::size_t s = 0; s < count; ++s) {
        double const slope = normal(random), centre = 0.4 + 2 * part(random),
                     width = 0.02 + 0.3 * part(random);
        for (double const at : set.axis.wavelength) {
            double const band = 0.6 * std::exp(-0.5 * std::pow((at - centre) / width, 2));
            double const value = (0.4 + 0.01 * slope * (at - 1)) * (1 - band) + 0.003 * normal(random);
            set.y.push_back(part(random) < 0.03 ? nan : value);
        }
    }
    return set;
}

template <class T>
void hold_to_twin(Set const& set, double tolerance) {
    std::vector<T> const y(set.y.begin(), set.y.end());
    auto const found = removed<T>(set.axis, {}, y);
    auto const channels = set.axis.channels();
    for (std::size_t s = 0; s * channels < y.size(); ++s) {
        std::vector<double> const one(y.begin() + static_cast<std::ptrdiff_t>(s * channels),
                                      y.begin() + static_cast<std::ptrdiff_t>((s + 1) * channels));
        auto const line = lines_through(set.axis, one, hull(set.axis, one));
        for (std::size_t i = 0; i < channels; ++i) {
            double const continuum = static_cast<double>(found.continuum[s * channels + i]);
            double const ratio = static_cast<double>(found.ratio[s * channels + i]);
            ASSERT_EQ(std::isnan(line[i]), std::isnan(continuum));
            ASSERT_EQ(std::isnan(line[i]) || std::isnan(one[i]) || !set.axis.good[i], std::isnan(ratio));
            if (!std::isnan(ratio)) {
                ASSERT_NEAR(ratio, one[i] / line[i], tolerance) << s << " " << i;
            }
            if (!std::isnan(line[i])) {
                ASSERT_NEAR(continuum, line[i], tolerance * line[i]);
            }
        }
    }
}

TEST(Hull, LanesAreHeldToTheTwin) {
    for (auto const& target : simd::available_targets()) {
        SCOPED_TRACE(target);
        simd::use_target(target);
        for (std::size_t const channels : {2u, 3u, 7u, 8u, 9u, 64u, 255u, 420u}) {
            auto const set = random_set(channels, 40, static_cast<unsigned>(channels));
            hold_to_twin<double>(set, 1e-13);
            hold_to_twin<float>(set, 1e-6);
        }
    }
    simd::use_target("");
}

TEST(Hull, AMaskedChannelIsADeletedOne) {
    auto const set = random_set(50, 1, 3);
    SpectralAxis shorter;
    std::vector<double> kept;
    for (std::size_t i = 0; i < 50; ++i) {
        if (!set.axis.good[i] || std::isnan(set.y[i])) continue;
        shorter.wavelength.push_back(set.axis.wavelength[i]);
        shorter.good.push_back(1);
        kept.push_back(set.y[i]);
    }
    ASSERT_LT(kept.size(), 50u);
    for (auto const kind : {Continuum::hull, Continuum::segmented, Continuum::polynomial}) {
        auto const whole = removed<double>(set.axis, {.kind = kind}, set.y).ratio;
        auto const part = removed<double>(shorter, {.kind = kind}, kept).ratio;
        for (std::size_t i = 0, k = 0; i < 50; ++i)
            if (!std::isnan(whole[i])) {
                EXPECT_EQ(whole[i], part[k++]);
            }
    }
}

TEST(Continua, KnowTheirExactAnswers) {
    auto const axis = axis_of({0.5, 1, 1.5, 2, 3});
    std::vector<double> const y = {1, 0.5, 2, 1.5, 4};
    // The side from 0.5 to 3 rises; 2 at 1.5 is a maximum on the way.
    expect_near(removed<double>(axis, {.kind = Continuum::segmented}, y).continuum, {1, 1.5, 2, 8.0 / 3, 4},
                1e-15);
    std::vector<double> const falling = {4, 1.5, 2, 0.5, 1};
    expect_near(removed<double>(axis, {.kind = Continuum::segmented}, falling).continuum,
                {4, 3, 2, 5.0 / 3, 1}, 1e-15);
    ContinuumChoice const line{.kind = Continuum::line, .short_anchor_um = 0.99, .long_anchor_um = 2.1};
    expect_near(removed<double>(axis, line, y).continuum, {0, 0.5, 1, 1.5, 2.5}, 1e-15);
    expect_near(removed<double>(axis, line, y).ratio, {nan, 1, 2, 1, 1.6}, 1e-15);
    expect_near(removed<double>(axis, {.kind = Continuum::none}, y).ratio, y, 0);
    std::vector<double> x, parabola, bumps;
    for (int i = 0; i <= 20; ++i) {
        x.push_back(1 + 0.1 * i);
        parabola.push_back(1 + 0.5 * x.back() - 0.2 * x.back() * x.back());
        bumps.push_back(i % 2 ? parabola.back() : 0.5 * parabola.back());
    }
    expect_near(removed<double>(axis_of(x), {.kind = Continuum::polynomial, .degree = 2}, bumps).continuum,
                parabola, 1e-12);
    auto const few = removed<double>(axis, {.kind = Continuum::polynomial, .degree = 2}, y);
    EXPECT_TRUE(std::isnan(few.ratio[0]));
}

TEST(Continua, RefuseWhatTheyCannotUse) {
    auto const axis = axis_of({0.5, 1, 1.5});
    auto const line = [](double a, double b) {
        return ContinuumChoice{.kind = Continuum::line, .short_anchor_um = a, .long_anchor_um = b};
    };
    EXPECT_NO_THROW(check(line(0.5, 1.5), axis));
    EXPECT_THROW(check(line(1, 1), axis), BadInput);
    EXPECT_THROW(check(line(0.4, 1), axis), BadInput);
    EXPECT_THROW(check(line(1, 1.6), axis), BadInput);
    EXPECT_THROW(check({.kind = Continuum::polynomial, .degree = 7}, axis), BadInput);
}

}  // namespace
}  // namespace vespa::mulumesc
