// Fit of features and spectral angle: closed forms, masks, and the lanes against the plain twin.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/errors/bad_input.hpp"
#include "core/simd/targets.hpp"
#include "mulumesc/match/matcher.hpp"

namespace vespa::mulumesc {
namespace {

SpectralAxis axis_of(std::size_t n) {
    SpectralAxis axis;
    for (std::size_t i = 0; i < n; ++i)
        axis.wavelength.push_back(0.5 + 0.008 * static_cast<double>(i) + (i > n / 2 ? 0.003 : 0));
    axis.good.assign(n, 1);
    return axis;
}

double bell(double x, double centre, double width) {
    return std::exp(-0.5 * std::pow((x - centre) / width, 2));
}

/// Entries with one to three bands on different slopes.
Library made_library(std::size_t channels = 230, std::size_t entries = 7) {
    auto const axis = axis_of(channels);
    std::vector<std::string> names;
    std::vector<double> y;
    for (std::size_t e = 0; e < entries; ++e) {
        auto const k = static_cast<double>(e);
        names.push_back("entry " + std::to_string(e));
        for (double const x : axis.wavelength)
            y.push_back((0.4 + 0.05 * k * (x - 1)) * (1 - 0.3 * bell(x, 0.9 + 0.02 * k, 0.05)) *
                        (1 - 0.2 * bell(x, 1.9 - 0.03 * k, 0.08)));
    }
    return extract_library("made", axis, names, y, {}, {});
}

std::vector<Score> scores_of(Library const& library, SpectralAxis const& axis, std::vector<double> const& y) {
    auto const prepared = prepare(library, axis);
    Spectra<double> const spectra{y.size() / axis.channels(), axis.channels(), y, {}};
    std::vector<Score> scores(spectra.count * library.entries());
    score_plainly(prepared, axis, spectra, scores);
    return scores;
}

TEST(Library, HoldsTheBandsOfEveryEntry) {
    auto const library = made_library();
    ASSERT_EQ(library.entries(), 7u);
    for (std::size_t e = 0; e < 7; ++e) {
        ASSERT_EQ(library.bands_of(e).size(), 2u) << e;
        EXPECT_NEAR(library.bands_of(e)[0].centre, 0.9 + 0.02 * static_cast<double>(e), 0.002);
    }
    EXPECT_NE(library.method.find("hull"), std::string::npos);
    EXPECT_THROW(extract_library("bad", axis_of(5), {"a", "b"}, std::vector<double>(9, 1.0), {}, {}),
                 BadInput);
    EXPECT_THROW(extract_library("bad", axis_of(5), {}, {}, {}, {}), BadInput);
}

TEST(Scores, OfAnEntryWithItself) {
    auto const library = made_library();
    std::vector<double> const y(library.reflectance);
    auto const scores = scores_of(library, library.axis, y);
    for (std::size_t e = 0; e < library.entries(); ++e) {
        auto const& own = scores[e * library.entries() + e];
        EXPECT_NEAR(own.fit, 1, 1e-12);
        EXPECT_NEAR(own.depth_ratio, 1, 1e-12);
        EXPECT_NEAR(own.coverage, 1, 1e-12);
        EXPECT_LT(own.angle, 1e-7);
    }
}

// Over a line of its own, O/line = 1 − b (1 − L/line): fit 1 and depth b, whatever the level and slope. The
// lines through means of both ends are the same only where the entry is its line there: one deep band.
TEST(Scores, FeaturesAreFreeOfSlopeAndDepth) {
    auto const axis = axis_of(200);
    std::vector<double> entry, spectrum;
    for (double const x : axis.wavelength) {
        double const shape =
            std::abs(x - 1.3) < 0.2 ? std::pow(std::cos((x - 1.3) / 0.2 * 1.5707963267948966), 4) : 0;
        entry.push_back(0.5 * (1 - 0.4 * shape));
        spectrum.push_back((0.2 + 0.1 * x) * (1 - 0.1 * shape));
    }
    auto library = extract_library("one", axis, {"one"}, entry, {}, {});
    ASSERT_EQ(library.bands.size(), 1u);
    // Borders out on the continuum, so that the ends are.
    library.bands[0].start = 1.0;
    library.bands[0].end = 1.6;
    auto const score = scores_of(library, axis, spectrum).at(0);
    EXPECT_NEAR(score.fit, 1, 1e-12);
    EXPECT_NEAR(score.depth_ratio, 0.25, 1e-12);
    // An emission in its place does not fit.
    for (std::size_t i = 0; i < spectrum.size(); ++i)
        spectrum[i] = 1 / entry[i];
    EXPECT_EQ(scores_of(library, axis, spectrum).at(0).fit, 0);
}

TEST(Scores, SpectralAngleIsThatOfVectors) {
    auto const axis = axis_of(4);
    auto const library = extract_library("angles", axis, {"a", "b"}, {1, 1, 1, 1, 2, 1, 1, 2}, {}, {});
    auto const scores = scores_of(library, axis, {3, 3, 3, 3});
    EXPECT_LT(scores[0].angle, 1e-7);
    EXPECT_NEAR(scores[1].angle, std::acos(6 / (2 * std::sqrt(10.0))), 1e-14);
    EXPECT_TRUE(std::isnan(scores[0].fit));  // it has no features
    for (auto const& score : scores_of(library, axis, {0, 0, 0, 0}))
        EXPECT_TRUE(std::isnan(score.angle));
    for (auto const& score : scores_of(library, axis, std::vector<double>(4, std::nan(""))))
        EXPECT_TRUE(std::isnan(score.angle));
}

TEST(Scores, MaskingIsDeleting) {
    auto const library = made_library();
    auto masked = library.axis, fewer = masked;
    std::vector<double> y(library.spectrum(3).begin(), library.spectrum(3).end()), kept;
    fewer.wavelength.clear();
    for (std::size_t i = 0; i < masked.channels(); ++i) {
        masked.good[i] = i % 5 != 2;
        if (!masked.good[i]) continue;
        fewer.wavelength.push_back(masked.wavelength[i]);
        kept.push_back(y[i]);
    }
    fewer.good.assign(fewer.wavelength.size(), 1);
    auto const by_axis = scores_of(library, masked, y), deleted = scores_of(library, fewer, kept);
    for (std::size_t i = 0; i < y.size(); ++i)
        if (!masked.good[i]) y[i] = std::nan("");
    auto const by_nan = scores_of(library, library.axis, y);
    for (std::size_t e = 0; e < library.entries(); ++e) {
        EXPECT_NEAR(by_axis[e].fit, deleted[e].fit, 1e-12);
        EXPECT_NEAR(by_axis[e].angle, deleted[e].angle, 1e-12);
        // Entries know nothing of missing values in a spectrum: their lines are those of all channels.
        EXPECT_NEAR(by_nan[e].fit, deleted[e].fit, 0.02);
        EXPECT_NEAR(by_nan[e].angle, deleted[e].angle, 1e-12);
    }
}

TEST(Scores, LanesAgreeWithThePlainTwin) {
    auto const library = made_library(230, 9);
    auto axis = axis_of(180);
    axis.good[77] = 0;
    auto const prepared = prepare(library, axis);
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> unit(0, 1);
    std::size_t const count = 21, n = axis.channels();
    std::vector<double> y(count * n);
    for (double& value : y)
        value = unit(random) < 0.05 ? std::nan("") : 0.2 + unit(random);
    std::fill_n(y.begin(), n, std::nan(""));
    std::fill_n(y.begin() + static_cast<std::ptrdiff_t>(n), n, 0.0);
    Spectra<double> const spectra{count, n, y, {}};
    std::vector<Score> plain(count * 9), fast(count * 9);
    score_plainly(prepared, axis, spectra, plain);
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        SCOPED_TRACE(target);
        score_in_lanes(prepared, axis, spectra, fast);
        for (std::size_t i = 0; i < plain.size(); ++i) {
            auto const same = [](double a, double b) {
                return std::isnan(a) ? std::isnan(b) : std::abs(a - b) < 1e-11;
            };
            EXPECT_TRUE(same(plain[i].fit, fast[i].fit)) << i << ": " << plain[i].fit << " " << fast[i].fit;
            EXPECT_TRUE(same(plain[i].depth_ratio, fast[i].depth_ratio)) << i;
            EXPECT_TRUE(same(plain[i].coverage, fast[i].coverage)) << i;
            EXPECT_TRUE(same(plain[i].angle, fast[i].angle)) << i;
        }
    }
    simd::use_target("");
}

TEST(Matcher, RanksByTheChosenMeasure) {
    auto const library = made_library();
    MatchOptions options;
    options.top = 3;
    std::vector<double> const y(library.spectrum(4).begin(), library.spectrum(4).end());
    std::vector<std::uint64_t> const counts = {library.bands_of(4).size()};
    Spectra<double> const spectra{1, library.axis.channels(), y, {}};
    for (auto const measure : {MatchMeasure::parameters, MatchMeasure::features, MatchMeasure::angle}) {
        options.measure = measure;
        check(options);
        Matcher const matcher(library, library.axis, options);
        auto const matches = matcher(spectra, counts, library.bands_of(4));
        ASSERT_EQ(matches.size(), 3u);
        EXPECT_EQ(matches[0].entry, 4u);
        for (std::uint32_t k = 0; k < 3; ++k)
            EXPECT_EQ(matches[k].rank[static_cast<std::size_t>(measure)], k + 1);
        EXPECT_TRUE(matches[1].entry == 3 || matches[1].entry == 5) << matches[1].entry;
    }
}

TEST(Matcher, WhatCannotBeComparedHasNoRank) {
    auto const library = made_library();
    SpectralAxis narrow;
    for (int i = 0; i < 40; ++i)
        narrow.wavelength.push_back(0.5 + 0.004 * i);  // before the first band
    narrow.good.assign(40, 1);
    Matcher const matcher(library, narrow, {});
    std::vector<double> const y(40, 0.5);
    auto const matches = matcher({1, 40, y, {}}, std::vector<std::uint64_t>{0}, {});
    ASSERT_EQ(matches.size(), 5u);
    EXPECT_EQ(matches[0].entry, 0u);
    EXPECT_EQ(matches[0].rank[0], 0u);
    EXPECT_EQ(matches[0].rank[1], 0u);
    EXPECT_GT(matches[0].rank[2], 0u);
    for (double& x : narrow.wavelength)
        x += 10;
    EXPECT_THROW(Matcher(library, narrow, {}), BadInput);
    MatchOptions wrong;
    wrong.top = 0;
    EXPECT_THROW(check(wrong), BadInput);
    wrong = {};
    wrong.comparison.scatter.width = 0;
    EXPECT_THROW(check(wrong), BadInput);
}

}  // namespace
}  // namespace vespa::mulumesc
