#include "mulumesc/fits/band_shapes.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "mulumesc/fits/mafic_models.hpp"
#include "mulumesc/fits/normal_matrix.hpp"
#include "solvers/mulumesc/fits/synthetic_bands.hpp"

namespace vespa::mulumesc {
namespace {

constexpr BandShape shapes[] = {BandShape::gaussian, BandShape::asymmetric, BandShape::exponential_gaussian};

TEST(BandShapes, SlopesAreThoseOfDifferences) {
    for (auto const shape : shapes) {
        for (double const wavelength : {0.8, 1.0, 1.3}) {
            double p[5] = {-0.4, 1.02, 0.11, 0.2, 3};
            auto const exact = band_slopes(shape, p, wavelength);
            for (std::size_t i = 0; i < band_parameters(shape); ++i) {
                double const h = 1e-6, kept = p[i];
                p[i] = kept + h;
                double const above = band_slopes(shape, p, wavelength).value;
                p[i] = kept - h;
                double const below = band_slopes(shape, p, wavelength).value;
                p[i] = kept;
                EXPECT_NEAR(exact.slope[i], (above - below) / (2 * h), 1e-8) << i;
            }
        }
    }
}

TEST(BandShapes, LimitsAreTheSimplerShapes) {
    double const leaning[5] = {-0.4, 1, 0.1, 0.2, 1e-7}, upright[5] = {-0.4, 1, 0.1, 0, 0};
    for (double wavelength = 0.6; wavelength < 1.7; wavelength += 0.07) {
        EXPECT_NEAR(band_slopes(BandShape::exponential_gaussian, leaning, wavelength).value,
                    band_slopes(BandShape::asymmetric, leaning, wavelength).value, 1e-8);
        EXPECT_EQ(band_slopes(BandShape::asymmetric, upright, wavelength).value,
                  band_slopes(BandShape::gaussian, upright, wavelength).value);
    }
    EXPECT_EQ(band_slopes(BandShape::asymmetric, leaning, 1.6).value, 0);  // σ − t n ≤ 0 there
    // A saturated band has a flat floor as deep as its strength.
    double const saturated[5] = {-0.4, 1, 0.1, 0, 30};
    EXPECT_NEAR(band_slopes(BandShape::exponential_gaussian, saturated, 1.15).value, -0.4, 1e-4);
}

TEST(BandShapes, EveryShapeIsFitted) {
    for (auto const shape : shapes) {
        SpectralAxis axis;
        for (std::size_t c = 0; c < 200; ++c) {
            axis.wavelength.push_back(0.5 + 0.01 * static_cast<double>(c));
            axis.good.push_back(1);
        }
        std::vector<double> truth = {-0.7, -0.1};
        BandModel model{{-1, -9, 9}, {0, -9, 9}, shape, {}};
        for (double const centre : {0.95, 1.9}) {
            model.bands.push_back({{-0.2, -3, 0}, {centre, centre - 0.2, centre + 0.2}, {0.1, 0.03, 0.4}});
            double const all[5] = {-0.45, centre + 0.03, 0.13, 0.15, 2.5};
            truth.insert(truth.end(), all, all + band_parameters(shape));
        }
        std::vector<double> r;
        for (double const w : axis.wavelength)
            r.push_back(std::exp(log_reflectance(shape, 2, truth.data(), w)));
        auto const fits = fit_bands(axis, Spectra<double>{1, 200, r, {}}, model, {1e-12, 400});
        EXPECT_EQ(fits.end[0], FitEnd::converged) << reason(fits.end[0]);
        for (std::size_t j = 0; j < truth.size(); ++j)
            EXPECT_NEAR(fits.values[j], truth[j], 2e-5) << j;
    }
}

TEST(NormalMatrix, IsInvertedAndItsConditionKnown) {
    // Unit diagonal after scaling: correlations 0.5 between the first two of three unknowns of very unequal
    // scales.
    std::vector<double> const normal = {4, 1e3 * 0.5 * 2, 1e6, 0, 0, 1e-8};
    Appraisal a;
    appraise(normal, 3, a);
    EXPECT_NEAR(a.errors[0], std::sqrt(4.0 / 3) / 2, 1e-14);
    EXPECT_NEAR(a.errors[1], std::sqrt(4.0 / 3) / 1e3, 1e-17);
    EXPECT_NEAR(a.errors[2], 1e4, 1e-9);
    EXPECT_NEAR(a.correlation[0], -0.5, 1e-14);
    EXPECT_EQ(a.correlation[1], 0);
    EXPECT_NEAR(a.condition, 1.5 * 2, 1e-13);  // ‖A‖₁ = 3/2, ‖A⁻¹‖₁ = (4/3)(3/2)
    appraise(std::vector<double>{4, 0, 0, 0, 0, 1}, 3, a);
    EXPECT_TRUE(std::isinf(a.condition) && std::isinf(a.errors[1]));
    EXPECT_NEAR(a.errors[0], 0.5, 1e-15);
}

// Spectra made of a model are given back to it, those of no band to the continuum.
TEST(MaficModels, TheCriterionFindsTheModelThatMadeASpectrum) {
    SpectralAxis axis;
    for (std::size_t c = 0; c < 200; ++c) {
        axis.wavelength.push_back(0.55 + 0.01 * static_cast<double>(c));
        axis.good.push_back(1);
    }
    auto const models = mafic_models();
    testing::Normal normal(5);
    std::vector<double> r, noise;
    std::size_t const each = 12;
    for (auto const& [name, model] : models) {
        std::vector<double> p;
        for (auto const& parameter : parameters_of(model))
            p.push_back(parameter.start);
        for (std::size_t b = 0; b < model.bands.size(); ++b)
            p[2 + 3 * b] = -0.3;  // every band stands out
        for (std::size_t i = 0; i < each; ++i) {
            for (double const w : axis.wavelength) {
                double const exact =
                    std::exp(log_reflectance(BandShape::gaussian, model.bands.size(), p.data(), w));
                r.push_back(exact * (1 + normal(0, 0.003)));
                noise.push_back(exact * 0.003);
            }
        }
    }
    std::size_t const count = each * models.size();
    for (bool const known : {true, false}) {
        Spectra<double> const spectra{count, 200, r,
                                      known ? std::span<double const>(noise) : std::span<double const>()};
        auto const choice = choose_model(axis, spectra, models, {1e-8, 200});
        std::size_t right = 0;
        for (std::size_t i = 0; i < count; ++i)
            right += choice.best[i] == i / each;
        EXPECT_GE(right, count * 95 / 100) << "noise known: " << known;
    }
    EXPECT_EQ(mafic_model("olivine").bands.size(), 3u);
    EXPECT_THROW(mafic_model("quartz"), BadInput);
}

}  // namespace
}  // namespace vespa::mulumesc
