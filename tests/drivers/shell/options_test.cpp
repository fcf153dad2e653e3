#include "shell/options.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "drivers/shell/sample.hpp"

namespace vespa::shell {
namespace {

using testing::failure_of;
using testing::has;
using testing::Mode;
using testing::Sample;

struct OptionsTest : ::testing::Test {
    OptionsTest() { declare(options, sample); }
    void assign(std::string const& name, Value value) {
        options.assign(name, std::move(value), Origin::command_line, "--" + name);
    }
    std::string refusal(std::string const& name, Value const& value) {
        return failure_of<UsageError>([&] { assign(name, value); });
    }
    Sample sample;
    Options options;
};

TEST_F(OptionsTest, DefaultsAreTheVariablesValues) {
    EXPECT_EQ(value_text(options.find("tolerance")->value), "1e-8");
    EXPECT_EQ(value_text(options.find("mode")->value), "X");
    EXPECT_EQ(value_text(options.find("axis")->value), "0,0,1");
    EXPECT_EQ(value_text(options.find("plasma")->value), "torus");
    EXPECT_EQ(options.find("maximum-path")->value, Value());
    EXPECT_EQ(options.find("corner")->value, Value());
    EXPECT_EQ(options.find("source-file")->value, Value());
    EXPECT_FALSE(options.given("tolerance"));
    EXPECT_EQ(options.find("no-such"), nullptr);
}

TEST_F(OptionsTest, AssignmentReachesTheVariables) {
    assign("through-body", true);
    assign("rays", std::int64_t{7});
    assign("seed", std::int64_t{-3});
    assign("tolerance", 1e-4);
    assign("maximum-path", 12.5);
    assign("title", std::string("a title"));
    assign("mode", std::string("O"));
    assign("body", std::string("saturn"));
    assign("source-file", std::string("rays.csv"));
    assign("frequencies", std::vector<double>{1, 2});
    assign("plasma", std::vector<std::string>{"a", "b"});
    assign("axis", std::vector<double>{1, 2, 3});
    assign("corner", std::vector<double>{4, 5, 6});

    EXPECT_TRUE(sample.through_body);
    EXPECT_EQ(sample.rays, 7u);
    EXPECT_EQ(sample.seed, -3);
    EXPECT_EQ(sample.tolerance, 1e-4);
    EXPECT_EQ(sample.maximum_path, 12.5);
    EXPECT_EQ(sample.title, "a title");
    EXPECT_EQ(sample.mode, Mode::ordinary);
    EXPECT_EQ(sample.body, "saturn");
    EXPECT_EQ(sample.source_file, "rays.csv");
    EXPECT_EQ(sample.frequencies, (std::vector<double>{1, 2}));
    EXPECT_EQ(sample.plasma, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(sample.axis, (std::array<double, 3>{1, 2, 3}));
    EXPECT_EQ(sample.corner, (std::array<double, 3>{4, 5, 6}));
    EXPECT_TRUE(options.given("tolerance"));
}

TEST_F(OptionsTest, RefusalsNameOptionValueAndWhatIsAllowed) {
    EXPECT_EQ(refusal("tolerance", 2.0), "--tolerance: 2 is out of range; allowed: a number, 1e-13 to 0.001");
    EXPECT_EQ(refusal("maximum-path", 0.0),
              "--maximum-path: 0 is out of range; allowed: a number in km, above 0");
    EXPECT_EQ(refusal("rays", std::int64_t{1001}),
              "--rays: 1001 is out of range; allowed: an integer, 1 to 1000");
    EXPECT_EQ(refusal("body", std::string("pluto")),
              "--body: 'pluto' is not one of its words; allowed: one of jupiter, saturn, none");
    EXPECT_EQ(refusal("axis", std::vector<double>{1, 2}),
              "--axis: a list of 2; allowed: 3 numbers in km, -10 to 10");
    EXPECT_EQ(refusal("axis", std::vector<double>{1, 2, 30}),
              "--axis: 30 is out of range; allowed: 3 numbers in km, -10 to 10");
    EXPECT_EQ(refusal("frequencies", std::vector<double>{1, -1}),
              "--frequencies: -1 is out of range; allowed: a list of numbers in MHz, above 0");
    EXPECT_EQ(refusal("plasma", std::vector<std::string>{}),
              "--plasma: a list of 0; allowed: a list of 1 or more texts");
}

TEST_F(OptionsTest, RefusedValuesChangeNothing) {
    refusal("tolerance", 2.0);
    EXPECT_EQ(sample.tolerance, 1e-8);
    EXPECT_EQ(value_text(options.find("tolerance")->value), "1e-8");
    EXPECT_FALSE(options.given("tolerance"));
}

TEST_F(OptionsTest, NotANumberIsNeverTaken) {
    EXPECT_TRUE(has(refusal("tolerance", std::nan("")), "not finite"));
    EXPECT_TRUE(has(refusal("maximum-path", std::numeric_limits<double>::infinity()), "not finite"));
    EXPECT_TRUE(has(refusal("frequencies", std::vector<double>{std::nan("")}), "not finite"));
}

TEST_F(OptionsTest, IntegersMustFitTheirVariable) {
    EXPECT_TRUE(has(refusal("seed", std::int64_t{3000000000}), "3000000000 is out of range"));
    EXPECT_TRUE(has(refusal("seed", std::int64_t{3000000000}), "-2147483648 to 2147483647"));
}

TEST_F(OptionsTest, AWordNearlyRightIsRecognised) {
    EXPECT_TRUE(has(refusal("body", std::string("Jupitre")), "did you mean 'jupiter'?"));
}

TEST_F(OptionsTest, TheNearestNameIsFound) {
    EXPECT_EQ(nearest_name(options, "tolerence"), "tolerance");
    EXPECT_EQ(nearest_name(options, "maximum_path"), "maximum-path");
    EXPECT_EQ(nearest_name(options, "freqencies"), "frequencies");
    EXPECT_EQ(nearest_name(options, "entirely-different"), "");
    EXPECT_EQ(nearest_name(options, ""), "");
}

TEST(OptionsRequired, MustBeGiven) {
    double height = 5;
    Options options;
    options.number(height, {.name = "height", .unit = "m", .prose = "Height.", .required = true});

    EXPECT_EQ(failure_of<UsageError>([&] { options.require_all(); }),
              "--height: is required and not given; allowed: a number in m");
    options.assign("height", 4.0, Origin::config_file, "a.toml:1:1: height");
    EXPECT_NO_THROW(options.require_all());
}

TEST(OptionsDeclaration, MistakesAreTold) {
    double x = 5;
    int n = 1;
    std::string word = "red";
    Options options;
    options.number(x, {.name = "width", .prose = "Width.", .letter = 'w'});
    auto const mistake = [&](auto&& declare_it) { return failure_of<std::logic_error>(declare_it); };

    EXPECT_TRUE(
        has(mistake([&] { options.number(x, {.name = "width", .prose = "Again."}); }), "another option"));
    EXPECT_TRUE(has(mistake([&] { options.number(x, {.name = "wide", .prose = "W.", .letter = 'w'}); }),
                    "another option"));
    EXPECT_TRUE(has(mistake([&] { options.number(x, {.name = "depth"}); }), "no prose"));
    EXPECT_TRUE(has(mistake([&] { options.number(x, {.name = "Depth", .prose = "D."}); }), "its name"));
    EXPECT_TRUE(has(mistake([&] { options.number(x, {.name = "depth", .range = below(1), .prose = "D."}); }),
                    "its default, 5 is out of range"));
    EXPECT_TRUE(
        has(mistake([&] { options.integer(n, {.name = "count", .range = at_least(2), .prose = "C."}); }),
            "its default, 1 is out of range"));
    EXPECT_TRUE(has(mistake([&] { options.choice(word, {.name = "colour", .prose = "C."}); }), "words"));
    EXPECT_TRUE(
        has(mistake([&] { options.choice(word, {.name = "colour", .prose = "C.", .words = {{"blue"}}}); }),
            "'red' is not one of its words"));
}

}  // namespace
}  // namespace vespa::shell
