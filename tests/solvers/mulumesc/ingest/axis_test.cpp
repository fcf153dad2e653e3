// The order of channels, units, missing values and the estimate of noise.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "mulumesc/ingest/axis_order.hpp"
#include "mulumesc/ingest/missing.hpp"
#include "mulumesc/ingest/noise.hpp"
#include "solvers/mulumesc/ingest/scratch.hpp"

namespace vespa::mulumesc {
namespace {

using testing::refusal;

StoredAxis stored(std::vector<double> values, std::optional<SpectralUnit> unit = {}) {
    return {.values = std::move(values), .widths = {}, .good = {}, .unit = unit, .where = "here"};
}

TEST(Axis, SortsChannelsThatStepBack) {
    auto axis = stored({0.4, 0.5, 0.7, 0.6, 0.8}, SpectralUnit::micrometre);
    axis.widths = {1, 2, 3, 4, 5};
    axis.good = {1, 1, 0, 1, 1};
    auto const ordered = order_axis(axis);
    EXPECT_EQ(ordered.axis.wavelength, (std::vector<double>{0.4, 0.5, 0.6, 0.7, 0.8}));
    EXPECT_EQ(ordered.stored, (std::vector<std::size_t>{0, 1, 3, 2, 4}));
    EXPECT_EQ(ordered.axis.width, (std::vector<double>{1, 2, 4, 3, 5}));
    EXPECT_EQ(ordered.axis.good, (std::vector<std::uint8_t>{1, 1, 1, 0, 1}));
    ASSERT_EQ(ordered.notes.size(), 1u);
    EXPECT_NE(ordered.notes[0].find("step back"), std::string::npos);
    EXPECT_TRUE(order_axis(stored({0.4, 0.5}, SpectralUnit::micrometre)).notes.empty());
}

TEST(Axis, TakesAndGuessesUnits) {
    EXPECT_EQ(order_axis(stored({400, 2500})).unit, SpectralUnit::nanometre);
    EXPECT_EQ(order_axis(stored({0.4, 2.5})).unit, SpectralUnit::micrometre);
    EXPECT_EQ(order_axis(stored({10000, 4000})).unit, SpectralUnit::per_centimetre);
    EXPECT_EQ(order_axis(stored({10000, 4000})).axis.wavelength, (std::vector<double>{1, 2.5}));
    EXPECT_DOUBLE_EQ(order_axis(stored({400, 2500})).axis.wavelength[1], 2.5);
    EXPECT_NE(order_axis(stored({400, 2500})).notes.at(0).find("guessed to be nm"), std::string::npos);
    // The user's word stands above the file's.
    auto const asked = order_axis(stored({0.4, 2.5}, SpectralUnit::nanometre), SpectralUnit::micrometre);
    EXPECT_EQ(asked.axis.wavelength, (std::vector<double>{0.4, 2.5}));
    EXPECT_NE(asked.notes.at(0).find("calls its wavelengths nm"), std::string::npos);
    auto wide = stored({5000, 10000}, SpectralUnit::per_centimetre);
    wide.widths = {5, 10};
    EXPECT_NEAR(order_axis(wide).axis.width[1], 5e4 / 25e6, 1e-15);
}

TEST(Axis, KnowsUnitsByTheirNames) {
    for (auto const* name : {"Micrometers", "um", "Wavelength (micrometers)", "micron", "\xc2\xb5m"})
        EXPECT_EQ(unit_named(name), SpectralUnit::micrometre) << name;
    for (auto const* name : {"Nanometers", "nm", "wavelength_nm (nm)"})
        EXPECT_EQ(unit_named(name), SpectralUnit::nanometre) << name;
    EXPECT_EQ(unit_named("Wavenumber"), SpectralUnit::per_centimetre);
    for (auto const* name : {"", "Unknown", "number", "Index"})
        EXPECT_FALSE(unit_named(name)) << name;
}

TEST(Axis, RefusesWhatCannotBe) {
    EXPECT_NE(refusal([] {
                  order_axis(stored({0.4, 2.5}, SpectralUnit::nanometre));
              }).find("0.05 to 250"),
              std::string::npos);
    EXPECT_NE(refusal([] {
                  order_axis(stored({400, 2500}, SpectralUnit::micrometre));
              }).find("here"),
              std::string::npos);
    EXPECT_NE(refusal([] {
                  order_axis(stored({1, 2, 2, 3}));
              }).find("channels 2 and 3 share"),
              std::string::npos);
    EXPECT_NE(refusal([] { order_axis(stored({})); }).find("no wavelengths"), std::string::npos);
    EXPECT_NE(refusal([] { order_axis(stored({NAN, -1})); }).find("no wavelengths"), std::string::npos);
    auto lies = stored({1, 2, 3});
    lies.good = {1, 1};
    EXPECT_NE(refusal([&] { order_axis(lies); }).find("2 marks of bad channels for 3"), std::string::npos);
}

TEST(Axis, LeavesOutBadDuplicatesAndFills) {
    auto axis = stored({1, 2, 2, 3, -1.23e34}, SpectralUnit::micrometre);
    axis.good = {1, 0, 1, 1, 1};
    auto const ordered = order_axis(axis);
    EXPECT_EQ(ordered.stored, (std::vector<std::size_t>{0, 2, 3}));
    EXPECT_EQ(ordered.notes.size(), 2u);
}

TEST(Missing, DropsFillsAndScales) {
    std::vector<double> values = {-1.23e34, static_cast<double>(-0.999f), 65535, 50, INFINITY, NAN, 0};
    drop_missing({{-0.999, 65535}}, 100, values);
    for (auto const i : {0, 1, 2, 4, 5})
        EXPECT_TRUE(std::isnan(values[static_cast<std::size_t>(i)])) << i;
    EXPECT_EQ(values[3], 0.5);
    EXPECT_EQ(values[6], 0);
}

TEST(Noise, IsThatOfTheSpectrum) {
    SpectralAxis axis;
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    std::vector<double> reflectance;
    for (int i = 0; i < 4000; ++i) {
        double const x = 0.4 + 0.0005 * i + 0.0002 * (i % 3);
        axis.wavelength.push_back(x);
        axis.good.push_back(i % 17 != 0);
        double const band = 0.2 * std::exp(-0.5 * std::pow((x - 1) / 0.05, 2));
        reflectance.push_back(i % 17 == 0 ? 1e3 : 0.3 + 0.1 * x - band + 0.004 * normal(random));
    }
    reflectance[100] = NAN;
    EXPECT_NEAR(noise_of(axis, reflectance), 0.004, 0.0002);
    for (std::size_t i = 0; i < reflectance.size(); ++i)
        reflectance[i] = 2 - axis.wavelength[i];
    EXPECT_LT(noise_of(axis, reflectance), 1e-15);
    std::fill(reflectance.begin() + 5, reflectance.end(), NAN);
    EXPECT_TRUE(std::isnan(noise_of(axis, reflectance)));  // four are left: channel 0 is bad
}

}  // namespace
}  // namespace vespa::mulumesc
