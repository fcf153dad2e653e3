// From options to masks, continua and searches; what is refused.
#include <gtest/gtest.h>

#include "core/errors/bad_input.hpp"
#include "drivers/mulumesc/analysis.hpp"
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

TEST(Analysis, MasksWhatIsNotAboveZeroAndCountsIt) {
    mulumesc::SpectralAxis const four{{0.5, 0.6, 0.7, 0.8}, {}, {1, 1, 1, 1}};
    Analysis analysis(four, {}, {}, 0, true, true);
    auto const found =
        analysis({{0.4, 0, -1, 0.4, 0.4, 0.3, 0.5, 0.4}, {0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3}});
    EXPECT_EQ(found.masked, (std::vector<std::uint32_t>{2, 0}));
    EXPECT_EQ(found.state, (std::vector{SpectrumState::too_few_channels, SpectrumState::done}));
    EXPECT_FLOAT_EQ(found.noise[0], 0.1f);
    EXPECT_FLOAT_EQ(found.noise[1], 0.3f);
    EXPECT_FLOAT_EQ(found.continuum[5], 0.45f);
    EXPECT_TRUE(found.reflectance[1] != found.reflectance[1]);
}

}  // namespace
}  // namespace vespa::mulumesc_driver
