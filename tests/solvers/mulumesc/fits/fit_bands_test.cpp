// Lanes against the plain twin, and both against what is known of the spectra.
#include "mulumesc/fits/fit_bands.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/simd/targets.hpp"
#include "solvers/mulumesc/fits/synthetic_bands.hpp"

namespace vespa::mulumesc {
namespace {

using testing::FourBands;

FitOptions options(FitPrecision precision, double tolerance, std::size_t searches = 1) {
    return {.tolerance = tolerance, .most_evaluations = 300, .searches = searches, .precision = precision};
}

double part_within(std::vector<double> const& chi2, std::vector<double> const& lowest, double margin) {
    double within = 0;
    for (std::size_t i = 0; i < chi2.size(); ++i)
        within += chi2[i] <= lowest[i] * (1 + margin) ? 1 : 0;
    return within / static_cast<double>(chi2.size());
}

// Blended bands have several minima, of which lanes and twin may take different ones; the best of a few
// searches is the same.
TEST(Fits, LanesReachTheMinimaOfThePlainTwin) {
    FourBands const set(400);
    auto const spectra = set.spectra();
    auto const plain =
        fit_bands_reference(set.axis, spectra, set.model, options(FitPrecision::doubles, 1e-10, 5));
    auto const lanes = fit_bands(set.axis, spectra, set.model, options(FitPrecision::doubles, 1e-10, 5));
    auto const both =
        fit_bands(set.axis, spectra, set.model, options(FitPrecision::floats_then_doubles, 1e-10, 5));
    EXPECT_GE(part_within(lanes.chi2, plain.chi2, 1e-6), 0.995);
    EXPECT_GE(part_within(plain.chi2, lanes.chi2, 1e-6), 0.98);
    EXPECT_GE(part_within(both.chi2, lanes.chi2, 1e-6), 0.99);
    for (std::size_t i = 0; i < set.count; ++i)
        EXPECT_EQ(lanes.end[i], FitEnd::converged) << i << ": " << reason(lanes.end[i]);
}

// One search is as good as the truth is: the root mean square residual within 1.02 of the true parameters'.
TEST(Fits, OneSearchIsAsGoodAsTheTruth) {
    FourBands const set(3000, 3);
    auto const fits = fit_bands(set.axis, set.spectra(), set.model);
    std::size_t good = 0;
    for (std::size_t i = 0; i < set.count; ++i) {
        double of_truth = 0;
        for (std::size_t c = 0; c < 256; ++c) {
            double const model =
                log_reflectance(BandShape::gaussian, 4, &set.truth[i * 14], set.axis.wavelength[c]);
            of_truth += std::pow(std::log(set.reflectance[i * 256 + c]) - model, 2);
        }
        good += fits.end[i] == FitEnd::converged && fits.chi2[i] <= 1.02 * 1.02 * of_truth;
    }
    EXPECT_GE(good, 2997u);
}

// Where both end in the same minimum they have the same normal matrix, thus the same errors.
TEST(Fits, LanesAndTwinAgreeOnErrorsAndCondition) {
    FourBands const set(40);
    auto const plain =
        fit_bands_reference(set.axis, set.spectra(), set.model, options(FitPrecision::doubles, 1e-13));
    auto const lanes = fit_bands(set.axis, set.spectra(), set.model, options(FitPrecision::doubles, 1e-13));
    std::size_t compared = 0;
    for (std::size_t i = 0; i < set.count; ++i) {
        if (std::abs(plain.chi2[i] - lanes.chi2[i]) > 1e-11 * plain.chi2[i] || (plain.flags[i] & at_bound))
            continue;
        ++compared;
        EXPECT_NEAR(lanes.condition[i] / plain.condition[i], 1, 2e-2) << i;
        for (std::size_t j = 0; j < 14; ++j)
            EXPECT_NEAR(lanes.errors[i * 14 + j] / plain.errors[i * 14 + j], 1, 1e-2) << i << ' ' << j;
        for (std::size_t j = 0; j < 91; ++j)
            EXPECT_NEAR(lanes.correlation[i * 91 + j], plain.correlation[i * 91 + j], 1e-2) << i << ' ' << j;
    }
    EXPECT_GE(compared, 20u);
}

// Parameters of bands that stand apart scatter about the truth as their standard errors say.
TEST(Fits, PullsOfIsolatedBandsAreOfUnitWidth) {
    SpectralAxis const axis = FourBands(0).axis;
    BandModel model{{-1.1, -9, 9}, {-0.06, -9, 9}, BandShape::gaussian, {}};
    std::vector<double> truth = {-1.0, -0.05}, reflectance;
    for (double const centre : {0.95, 1.45, 2.0}) {
        model.bands.push_back({{-0.2, -3, 0}, {centre, centre - 0.1, centre + 0.1}, {0.05, 0.02, 0.1}});
        truth.insert(truth.end(), {-0.25, centre + 0.01, 0.06});
    }
    std::size_t const count = 3000, n = truth.size();
    testing::Normal normal(11);
    for (std::size_t i = 0; i < count; ++i) {
        for (double const w : axis.wavelength)
            reflectance.push_back(std::exp(log_reflectance(BandShape::gaussian, 3, truth.data(), w)) *
                                  (1 + normal(0, 0.01)));
    }
    auto const fits = fit_bands(axis, Spectra<double>{count, 256, reflectance, {}}, model);
    for (std::size_t j = 0; j < n; ++j) {
        double squares = 0;
        for (std::size_t i = 0; i < count; ++i)
            squares += std::pow((fits.values[i * n + j] - truth[j]) / fits.errors[i * n + j], 2);
        EXPECT_NEAR(std::sqrt(squares / count), 1, 0.05) << j;
    }
}

// Without noise the parameters come back, at any number of bands.
TEST(Fits, SpectraWithoutNoiseGiveTheirParametersBack) {
    for (std::size_t bands = 0; bands <= most_bands; ++bands) {
        SpectralAxis axis;
        for (std::size_t c = 0; c < 301; ++c) {
            axis.wavelength.push_back(0.4 + 0.01 * static_cast<double>(c) + (c % 7 == 0 ? 0.002 : 0));
            axis.good.push_back(1);
        }
        BandModel model{{-1, -5, 5}, {0, -2, 2}, BandShape::gaussian, {}};
        std::vector<double> truth = {-0.8, -0.1};
        for (std::size_t k = 0; k < bands; ++k) {
            double const centre = 0.55 + 0.36 * static_cast<double>(k);
            model.bands.push_back({{-0.1, -3, 0}, {centre, centre - 0.1, centre + 0.1}, {0.06, 0.02, 0.2}});
            truth.insert(truth.end(), {-0.2, centre + 0.02, 0.075});
        }
        Spectra<double> spectra{3, axis.channels(), {}, {}};
        std::vector<double> r;
        for (int copy = 0; copy < 3; ++copy) {
            for (double const w : axis.wavelength)
                r.push_back(std::exp(log_reflectance(BandShape::gaussian, bands, truth.data(), w)));
        }
        spectra.reflectance = r;
        auto const fits = fit_bands(axis, spectra, model, options(FitPrecision::doubles, 1e-13));
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < truth.size(); ++j)
                EXPECT_NEAR(fits.values[i * truth.size() + j], truth[j], 1e-8)
                    << bands << " bands, parameter " << j;
        }
    }
}

// With every instruction set of this processor, whatever its lanes: one that rounds otherwise may end in
// another minimum.
TEST(Fits, EveryInstructionSetFindsTheMinima) {
    FourBands const set(60);
    auto const exact = options(FitPrecision::doubles, 1e-12, 5);
    auto const plain = fit_bands_reference(set.axis, set.spectra(), set.model, exact);
    for (auto const& target : simd::available_targets()) {
        simd::use_target(target);
        auto const lanes = fit_bands(set.axis, set.spectra(), set.model, exact);
        EXPECT_GE(part_within(lanes.chi2, plain.chi2, 1e-9), 0.98) << target;
        auto const floats =
            fit_bands(set.axis, set.spectra(), set.model, options(FitPrecision::floats, 1e-4));
        EXPECT_GE(part_within(floats.chi2, plain.chi2, 0.04), 1) << target;
    }
    simd::use_target("");
}

TEST(Fits, ASpectrumsResultDoesNotDependOnItsNeighbours) {
    FourBands const set(23);
    auto const all = fit_bands(set.axis, set.spectra(), set.model);
    for (std::size_t i = 0; i < set.count; i += 5) {
        Spectra<double> const one{1, 256, std::span(set.reflectance).subspan(i * 256, 256), {}};
        auto const alone = fit_bands(set.axis, one, set.model);
        for (std::size_t j = 0; j < 14; ++j)
            EXPECT_EQ(alone.values[j], all.values[i * 14 + j]) << i << ' ' << j;
    }
}

TEST(Fits, SinglePrecisionIsGoodToItsTolerance) {
    FourBands const set(300);
    auto const exact = fit_bands(set.axis, set.spectra(), set.model, options(FitPrecision::doubles, 1e-10));
    auto const floats = fit_bands(set.axis, set.spectra(), set.model, options(FitPrecision::floats, 1e-4));
    // 1.02 in the root mean square is the mark of "as good a fit".
    EXPECT_GE(part_within(floats.chi2, exact.chi2, 0.02), 0.999);
    EXPECT_GE(part_within(floats.chi2, exact.chi2, 2e-3), 0.95);
}

TEST(Fits, StrengthsAtTheEndOfTheirBoxAreBest) {
    FourBands set(60);
    set.model.bands[1].strength.low = set.model.bands[1].strength.start = -0.08;  // most truths lie below
    auto const exact = options(FitPrecision::doubles, 1e-12);
    auto const plain = fit_bands_reference(set.axis, set.spectra(), set.model, exact);
    auto const lanes = fit_bands(set.axis, set.spectra(), set.model, exact);
    std::size_t bounded = 0;
    for (std::size_t i = 0; i < set.count; ++i) {
        bounded += (lanes.flags[i] & at_bound) != 0;
        EXPECT_GE(lanes.values[i * 14 + 5], -0.08);
    }
    EXPECT_GE(bounded, 30u);
    EXPECT_GE(part_within(lanes.chi2, plain.chi2, 1e-6), 0.95);
    EXPECT_GE(part_within(plain.chi2, lanes.chi2, 1e-6), 0.95);
}

}  // namespace
}  // namespace vespa::mulumesc
