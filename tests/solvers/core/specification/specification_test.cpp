#include "core/specification/specification.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/errors/bad_input.hpp"

namespace vespa {
namespace {

std::string message(std::function<void()> const& action) {
    try {
        action();
    } catch (BadInput const& error) {
        return error.what();
    }
    return "no error";
}

std::string parse_message(std::string const& text) {
    return message([&] { (void)parse_specification(text); });
}

TEST(Specification, ANameAlone) {
    auto const specification = parse_specification("io-torus");
    EXPECT_EQ(specification.text, "io-torus");
    EXPECT_EQ(specification.name, "io-torus");
    EXPECT_TRUE(specification.values.empty());
}

TEST(Specification, KeysKeepTheirOrderAndSpacesAroundPartsDoNotCount) {
    auto const specification =
        parse_specification(" chapman : height = 900 ,\tdensity=1e5,file=/a b/c=d;$(e) ");
    EXPECT_EQ(specification.name, "chapman");
    using Pair = std::pair<std::string, std::string>;
    EXPECT_EQ(specification.values,
              (std::vector<Pair>{{"height", "900"}, {"density", "1e5"}, {"file", "/a b/c=d;$(e)"}}));
}

TEST(Specification, WhatIsNotOfTheGrammarIsRefusedAndSaidWhere) {
    EXPECT_EQ(parse_message(""), "model \"\": no model name; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message(":a=1"),
              "model \":a=1\": no model name; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message("a b"),
              "model \"a b\": odd model name \"a b\"; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message("a:"), "model \"a:\": no '=' in \"\"; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message("a:b"),
              "model \"a:b\": no '=' in \"b\"; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message("a:b=1,"),
              "model \"a:b=1,\": no '=' in \"\"; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message("a:=1"),
              "model \"a:=1\": odd key \"\"; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message("a:b= "),
              "model \"a:b= \": no value for \"b\"; allowed: name or name:key=value,key=value");
    EXPECT_EQ(parse_message("a:b=1,b=2"),
              "model \"a:b=1,b=2\": \"b\" is given twice; allowed: each key once");
    EXPECT_EQ(parse_message("a:b!=1"),
              "model \"a:b!=1\": odd key \"b!\"; allowed: name or name:key=value,key=value");
}

TEST(Specification, LongTextsAreRefusedInAShortMessage) {
    auto const text = parse_message(std::string(5000, 'x'));
    EXPECT_NE(text.find("longer than 4096 bytes"), std::string::npos);
    EXPECT_LT(text.size(), 300u);
    EXPECT_EQ(parse_message(std::string(4096, 'x')), "no error");
}

TEST(Interval, ContainsAndText) {
    EXPECT_TRUE(Interval::any().contains(-1e300));
    EXPECT_FALSE(Interval::positive().contains(0));
    EXPECT_TRUE(Interval::non_negative().contains(0));
    EXPECT_FALSE(Interval::non_negative().contains(-1e-300));
    EXPECT_TRUE(Interval::between(0, 90).contains(90));
    EXPECT_FALSE((Interval{.low = 0, .high = 1, .includes_high = false}.contains(1)));
    EXPECT_FALSE(Interval::any().contains(std::numeric_limits<double>::quiet_NaN()));
    EXPECT_EQ(Interval::any().text(), "any finite number");
    EXPECT_EQ(Interval::positive().text(), "> 0");
    EXPECT_EQ(Interval::non_negative().text(), ">= 0");
    EXPECT_EQ(Interval{.high = 8}.text(), "<= 8");
    EXPECT_EQ((Interval{.high = 8, .includes_high = false}.text()), "< 8");
    EXPECT_EQ(Interval::between(-0.5, 90).text(), "-0.5 to 90");
    EXPECT_EQ((Interval{.low = 0, .high = 1, .includes_low = false}.text()), "above 0 to 1");
    EXPECT_EQ((Interval{.low = 0, .high = 1, .includes_high = false}.text()), "0 to below 1");
}

class Reader : public ::testing::Test {
  protected:
    Specification specification_ = parse_specification("m:a=1.5,b=-2e3,c=+7,word=blue,odd=1x");
    SpecificationReader reader_{specification_, "--plasma"};

    std::string number_message(std::string const& text, Interval const& allowed = Interval::any()) {
        auto const specification = parse_specification("m:a=" + text);
        return message(
            [&] { (void)SpecificationReader(specification, "--plasma").number("a", 0, allowed, "km"); });
    }
};

TEST_F(Reader, NumbersAndDefaults) {
    EXPECT_EQ(reader_.number("a", 9, Interval::positive(), "km"), 1.5);
    EXPECT_EQ(reader_.required_number("b", Interval::any(), "km"), -2000);
    EXPECT_EQ(reader_.number("c", 9, Interval::any(), ""), 7);
    EXPECT_EQ(reader_.number("absent", 9, Interval::positive(), "km"), 9);
    EXPECT_TRUE(reader_.has("a"));
    EXPECT_FALSE(reader_.has("absent"));
}

TEST_F(Reader, WhatIsNoFiniteNumberIsRefused) {
    for (char const* text :
         {"1x", "x", "nan", "inf", "-inf", "1e999", "0x10", "1 2", "1;2", "++1", "+-1", "--1", "٣", "1e"}) {
        auto const said = number_message(text);
        EXPECT_NE(said.find("is not a finite number; allowed: any finite number km"), std::string::npos)
            << text << ": " << said;
    }
    EXPECT_EQ(number_message("1x"),
              "--plasma \"m:a=1x\": a = \"1x\" is not a finite number; allowed: any finite number km");
}

TEST_F(Reader, OutOfRangeIsRefusedWithTheRangeAndItsUnit) {
    EXPECT_EQ(number_message("0", Interval::positive()),
              "--plasma \"m:a=0\": a = 0 is out of range; allowed: > 0 km");
    EXPECT_EQ(number_message("-3", Interval::non_negative()),
              "--plasma \"m:a=-3\": a = -3 is out of range; allowed: >= 0 km");
    EXPECT_EQ(number_message("2", Interval::between(0, 1)),
              "--plasma \"m:a=2\": a = 2 is out of range; allowed: 0 to 1 km");
}

TEST_F(Reader, ARequiredNumberThatIsMissing) {
    EXPECT_NE(message([&] {
                  (void)reader_.required_number("size", Interval::positive(), "km");
              }).find("no value for \"size\"; allowed: > 0 km"),
              std::string::npos);
}

TEST_F(Reader, Words) {
    EXPECT_EQ(reader_.word("word", "red", {"red", "blue"}), "blue");
    EXPECT_EQ(reader_.word("absent", "red", {"red", "blue"}), "red");
    EXPECT_EQ(reader_.word("word", "red", {}), "blue");
    EXPECT_NE(message([&] {
                  (void)reader_.word("word", "red", {"red", "green"});
              }).find("word = \"blue\" is not known; allowed: red, green"),
              std::string::npos);
}

TEST_F(Reader, FinishNamesTheKeysNobodyAskedForAndListsTheOthers) {
    (void)reader_.number("a", 0, Interval::any(), "");
    (void)reader_.has("b");
    (void)reader_.number("size", 0, Interval::any(), "");
    EXPECT_EQ(message([&] { reader_.finish(); }),
              "--plasma \"m:a=1.5,b=-2e3,c=+7,word=blue,odd=1x\": unknown key \"c\", \"word\", \"odd\"; "
              "allowed: a, b, size");
    for (char const* key : {"c", "word", "odd"})
        (void)reader_.has(key);
    EXPECT_EQ(message([&] { reader_.finish(); }), "no error");
    auto const bare = parse_specification("m:a=1");
    EXPECT_EQ(message([&] { SpecificationReader(bare, "x").finish(); }),
              "x \"m:a=1\": unknown key \"a\"; allowed: no keys");
}

}  // namespace
}  // namespace vespa
