#include "core/text/numbers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace vespa {
namespace {

TEST(Numbers, AreReadAsFortranAndCWriteThem) {
    for (auto const& [text, expected] : {std::pair{"1.5", 1.5},
                                         {"+2", 2.0},
                                         {"-.0025", -0.0025},
                                         {"7.", 7.0},
                                         {"3.2D-07", 3.2e-7},
                                         {"1.E+03", 1000.0},
                                         {"4d2", 400.0},
                                         {"0.1000000000000000055511151231257827021181583404541015625D0", 0.1},
                                         {"1.7976931348623157e308", std::numeric_limits<double>::max()}}) {
        EXPECT_EQ(to_number(text), expected) << text;
    }
    for (auto const* text : {"",    "-",   "+",  ".",  "1.5x", " 1", "1 ",    "0x10",  "1 2", "--1", "+-1",
                             "-+1", "++1", "1e", "1d", "D5",   "d",  "1e5d3", "1d5d3", "1,5", "infd"}) {
        double value = 7;
        EXPECT_EQ(read_number(text, value), std::errc::invalid_argument) << text;
        EXPECT_EQ(value, 7) << text;
        EXPECT_FALSE(to_number(text)) << text;
    }
}

TEST(Numbers, TooSmallForADoubleAreRoundedTooLargeOnesRefused) {
    EXPECT_EQ(to_number("1e-400"), 0.0);
    EXPECT_EQ(to_number("-1d-400"), 0.0);
    EXPECT_EQ(to_number("1e-320"), 1e-320);
    EXPECT_EQ(to_number("0." + std::string(400, '0') + "1"), 0.0);
    EXPECT_EQ(to_number("1" + std::string(400, '0') + "e-400"), 1.0);
    double value = 7;
    for (auto const& text : {std::string("1e400"), std::string("-1D400"), "1" + std::string(400, '0')}) {
        EXPECT_EQ(read_number(text, value), std::errc::result_out_of_range) << text;
        EXPECT_EQ(value, 7) << text;
        EXPECT_FALSE(to_number(text)) << text;
    }
}

TEST(Numbers, NanAndInfAreNumbersButNotFinite) {
    double value = 0;
    EXPECT_EQ(read_number("nan", value), std::errc());
    EXPECT_TRUE(std::isnan(value));
    EXPECT_EQ(read_number("-inf", value), std::errc());
    EXPECT_EQ(value, -std::numeric_limits<double>::infinity());
    EXPECT_EQ(read_number("+Infinity", value), std::errc());
    EXPECT_EQ(value, std::numeric_limits<double>::infinity());
    for (auto const* text : {"nan", "-inf", "+Infinity"})
        EXPECT_FALSE(to_number(text)) << text;
}

TEST(Numbers, IntegersAreWholeTexts) {
    EXPECT_EQ(to_integer("42"), 42);
    EXPECT_EQ(to_integer("+7"), 7);
    EXPECT_EQ(to_integer("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
    for (auto const* text : {"", "+", "-", "+-1", "1.0", "1e3", " 1", "1 ", "9223372036854775808"})
        EXPECT_FALSE(to_integer(text)) << text;
}

TEST(Numbers, AreShownAsTheShortestTextThatReadsBack) {
    for (auto const& [value, text] :
         {std::pair{0.1, "0.1"}, {1e22, "1e+22"}, {-3.0, "-3"}, {1.0 / 3, "0.3333333333333333"}}) {
        EXPECT_EQ(shown(value), text);
        EXPECT_EQ(to_number(text), value);
    }
}

}  // namespace
}  // namespace vespa
