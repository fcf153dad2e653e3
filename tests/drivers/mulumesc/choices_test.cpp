// From options to masks, continua and searches; what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "drivers/mulumesc/block.hpp"
#include "drivers/mulumesc/choices.hpp"

namespace vespa::mulumesc_driver {
namespace {

mulumesc::SpectralAxis axis() {
    return {{0.5, 0.6, 0.7, 0.8}, {}, {1, 1, 0, 1}};
}

Settings with(void (*change)(Settings&)) {
    Settings settings;
    change(settings);
    return settings;
}

TEST(Choices, MaskRanges) {
    auto const masked = masked_axis(with([](Settings& s) { s.masked = {0.4, 0.55, 0.75, 0.8}; }), axis());
    EXPECT_EQ(masked.good, (std::vector<std::uint8_t>{0, 1, 0, 0}));
    for (auto const& wrong : {std::vector{0.5}, {0.6, 0.5}, {0.5, 0.5}, {2.0, 3.0}, {0.61, 0.69}}) {
        Settings settings;
        settings.masked = wrong;
        EXPECT_THROW(masked_axis(settings, axis()), BadInput);
    }
}

TEST(Choices, BelongTogether) {
    auto const line = continuum_of(with([](Settings& s) {
        s.continuum = mulumesc::Continuum::line;
        s.anchors = {0.5, 0.8};
    }));
    EXPECT_EQ(line.long_anchor_um, 0.8);
    EXPECT_THROW(continuum_of(with([](Settings& s) { s.continuum = mulumesc::Continuum::line; })), BadInput);
    EXPECT_THROW(continuum_of(with([](Settings& s) { s.anchors = {0.5, 0.8}; })), BadInput);
    EXPECT_THROW(search_of(with([](Settings& s) { s.ranges = {0.5, 0.8}; })), BadInput);
    EXPECT_THROW(search_of(with([](Settings& s) { s.method = Method::ranges; })), BadInput);
    auto const search = search_of(with([](Settings& s) {
        s.method = Method::ranges;
        s.ranges = {0.5, 0.8, 0.6, 0.7};
    }));
    EXPECT_EQ(search.ranges_um.size(), 2u);
    EXPECT_EQ(reading_of(with([](Settings& s) { s.unit = UnitChoice::nanometre; })).unit,
              mulumesc::SpectralUnit::nanometre);
    EXPECT_FALSE(reading_of({}).unit);
}

TEST(Choices, OfFitsBelongTogether) {
    auto const own = fit_plan_of(with([](Settings& s) {
                                     s.fit.model = "own";
                                     s.fit.bands = {"0.92:0.2:0.3", "1.9:0.5"};
                                 }),
                                 true);
    ASSERT_EQ(own.models.size(), 1u);
    ASSERT_EQ(own.models[0].model.bands.size(), 2u);
    EXPECT_NEAR(own.models[0].model.bands[0].strength.start, std::log(0.7), 1e-12);
    EXPECT_NEAR(own.models[0].model.bands[1].width.start * 2.354820045, 0.5, 1e-9);
    EXPECT_EQ(fit_plan_of(with([](Settings& s) { s.fit.model = "mafic"; }), false).models.size(), 8u);
    EXPECT_TRUE(fit_plan_of(with([](Settings& s) { s.fit.model = "detected"; }), false).models.empty());
    for (auto const& wrong : {"", "0.9", "0.9:", "0.9:0.2:1", "0.9:0.2:0.3:4", "x:0.2", "0.9;0.2", "-1:0.2",
                              "0.9:inf", "0.9:nan"}) {
        Settings settings;
        settings.fit.model = "own";
        settings.fit.bands = {wrong};
        EXPECT_THROW(fit_plan_of(settings, true), BadInput) << wrong;
    }
    for (auto const change : std::vector<void (*)(Settings&)>{
             [](Settings& s) { s.fit.model = "own"; }, [](Settings& s) { s.fit.bands = {"0.9:0.2"}; },
             [](Settings& s) {
                 s.fit.model = "mafic";
                 s.fit.shape = mulumesc::BandShape::asymmetric;
             },
             [](Settings& s) {
                 s.fit.model = "detected";
                 s.method = Method::none;
             }})
        EXPECT_THROW(fit_plan_of(with(change), true), BadInput);
    EXPECT_THROW(fit_axis_of(with([](Settings& s) { s.fit.range = {0.5, 0.6}; }), axis()), BadInput);
    EXPECT_THROW(unmixing_of(with([](Settings& s) { s.abundance.free_sum = true; })), BadInput);
    EXPECT_THROW(unmixing_of(with([](Settings& s) {
                     s.abundance.library = "x";
                     s.abundance.incidence_deg = 30;
                 })),
                 BadInput);
    EXPECT_THROW(regions_of(with([](Settings& s) { s.composition.first = {1.4, 0.7}; })), BadInput);
}

TEST(Blocks, MaskWhatIsNotAboveZeroAndSettleTheNoise) {
    mulumesc::SpectralAxis const four{{0.5, 0.6, 0.7, 0.8}, {}, {1, 1, 1, 0}};
    std::vector<double> const y{0.4, 0, -1, 0.4, 0.4, 0.3, 0.5, 0.4},
        sigma{0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3};
    auto const given = block_of(four, 7, {y, sigma}, {});
    EXPECT_EQ(given.count, 2u);
    EXPECT_EQ(given.first, 7u);
    for (std::size_t i = 0; i < y.size(); ++i) {
        bool const masked = i == 1 || i == 2 || i == 3 || i == 7;
        EXPECT_EQ(std::isnan(given.reflectance[i]), masked) << i;
    }
    EXPECT_EQ(given.noise, sigma);
    EXPECT_EQ(block_of(four, 0, {y, sigma}, 0.05).noise, std::vector<double>(8, 0.05));
    EXPECT_TRUE(std::isnan(block_of(four, 0, {y, {}}, {}).noise[0]));  // too few channels to tell
}

}  // namespace
}  // namespace vespa::mulumesc_driver
