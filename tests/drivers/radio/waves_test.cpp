// Frequencies and modes as options name them.
#include "drivers/radio/waves.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/errors/bad_input.hpp"

namespace vespa::radio_driver {
namespace {

std::string message(std::function<void()> const& call) {
    try {
        call();
    } catch (BadInput const& error) {
        return error.what();
    }
    return "no error";
}

TEST(Frequencies, ComeAsListOrRange) {
    Waves waves;
    EXPECT_NE(message([&] { wave_frequencies(waves); }).find("no frequency"), std::string::npos);
    waves.frequency_lower = 2;
    EXPECT_NE(message([&] { wave_frequencies(waves); }).find("--frequency-upper"), std::string::npos);
    waves.frequency_upper = 8;
    waves.frequency_count = 3;
    auto const logarithmic = wave_frequencies(waves);
    ASSERT_EQ(logarithmic.size(), 3U);
    EXPECT_NEAR(logarithmic[1], 4e6, 1e-6);
    waves.frequency_spacing = Spacing::linear;
    EXPECT_DOUBLE_EQ(wave_frequencies(waves)[1], 5e6);
    waves.frequencies = {1};
    EXPECT_NE(message([&] { wave_frequencies(waves); }).find("both"), std::string::npos);
    waves.frequencies.clear();
    waves.frequency_upper = 1;
    EXPECT_NE(message([&] { wave_frequencies(waves); }).find("below"), std::string::npos);
}

TEST(Modes, AreOneOrBoth) {
    using raytrace::Mode;
    Waves waves;
    EXPECT_EQ(wave_modes(waves), std::vector<Mode>{Mode::extraordinary});
    waves.modes = {"o", "X"};
    EXPECT_EQ(wave_modes(waves), (std::vector<Mode>{Mode::ordinary, Mode::extraordinary}));
    waves.modes = {"X", "x"};
    EXPECT_NE(message([&] { wave_modes(waves); }).find("given twice"), std::string::npos);
    waves.modes = {"Z"};
    EXPECT_NE(message([&] { wave_modes(waves); }).find("\"Z\" is no mode"), std::string::npos);
}

}  // namespace
}  // namespace vespa::radio_driver
