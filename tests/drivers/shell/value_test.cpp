#include "shell/value.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "drivers/shell/sample.hpp"

namespace vespa::shell {
namespace {

using testing::failure_of;
using testing::has;

TEST(NumberText, IsShortAndReadsBackToTheSameBits) {
    EXPECT_EQ(number_text(1e-8), "1e-8");
    EXPECT_EQ(number_text(1e300), "1e300");
    EXPECT_EQ(number_text(1.5e-12), "1.5e-12");
    EXPECT_EQ(number_text(0.25), "0.25");
    EXPECT_EQ(number_text(3), "3");
    EXPECT_EQ(number_text(-0.0), "-0");
    std::mt19937_64 bits(7);
    for (int i = 0; i < 20000; ++i) {
        auto const x = std::bit_cast<double>(bits());
        if (!std::isfinite(x)) continue;
        ASSERT_EQ(std::bit_cast<std::uint64_t>(parse_number(number_text(x))),
                  std::bit_cast<std::uint64_t>(x));
    }
    for (double const x : {std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max()})
        EXPECT_EQ(parse_number(number_text(x)), x);
}

TEST(ParseNumber, TakesUsualForms) {
    EXPECT_EQ(parse_number("1e-8"), 1e-8);
    EXPECT_EQ(parse_number(" +2.5 "), 2.5);
    EXPECT_EQ(parse_number("-.5"), -0.5);
    EXPECT_EQ(parse_number("1E6"), 1e6);
}

TEST(ParseNumber, RefusesEverythingElse) {
    for (auto const* text : {"", " ", "abc", "1e", "1 2", "1,5", "0x10", "--1", "+-1", "1km", "'1'"})
        EXPECT_TRUE(has(failure_of<std::invalid_argument>([&] { parse_number(text); }), "is not a number"))
            << text;
    for (auto const* text : {"nan", "inf", "-inf", "infinity"})
        EXPECT_TRUE(has(failure_of<std::invalid_argument>([&] { parse_number(text); }), "is not finite"))
            << text;
    EXPECT_TRUE(
        has(failure_of<std::invalid_argument>([] { parse_number("1e999"); }), "beyond what a double"));
}

TEST(ParseInteger, TakesIntegersAndWholeNumbers) {
    EXPECT_EQ(parse_integer("-42"), -42);
    EXPECT_EQ(parse_integer("+7"), 7);
    EXPECT_EQ(parse_integer("2e6"), 2000000);
    EXPECT_EQ(parse_integer("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
}

TEST(ParseInteger, RefusesEverythingElse) {
    EXPECT_TRUE(
        has(failure_of<std::invalid_argument>([] { parse_integer("1.5"); }), "1.5 is not a whole number"));
    EXPECT_TRUE(
        has(failure_of<std::invalid_argument>([] { parse_integer("ten"); }), "'ten' is not a number"));
    EXPECT_TRUE(
        has(failure_of<std::invalid_argument>([] { parse_integer("9223372036854775808"); }), "beyond"));
    EXPECT_TRUE(has(failure_of<std::invalid_argument>([] { parse_integer("1e19"); }), "beyond"));
    EXPECT_TRUE(has(failure_of<std::invalid_argument>([] { parse_integer("+-3"); }), "not a number"));
}

TEST(ParseValue, SplitsListsOfNumbers) {
    using Numbers = std::vector<double>;
    auto const numbers = [](std::string_view text) {
        return std::get<Numbers>(parse_value(Kind::numbers, text));
    };
    EXPECT_EQ(numbers("1,2,3"), (Numbers{1, 2, 3}));
    EXPECT_EQ(numbers(" 1 , 2;3 "), (Numbers{1, 2, 3}));
    EXPECT_EQ(numbers("1 -2 3e1"), (Numbers{1, -2, 30}));
    EXPECT_EQ(numbers(""), Numbers{});
    for (auto const* text : {"1,,2", ",1", "1,", "1,x", "[1,2]"})
        EXPECT_THROW(numbers(text), std::invalid_argument) << text;
}

TEST(ParseValue, SplitsListsOfTextsAtSemicolonsAlone) {
    using Texts = std::vector<std::string>;
    auto const texts = [](std::string_view text) { return std::get<Texts>(parse_value(Kind::texts, text)); };
    EXPECT_EQ(texts("jrm33:degree=13,cut=2; con2020"), (Texts{"jrm33:degree=13,cut=2", "con2020"}));
    EXPECT_EQ(texts("[a,b]"), Texts{"[a,b]"});
    EXPECT_EQ(texts(" "), Texts{});
    EXPECT_THROW(texts("a;;b"), std::invalid_argument);
}

TEST(ParseValue, KeepsTextsAsTheyAre) {
    for (auto const* text : {"", " a b ", "$(rm -rf /)", "\"x\"", "--y", "[a,b]"})
        EXPECT_EQ(std::get<std::string>(parse_value(Kind::text, text)), text);
}

TEST(ParseValue, ReadsFlags) {
    EXPECT_EQ(parse_value(Kind::flag, "true"), Value(true));
    EXPECT_EQ(parse_value(Kind::flag, "0"), Value(false));
    EXPECT_THROW(parse_value(Kind::flag, "yes"), std::invalid_argument);
}

TEST(TomlText, WritesEachKind) {
    EXPECT_EQ(toml_text(true), "true");
    EXPECT_EQ(toml_text(std::int64_t{12}), "12");
    EXPECT_EQ(toml_text(3.0), "3.0");
    EXPECT_EQ(toml_text(1e-8), "1e-8");
    EXPECT_EQ(toml_text(std::vector<double>{1, 0.5}), "[1.0, 0.5]");
    EXPECT_EQ(toml_text(std::vector<std::string>{"a", "b\""}), R"(["a", "b\""])");
    EXPECT_EQ(toml_text(std::string("tab\t, line\n, \\, bell\a")), R"("tab\t, line\n, \\, bell\u0007")");
}

TEST(RangeText, SaysTheBounds) {
    EXPECT_EQ(between(1, 10).text(), "1 to 10");
    EXPECT_EQ(above(0).text(), "above 0");
    EXPECT_EQ(at_least(2).text(), "at least 2");
    EXPECT_EQ(below(1).text(), "below 1");
    EXPECT_EQ(at_most(1).text(), "at most 1");
    EXPECT_EQ(above_to(0, 1).text(), "above 0 and at most 1");
    EXPECT_EQ(Range{}.text(), "");
}

TEST(RangeContains, HonoursOpenBounds) {
    EXPECT_TRUE(between(1, 10).contains(1));
    EXPECT_FALSE(above(0).contains(0));
    EXPECT_TRUE(above_to(0, 1).contains(1));
    EXPECT_FALSE(below(1).contains(1));
    EXPECT_FALSE(between(1, 10).contains(std::nan("")));
}

}  // namespace
}  // namespace vespa::shell
