// Band parameters against closed forms and against their own errors; what is found and what is flagged.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/errors/bad_input.hpp"
#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/bands/parabola.hpp"
#include "mulumesc/continuum/continuum.hpp"

namespace vespa::mulumesc {
namespace {

SpectralAxis even_axis(double first, double last, double step) {
    SpectralAxis axis;
    for (double x = first; x < last + step / 2; x += step) {
        axis.wavelength.push_back(x);
        axis.good.push_back(1);
    }
    return axis;
}

double bell(double x, double mu, double sigma) {
    return std::exp(-0.5 * std::pow((x - mu) / sigma, 2));
}

template <class T = double>
std::vector<Band> bands_of(SpectralAxis const& axis, BandSearch const& search,
                           std::vector<double> const& reflectance, std::vector<double> const& noise = {}) {
    std::vector<T> const y(reflectance.begin(), reflectance.end());
    std::vector<T> ratio(y.size());
    remove_continuum<T>(axis, {}, {1, axis.channels(), y, {}}, ratio);
    BandFinder finder(axis, search);
    auto const found = finder.find<T>(y, ratio, noise);
    return {found.begin(), found.end()};
}

TEST(Parabola, IsExactAtAnySpacing) {
    std::mt19937_64 random(2);
    std::uniform_real_distribution<double> part(0, 1);
    for (int k = 0; k < 200; ++k) {
        double const at = 0.3 + 0.4 * part(random), value = part(random), curvature = 0.1 + part(random);
        std::vector<double> x = {2.0}, y;
        for (std::size_t i = 1; i < 3 + static_cast<std::size_t>(k % 5); ++i)
            x.push_back(x.back() + 0.01 + part(random));
        double const scale = x.back() - x.front();
        for (double const one : x)
            y.push_back(value + curvature * std::pow(one - 2 - at * scale, 2));
        auto const found = minimum_of_parabola(x, y);
        ASSERT_TRUE(found);
        EXPECT_NEAR(found->at, 2 + at * scale, 1e-12);
        EXPECT_NEAR(found->value, value, 1e-12);
    }
    std::vector<double> const x = {1, 2, 3}, hill = {1, 2, 1}, slope = {1, 2, 4};
    EXPECT_FALSE(minimum_of_parabola(x, hill));
    EXPECT_FALSE(minimum_of_parabola(x, slope));
}

TEST(Bands, AGaussianHasItsClosedForms) {
    auto const axis = even_axis(1, 3, 0.0005);
    double const mu = 1.9001, sigma = 0.08, depth = 0.4;
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back((0.3 + 0.2 * x) * (1 - depth * bell(x, mu, sigma)));
    for (BandSearch const& search : {BandSearch{}, BandSearch{.ranges_um = {{1.2, 2.6}}}}) {
        auto const found = bands_of(axis, search, y);
        ASSERT_EQ(found.size(), 1u);
        auto const& band = found[0];
        EXPECT_NEAR(band.centre, mu, 1e-6);
        EXPECT_NEAR(band.depth, depth, 2e-4 * depth);
        EXPECT_NEAR(band.width, 2.354820045 * sigma, 3e-4 * sigma);
        EXPECT_NEAR(band.left_half_width, band.right_half_width, 1e-5);
        EXPECT_NEAR(band.area, depth * sigma * std::sqrt(2 * M_PI), 2e-3 * band.area);
        EXPECT_NEAR(band.asymmetry, 0, 1e-4);
        EXPECT_NEAR(band.continuum_slope, 0.2, 1e-6);
        EXPECT_NEAR(band.start_continuum, 0.3 + 0.2 * band.start, 1e-6);
        EXPECT_EQ(band.flags &
                      (left_open | right_open | shared_left | shared_right | masked_channels | coarse_centre),
                  0);
        EXPECT_TRUE(std::isnan(band.centre_error));
    }
    auto const wavelet = bands_of(axis, {}, y).at(0);
    EXPECT_NEAR(std::log2(wavelet.scale / (std::sqrt(2) * sigma)), 0,
                0.5);  // of ln R, which is deeper than R
    EXPECT_EQ(bands_of(axis, {.ranges_um = {{1.2, 2.6}}}, y).at(0).range, 0);
}

TEST(Bands, AreasAreThoseOfTrapeziaOneByOne) {
    std::mt19937_64 random(4);
    std::uniform_real_distribution<double> part(0, 1);
    for (std::size_t const n : {3u, 4u, 5u, 8u, 9u, 10u, 11u, 60u}) {
        ValidSpectrum s;
        double x = 1;
        for (std::size_t i = 0; i < n; ++i) {
            s.wavelength.push_back(x += 0.01 + 0.01 * part(random));
            s.ratio.push_back(0.5 + 0.4 * part(random));
            s.reflectance.push_back((0.3 + part(random)) * s.ratio.back());
            s.reflectance_noise.push_back(0.01 * part(random));
            s.channel.push_back(i);
        }
        auto const least = 1 + n / 3 % (n - 2);
        s.ratio[least] = 0.3;
        auto const band = measure_band(s, {least, 0, n - 1, 0.2});
        double left = 0, right = 0, variance = 0;
        for (std::size_t i = 0; i + 1 < n; ++i) {
            // A thousand slices of each trapezium, told apart by their middles.
            for (int k = 0; k < 1000; ++k) {
                double const at = (k + 0.5) / 1000, run = s.wavelength[i + 1] - s.wavelength[i];
                double const slice = run / 1000 * (1 - s.ratio[i] - at * (s.ratio[i + 1] - s.ratio[i]));
                (s.wavelength[i] + at * run < band.centre ? left : right) += slice;
            }
        }
        for (std::size_t i = 0; i < n; ++i) {
            double const span = s.wavelength[std::min(i + 1, n - 1)] - s.wavelength[i > 0 ? i - 1 : 0];
            variance += std::pow(0.5 * span * s.noise(i), 2);
        }
        EXPECT_NEAR(band.area, left + right, 1e-12);
        EXPECT_NEAR(band.asymmetry, (left - right) / (left + right), 2e-3);
        EXPECT_NEAR(band.area_error, std::sqrt(variance), 1e-14);
    }
}

TEST(Bands, FloatAgreesWithDouble) {
    auto const axis = even_axis(0.5, 2.5, 0.01);
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back((0.3 + 0.1 * x) * (1 - 0.3 * bell(x, 0.95, 0.08) - 0.2 * bell(x, 1.9, 0.15)));
    auto const fine = bands_of<double>(axis, {}, y), coarse = bands_of<float>(axis, {}, y);
    ASSERT_EQ(fine.size(), 2u);
    ASSERT_EQ(coarse.size(), 2u);
    for (std::size_t k = 0; k < 2; ++k) {
        EXPECT_NEAR(fine[k].centre, coarse[k].centre, 2e-5);
        EXPECT_NEAR(fine[k].depth, coarse[k].depth, 1e-6);
        EXPECT_NEAR(fine[k].width, coarse[k].width, 1e-5);
        EXPECT_NEAR(fine[k].area, coarse[k].area, 1e-5);
    }
}

TEST(Bands, PartDoubletsAndSayThatTheyAreShared) {
    auto const axis = even_axis(2, 2.4, 0.005);
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(0.6 * (1 - 0.2 * bell(x, 2.165, 0.012) - 0.3 * bell(x, 2.205, 0.012)));
    auto const found = bands_of(axis, {}, y);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_NEAR(found[0].centre, 2.165, 0.002);
    EXPECT_NEAR(found[1].centre, 2.205, 0.002);
    EXPECT_EQ(found[0].flags & (shared_left | shared_right), shared_right);
    EXPECT_EQ(found[1].flags & (shared_left | shared_right), shared_left);
    EXPECT_EQ(found[0].end, found[1].start);
}

TEST(Bands, MaskedChannelsAreDeletedOnes) {
    auto axis = even_axis(1, 3, 0.01);
    std::vector<double> y, kept;
    SpectralAxis shorter;
    for (std::size_t i = 0; i < axis.channels(); ++i) {
        double const x = axis.wavelength[i];
        y.push_back((1 - 0.1 * x) * (1 - 0.3 * bell(x, 1.5, 0.05) - 0.4 * bell(x, 2.2, 0.1)));
        if (std::abs(x - 2.25) < 0.035) axis.good[i] = 0;
        if (i == 3) y.back() = NAN;
        if (!axis.good[i] || i == 3) continue;
        kept.push_back(y.back());
        shorter.wavelength.push_back(x);
        shorter.good.push_back(1);
    }
    auto const masked = bands_of(axis, {}, y), deleted = bands_of(shorter, {}, kept);
    ASSERT_EQ(masked.size(), 2u);
    ASSERT_EQ(deleted.size(), 2u);
    for (std::size_t k = 0; k < 2; ++k) {
        EXPECT_EQ(masked[k].centre, deleted[k].centre);
        EXPECT_EQ(masked[k].width, deleted[k].width);
        EXPECT_EQ(masked[k].area, deleted[k].area);
    }
    EXPECT_EQ(masked[0].flags & masked_centre, 0);
    EXPECT_EQ(masked[1].flags & (masked_channels | masked_centre), masked_channels | masked_centre);
}

TEST(Bands, NoDepthIsMadeUpAcrossAGap) {
    // Of a band whose middle is missing, steep on both sides: a parabola would fall far below all channels.
    auto axis = even_axis(1, 3, 0.01);
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(1 - 0.7 * std::exp(-std::abs(x - 1.9) / 0.08));
    for (std::size_t i = 0; i < axis.channels(); ++i) {
        if (std::abs(axis.wavelength[i] - 1.905) < 0.06) axis.good[i] = 0;
    }
    for (BandSearch const& search : {BandSearch{}, BandSearch{.ranges_um = {{1.5, 2.3}}}}) {
        auto const found = bands_of(axis, search, y);
        ASSERT_EQ(found.size(), 1u);
        auto const& band = found[0];
        double least = 1;
        for (std::size_t i = 0; i < axis.channels(); ++i) {
            if (axis.good[i]) least = std::min(least, y[i]);
        }
        EXPECT_LE(band.depth, 1.2 * (1 - least));
        EXPECT_NE(band.flags & masked_centre, 0);
    }
}

TEST(Bands, ErrorsAreThoseOfManyDraws) {
    auto const axis = even_axis(1, 3, 0.01);
    double const mu = 1.9, sigma = 0.08, depth = 0.3, noise = 0.003;
    std::mt19937_64 random(8);
    std::normal_distribution<double> normal;
    // The continuum is taken as known: what the errors do not hold is the hull's own.
    BandFinder finder(axis, {.ranges_um = {{1.5, 2.3}}});
    std::vector<double> const sigmas(axis.channels(), noise);
    double centre = 0, within = 0, pull_depth = 0, pull_area = 0;
    int const draws = 4000;
    int laid = 0;
    for (int k = 0; k < draws; ++k) {
        std::vector<double> y;
        for (double const x : axis.wavelength)
            y.push_back(std::min(1 - depth * bell(x, mu, sigma) + noise * normal(random), 1.5));
        auto const found = finder.find<double>(y, y, sigmas);
        ASSERT_EQ(found.size(), 1u);
        auto const& band = found[0];
        if (band.flags & coarse_centre) continue;
        ++laid;
        centre += band.centre - mu;
        within += std::abs(band.centre - mu) < band.centre_error;
        pull_depth += std::pow((band.depth - depth) / band.depth_error, 2);
        pull_area += band.area_error;
    }
    EXPECT_NEAR(centre / laid, 0, 0.0004);
    EXPECT_NEAR(within / laid, 0.683, 0.08);
    EXPECT_NEAR(std::sqrt(pull_depth / laid), 1, 0.35);
    EXPECT_GT(laid, 0.98 * draws);
}

TEST(Bands, NoiseAloneHasNone) {
    auto const axis = even_axis(0.5, 2.5, 0.01);
    std::mt19937_64 random(9);
    std::normal_distribution<double> normal;
    std::vector<double> const noise(axis.channels(), 0.01);
    std::vector<double> ratio(axis.channels());
    BandFinder finder(axis, {});  // one for all: its tables are made once
    std::size_t found = 0;
    for (int k = 0; k < 300; ++k) {
        std::vector<double> y;
        for (double const x : axis.wavelength)
            y.push_back(0.4 + 0.05 * x + 0.01 * normal(random));
        remove_continuum<double>(axis, {}, {1, axis.channels(), y, {}}, ratio);
        found += finder.find<double>(y, ratio, noise).size();
    }
    EXPECT_LE(found, 6u);  // one spectrum in fifty
}

TEST(Bands, RangesSayWhereTheyHaveNoMinimum) {
    auto const axis = even_axis(1, 3, 0.01);
    std::vector<double> y;
    for (double const x : axis.wavelength)
        y.push_back(0.5 * (1 - 0.3 * bell(x, 1.5, 0.05)));
    auto const found = bands_of(axis, {.ranges_um = {{1.5, 2}, {2.2, 2.8}, {1.3, 1.7}}}, y);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].range, 0);
    EXPECT_NE(found[0].flags & at_border, 0);
    EXPECT_NE(found[0].flags & left_open, 0);
    EXPECT_EQ(found[1].range, 2);
    EXPECT_EQ(found[1].flags & at_border, 0);
}

TEST(Bands, OddSpectraHaveNone) {
    auto const axis = even_axis(1, 2, 0.1);
    for (double const value : std::vector<double>{0.0, -1.0, NAN, INFINITY, 1e300})
        EXPECT_TRUE(bands_of(axis, {}, std::vector<double>(axis.channels(), value)).empty()) << value;
    EXPECT_THROW(check({.ranges_um = {{1.5, 1.2}}}, axis), BadInput);
    EXPECT_THROW(check({.ranges_um = {{1.21, 1.29}}}, axis), BadInput);
    EXPECT_THROW(check({.ranges_um = {{3, 4}}}, axis), BadInput);
    EXPECT_THROW(check({.threshold = 0}, axis), BadInput);
}

TEST(Detection, OfManyIsThatOfEach) {
    auto const axis = even_axis(0.5, 2.5, 0.011);
    auto const n = axis.channels();
    std::mt19937_64 random(21);
    std::normal_distribution<double> normal;
    std::size_t const count = 70;
    std::vector<double> y;
    for (std::size_t s = 0; s < count; ++s) {
        for (double const x : axis.wavelength)
            y.push_back(0.4 * (1 - 0.3 * bell(x, 0.9 + 0.002 * static_cast<double>(s), 0.06)) *
                        (1 - 0.1 * bell(x, 1.9, 0.03)) * (1 + 0.004 * normal(random)));
        if (s % 11 == 3) y[s * n] = std::nan("");
        if (s == 20) std::fill_n(y.end() - static_cast<std::ptrdiff_t>(n), n, std::nan(""));
    }
    std::vector<double> ratio(y.size());
    std::vector<double> const noise(y.size(), 0.0016);
    Spectra<double> const all{count, n, y, {}};
    remove_continuum<double>(axis, {}, all, ratio);
    for (auto const& search : {BandSearch{}, BandSearch{.ranges_um = {{0.7, 1.2}, {1.7, 2.1}}}}) {
        BandFinder one(axis, search), many(axis, search);
        std::size_t next = 0, found = 0;
        many.find_all<double>(all, ratio, noise, [&](std::size_t s, std::span<Band const> bands) {
            EXPECT_EQ(s, next++);
            auto const row = [&](std::vector<double> const& values) {
                return std::span<double const>(values).subspan(s * n, n);
            };
            auto const wanted = one.find<double>(row(y), row(ratio), row(noise));
            ASSERT_EQ(bands.size(), wanted.size()) << s;
            for (std::size_t k = 0; k < bands.size(); ++k) {
                EXPECT_EQ(bands[k].centre, wanted[k].centre);
                EXPECT_EQ(bands[k].area, wanted[k].area);
                EXPECT_TRUE(bands[k].scale == wanted[k].scale || std::isnan(wanted[k].scale));
            }
            found += bands.size();
        });
        EXPECT_EQ(next, count);
        EXPECT_GE(found, 2 * (count - 1));
    }
}

}  // namespace
}  // namespace vespa::mulumesc
