// Spectra that are not as they should be, priors, and what is refused.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/errors/bad_input.hpp"
#include "mulumesc/fits/fit_bands.hpp"
#include "solvers/mulumesc/fits/synthetic_bands.hpp"

namespace vespa::mulumesc {
namespace {

using testing::FourBands;
double const nan_ = std::numeric_limits<double>::quiet_NaN();

TEST(BadSpectra, AnEmptySpectrumIsAValueWithAReason) {
    FourBands set(9);
    std::fill_n(set.reflectance.begin() + 4 * 256, 250, -1.0);
    auto const fits = fit_bands(set.axis, set.spectra(), set.model);
    EXPECT_EQ(fits.end[4], FitEnd::too_few_channels);
    EXPECT_TRUE(std::isnan(fits.values[4 * 14]) && std::isnan(fits.errors[4 * 14]) &&
                std::isnan(fits.chi2[4]));
    EXPECT_EQ(fits.channels[4], 6u);
    for (std::size_t i : {0u, 3u, 5u, 8u})
        EXPECT_EQ(fits.end[i], FitEnd::converged);
}

// A channel that is not finite or not positive, one that the axis rejects, and one that is not there are all
// the same.
TEST(BadSpectra, LeavingAChannelOutEqualsDeletingIt) {
    FourBands set(5);
    FourBands marked = set, deleted = set;
    deleted.axis.wavelength.erase(deleted.axis.wavelength.begin() + 100);
    deleted.axis.good.pop_back();
    deleted.reflectance.clear();
    marked.axis.good[100] = 0;
    for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t c = 0; c < 256; ++c) {
            if (c != 100) deleted.reflectance.push_back(set.reflectance[i * 256 + c]);
        }
        set.reflectance[i * 256 + 100] = i % 2 ? nan_ : 0;
    }
    FitOptions const exact{.tolerance = 1e-12, .most_evaluations = 300, .precision = FitPrecision::doubles};
    auto const by_value = fit_bands(set.axis, set.spectra(), set.model, exact);
    auto const by_mark = fit_bands(marked.axis, marked.spectra(), set.model, exact);
    Spectra<double> const shorter{5, 255, deleted.reflectance, {}};
    auto const by_deletion = fit_bands(deleted.axis, shorter, set.model, exact);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(by_value.flags[i] & channels_left_out, channels_left_out);
        EXPECT_EQ(by_mark.flags[i] & channels_left_out, 0);
        EXPECT_EQ(by_value.channels[i], 255u);
        EXPECT_NEAR(by_value.chi2[i] / by_deletion.chi2[i], 1, 1e-9);
        EXPECT_NEAR(by_mark.chi2[i] / by_deletion.chi2[i], 1, 1e-9);
    }
}

TEST(BadSpectra, NoiseWeighsChannels) {
    FourBands set(6);
    std::vector<double> noise(6 * 256), shared(256, 0.01);
    for (std::size_t i = 0; i < noise.size(); ++i)
        noise[i] = 0.01 * set.reflectance[i];
    FitOptions const exact{.tolerance = 1e-12, .most_evaluations = 300, .precision = FitPrecision::doubles};
    auto const unit = fit_bands(set.axis, set.spectra(), set.model, exact);
    auto const weighted =
        fit_bands(set.axis, Spectra<double>{6, 256, set.reflectance, noise}, set.model, exact);
    for (std::size_t i = 0; i < 6; ++i) {
        EXPECT_NEAR(weighted.chi2[i], 1e4 * unit.chi2[i], 1e-6 * weighted.chi2[i]);
        double const reduced = weighted.chi2[i] / 242;
        EXPECT_NEAR(weighted.errors[i * 14 + 12] / unit.errors[i * 14 + 12],
                    std::sqrt(std::max(1.0, reduced) / reduced), 1e-3);
    }
    // One noise for all spectra, a hundredth of which is right: the model cannot fit to it.
    for (auto& n : shared)
        n = 1e-4;
    auto const poor_fits = fit_bands(set.axis, Spectra<double>{6, 256, set.reflectance, shared}, set.model);
    EXPECT_EQ(poor_fits.flags[0] & poor, poor);
    EXPECT_EQ(weighted.flags[0] & poor, 0);
}

// With data that say nothing of a parameter, the prior is the answer, its spread the error.
TEST(BadSpectra, PriorsHoldWhatTheDataDoNotTell) {
    FourBands set(4);
    std::vector<double> const noise(256, 1e6);
    set.model.offset.spread = 0.2;
    set.model.slope.spread = 0.1;
    for (auto& band : set.model.bands)
        band.strength.spread = 0.05, band.centre.spread = 0.01, band.width.spread = 0.02;
    auto const parameters = parameters_of(set.model);
    for (auto const precision : {FitPrecision::doubles, FitPrecision::floats_then_doubles}) {
        auto const fits = fit_bands(set.axis, Spectra<double>{4, 256, set.reflectance, noise}, set.model,
                                    {.tolerance = 1e-8, .precision = precision});
        for (std::size_t j = 0; j < 14; ++j) {
            EXPECT_NEAR(fits.values[j], parameters[j].start, 1e-5);
            EXPECT_NEAR(fits.errors[j] / parameters[j].spread, 1, 1e-5);
        }
        EXPECT_NEAR(fits.condition[0], 1, 1e-5);
    }
    // With good data and priors the twin finds the same.
    FitOptions const exact{.tolerance = 1e-12, .most_evaluations = 300, .precision = FitPrecision::doubles};
    auto const lanes = fit_bands(set.axis, set.spectra(), set.model, exact),
               plain = fit_bands_reference(set.axis, set.spectra(), set.model, exact);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR(lanes.chi2[i] / plain.chi2[i], 1, 1e-5);
}

TEST(BadSpectra, ModelsAndArraysThatCannotBeAreRefused) {
    FourBands const set(2);
    auto const with = [&](auto change) {
        BandModel model = set.model;
        change(model);
        return model;
    };
    EXPECT_THROW(check(with([](BandModel& m) { m.bands.resize(9, m.bands[0]); })), BadInput);
    EXPECT_THROW(check(with([](BandModel& m) { m.bands[1].centre.start = 3; })), BadInput);
    EXPECT_THROW(check(with([](BandModel& m) { m.bands[1].width.low = 0; })), BadInput);
    EXPECT_THROW(check(with([](BandModel& m) { m.slope.spread = 0; })), BadInput);
    EXPECT_THROW(check(with([](BandModel& m) { m.offset.start = nan_; })), BadInput);
    EXPECT_THROW(
        check(with([](BandModel& m) { m.shape = BandShape::asymmetric, m.bands[0].asymmetry.low = -1; })),
        BadInput);
    EXPECT_THROW(check(FitOptions{.tolerance = 0.5}), BadInput);
    EXPECT_THROW(check(FitOptions{.most_evaluations = 0}), BadInput);
    EXPECT_THROW(check(FitOptions{.searches = 8}), BadInput);
    auto falling = set.axis;
    std::swap(falling.wavelength[3], falling.wavelength[4]);
    EXPECT_THROW(fit_bands(falling, set.spectra(), set.model), BadInput);
    std::vector<double> const starts(13);
    EXPECT_THROW(fit_bands(set.axis, set.spectra(), set.model, {}, starts), BadInput);
    EXPECT_THROW(fit_bands(set.axis, Spectra<double>{2, 255, set.reflectance, {}}, set.model), BadInput);
    std::vector<double> const noise(5);
    EXPECT_THROW(fit_bands(set.axis, Spectra<double>{2, 256, set.reflectance, noise}, set.model), BadInput);
}

}  // namespace
}  // namespace vespa::mulumesc
