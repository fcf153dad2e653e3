#include "shell/command_line.hpp"

#include <gtest/gtest.h>

#include "drivers/shell/sample.hpp"

namespace vespa::shell {
namespace {

using testing::failure_of;
using testing::has;
using testing::Mode;
using testing::Sample;

struct CommandLineTest : ::testing::Test {
    CommandLineTest() { declare(options, sample); }
    Given split(std::vector<std::string> const& arguments) {
        std::vector<char const*> argv = {"vespa-sample"};
        for (auto const& argument : arguments)
            argv.push_back(argument.c_str());
        return split_command_line(options, static_cast<int>(argv.size()), argv.data());
    }
    void take(std::vector<std::string> const& arguments) { take_command_line(options, split(arguments)); }
    std::string refusal(std::vector<std::string> const& arguments) {
        return failure_of<UsageError>([&] { take(arguments); });
    }
    Sample sample;
    Options options;
};

TEST_F(CommandLineTest, ValuesFollowEqualsSignsOrBlanks) {
    take({"--tolerance=1e-4", "--rays", "7", "--mode=O", "-o", "x.h5", "--through-body"});
    EXPECT_EQ(sample.tolerance, 1e-4);
    EXPECT_EQ(sample.rays, 7u);
    EXPECT_EQ(sample.mode, Mode::ordinary);
    EXPECT_EQ(sample.common.output, "x.h5");
    EXPECT_TRUE(sample.through_body);
}

TEST_F(CommandLineTest, FlagsCanBeUnset) {
    sample.through_body = true;
    take({"--through-body=false"});
    EXPECT_FALSE(sample.through_body);
    EXPECT_TRUE(
        has(refusal({"--through-body=perhaps"}), "--through-body: 'perhaps' is neither true nor false"));
    EXPECT_TRUE(has(refusal({"--through-body="}), "--through-body: its value is empty"));
}

TEST_F(CommandLineTest, AnyTextIsJustAValue) {
    for (std::string const text : {"--rays=3", "-x", "$(reboot)", "a;b|c > d", "[a,b]", "{x}", "'", "\"",
                                   "%s", " ", "ünïcode", "line\nbreak", "=", "--", "a=b"}) {
        take({"--title=" + text});
        EXPECT_EQ(sample.title, text);
        take({"--title", text});
        EXPECT_EQ(sample.title, text);
    }
    EXPECT_EQ(sample.rays, 100u);
}

TEST_F(CommandLineTest, AnEmptyValueEatsNothing) {
    sample.title = "before";
    take({"--title=", "--rays=7"});
    EXPECT_EQ(sample.title, "");
    EXPECT_EQ(sample.rays, 7u);
    EXPECT_TRUE(has(refusal({"--tolerance=", "--rays=9"}), "--tolerance: '' is not a number"));
}

TEST_F(CommandLineTest, NegativeNumbersAreNoOptions) {
    take({"--seed", "-5", "--axis", "-1,-2,-3"});
    EXPECT_EQ(sample.seed, -5);
    EXPECT_EQ(sample.axis, (std::array<double, 3>{-1, -2, -3}));
}

TEST_F(CommandLineTest, ListsGrow) {
    take({"--frequencies=1,2", "--frequencies", "3", "--plasma=torus:n=1,h=2;halo", "--plasma=[x,y]"});
    EXPECT_EQ(sample.frequencies, (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(sample.plasma, (std::vector<std::string>{"torus:n=1,h=2", "halo", "[x,y]"}));
    take({"--axis=1", "--axis=2", "--axis=3"});
    EXPECT_EQ(sample.axis, (std::array<double, 3>{1, 2, 3}));
    EXPECT_TRUE(has(refusal({"--axis=1,2,3", "--axis=4"}), "--axis: a list of 4; allowed: 3 numbers"));
}

TEST_F(CommandLineTest, OtherOptionsAreGivenOnce) {
    EXPECT_EQ(refusal({"--rays=1", "--rays=2"}), "--rays: is given 2 times; allowed: once");
    EXPECT_TRUE(has(refusal({"--quiet", "--quiet"}), "--quiet: is given 2 times"));
}

TEST_F(CommandLineTest, UnknownOptionsAreToldWithTheNearest) {
    EXPECT_EQ(refusal({"--tolerence=1e-9"}), "--tolerence: unknown option; did you mean --tolerance?");
    EXPECT_EQ(refusal({"--maximum_path", "3"}),
              "--maximum_path: unknown option; did you mean --maximum-path?");
    EXPECT_EQ(refusal({"--zzzzz"}), "--zzzzz: unknown option; allowed: the options that --help lists");
    EXPECT_TRUE(has(refusal({"-q"}), "-q: unknown option"));
    EXPECT_TRUE(has(refusal({"--tol=1e-9"}), "--tol: unknown option"));
}

TEST_F(CommandLineTest, StrayArgumentsAreTold) {
    EXPECT_TRUE(has(refusal({"run.toml"}), "'run.toml': belongs to no option"));
    EXPECT_TRUE(has(refusal({"--through-body", "true"}), "'true': belongs to no option"));
    EXPECT_TRUE(has(refusal({"--", "--rays=2"}), "belongs to no option"));
    EXPECT_TRUE(has(refusal({""}), "'': belongs to no option"));
}

TEST_F(CommandLineTest, AMissingValueIsTold) {
    EXPECT_TRUE(has(refusal({"--tolerance"}), "--tolerance"));
    EXPECT_TRUE(has(refusal({"-o"}), "--output"));
}

TEST_F(CommandLineTest, BadValuesAreToldWithOptionAndRange) {
    EXPECT_EQ(refusal({"--tolerance=abc"}),
              "--tolerance: 'abc' is not a number; allowed: a number, 1e-13 to 0.001");
    EXPECT_EQ(refusal({"--tolerance=nan"}),
              "--tolerance: 'nan' is not finite; allowed: a number, 1e-13 to 0.001");
    EXPECT_EQ(refusal({"--rays=1.5"}), "--rays: 1.5 is not a whole number; allowed: an integer, 1 to 1000");
    EXPECT_EQ(refusal({"--mode=Z"}), "--mode: 'Z' is not one of its words; allowed: one of O, X");
    EXPECT_EQ(refusal({"--frequencies=1,,2"}),
              "--frequencies: '' is not a number; allowed: a list of numbers in MHz, above 0");
}

TEST_F(CommandLineTest, GivenTextsAreFound) {
    auto const given = split({"--rays=7", "--help"});
    EXPECT_EQ(*text_given(given, "rays"), "7");
    EXPECT_EQ(*text_given(given, "help"), "true");
    EXPECT_EQ(text_given(given, "tolerance"), nullptr);
}

}  // namespace
}  // namespace vespa::shell
