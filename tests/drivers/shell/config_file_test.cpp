#include "shell/config_file.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <random>

#include "drivers/shell/sample.hpp"
#include "shell/command_line.hpp"

namespace vespa::shell {
namespace {

using testing::failure_of;
using testing::has;
using testing::Mode;
using testing::Sample;

struct ConfigFileTest : ::testing::Test {
    ConfigFileTest() { declare(options, sample); }
    void read(std::string const& text) { read_config(options, text, "runs/a.toml"); }
    std::string refusal(std::string const& text) {
        return failure_of<UsageError>([&] { read(text); });
    }
    Sample sample;
    Options options;
};

TEST_F(ConfigFileTest, EachKindIsRead) {
    read(R"(# a comment
rays = 1_000
seed = -3
mode = "O"                  # a word
frequencies = [1, 2.5,
               3e1]         # over two lines
body = 'saturn'
plasma = [
  "torus:n=1,h=2",
  'halo',
]
axis = [0, 1, 0]
source-file = "rays.csv"
through-body = true
tolerance = 1e-9
maximum-path = 5
title = "a \"title\" \u00e9"
output = "x.h5"
quiet = true
)");
    EXPECT_EQ(sample.rays, 1000u);
    EXPECT_EQ(sample.seed, -3);
    EXPECT_EQ(sample.mode, Mode::ordinary);
    EXPECT_EQ(sample.frequencies, (std::vector<double>{1, 2.5, 30}));
    EXPECT_EQ(sample.body, "saturn");
    EXPECT_EQ(sample.plasma, (std::vector<std::string>{"torus:n=1,h=2", "halo"}));
    EXPECT_EQ(sample.axis, (std::array<double, 3>{0, 1, 0}));
    EXPECT_TRUE(sample.through_body);
    EXPECT_EQ(sample.tolerance, 1e-9);
    EXPECT_EQ(sample.maximum_path, 5);
    EXPECT_EQ(sample.title, "a \"title\" é");
    EXPECT_EQ(sample.common.output, "x.h5");
    EXPECT_TRUE(sample.common.quiet);
    EXPECT_FALSE(options.given("corner"));
}

TEST_F(ConfigFileTest, ASingleValueIsAListOfOne) {
    read("frequencies = 4\nplasma = 'halo'\n");
    EXPECT_EQ(sample.frequencies, std::vector<double>{4});
    EXPECT_EQ(sample.plasma, std::vector<std::string>{"halo"});
}

TEST_F(ConfigFileTest, InputFilesAreSoughtBesideTheFile) {
    read("source-file = 'rays.csv'");
    EXPECT_EQ(sample.source_file, "runs/rays.csv");
    read("source-file = '../rays.csv'");
    EXPECT_EQ(sample.source_file, "rays.csv");
    read("source-file = '/data/rays.csv'");
    EXPECT_EQ(sample.source_file, "/data/rays.csv");
}

TEST_F(ConfigFileTest, TheCommandLineWins) {
    read("tolerance = 1e-9\nrays = 5\nfrequencies = [1, 2]\n");
    take_command_line(options, {{"tolerance", {"1e-6"}}, {"frequencies", {"7"}}});
    EXPECT_EQ(sample.tolerance, 1e-6);
    EXPECT_EQ(sample.rays, 5u);
    EXPECT_EQ(sample.frequencies, std::vector<double>{7});
    EXPECT_EQ(options.find("tolerance")->origin, Origin::command_line);
    EXPECT_EQ(options.find("rays")->origin, Origin::config_file);
}

TEST_F(ConfigFileTest, UnknownKeysAreToldWithPlaceAndTheNearest) {
    EXPECT_EQ(refusal("rays = 5\n  tolerence = 1\n"),
              "runs/a.toml:2:3: unknown key 'tolerence'; did you mean 'tolerance'?");
    EXPECT_EQ(refusal("zzzzz = 1"),
              "runs/a.toml:1:1: unknown key 'zzzzz'; allowed: the options that --help lists");
    EXPECT_TRUE(has(refusal("maximum_path = 1"), "did you mean 'maximum-path'?"));
}

TEST_F(ConfigFileTest, BadValuesAreToldWithPlaceOptionAndRange) {
    EXPECT_EQ(refusal("\ntolerance = 2.0"),
              "runs/a.toml:2:1: tolerance: 2 is out of range; allowed: a number, 1e-13 to 0.001");
    EXPECT_EQ(refusal("tolerance = 'small'"),
              "runs/a.toml:1:1: tolerance: a text stands where a number is needed; allowed: a number, 1e-13 "
              "to 0.001");
    EXPECT_TRUE(has(refusal("tolerance = nan"), "not finite"));
    EXPECT_TRUE(has(refusal("rays = 1.5"), "1.5 is not a whole number"));
    EXPECT_TRUE(has(refusal("rays = true"), "true or false stands where an integer is needed"));
    EXPECT_TRUE(has(refusal("through-body = 'true'"), "a text stands where true or false is needed"));
    EXPECT_TRUE(has(refusal("through-body = 1"), "an integer stands where true or false is needed"));
    EXPECT_TRUE(has(refusal("title = 3"), "an integer stands where a text in quotes is needed"));
    EXPECT_TRUE(has(refusal("title = 2024-01-01"), "a date stands where a text in quotes is needed"));
    EXPECT_TRUE(has(refusal("tolerance = 10:00:00"), "a time stands where a number is needed"));
    EXPECT_TRUE(has(refusal("tolerance = [1e-8]"), "an array stands where a number is needed"));
    EXPECT_TRUE(has(refusal("frequencies = [1, 'x']"), "a text stands where a number is needed"));
    EXPECT_TRUE(has(refusal("plasma = [1]"), "an integer stands where a text in quotes is needed"));
    EXPECT_TRUE(has(refusal("plasma = []"), "a list of 0; allowed: a list of 1 or more texts"));
    EXPECT_TRUE(has(refusal("axis = [1, 2]"), "a list of 2; allowed: 3 numbers in km"));
    EXPECT_TRUE(has(refusal("mode = 'Z'"), "'Z' is not one of its words; allowed: one of O, X"));
}

TEST_F(ConfigFileTest, SectionsAreRefused) {
    EXPECT_TRUE(has(refusal("rays = 5\n[medium]\nbody = 'none'\n"), "runs/a.toml:2:2: a section 'medium'"));
    EXPECT_TRUE(has(refusal("medium.body = 'none'"), "a section 'medium'"));
    EXPECT_TRUE(has(refusal("[[rays]]\nx = 1\n"), "a section 'rays'"));
    EXPECT_TRUE(has(refusal("tolerance = {a = 1}"), "a section 'tolerance'"));
}

TEST_F(ConfigFileTest, WhatIsNoTomlIsToldWithPlace) {
    for (auto const* text : {"rays = ", "rays 5", "rays = 5 6", "title = \"open", "frequencies = [1, 2",
                             "= 5", "rays = 5\nrays = 6", "tolerance = 1e", "title = unquoted", "\xff = 1"})
        EXPECT_TRUE(has(refusal(text), "runs/a.toml:")) << text;
    EXPECT_TRUE(has(refusal("rays = 5\n\nseed = \n"), "runs/a.toml:3:"));
    EXPECT_TRUE(has(refusal(std::string("rays = 5\0", 9)), "runs/a.toml:"));
}

TEST_F(ConfigFileTest, SomeOptionsAreForTheCommandLine) {
    for (std::string const name : {"config", "help", "version", "describe", "dump-config", "check"})
        EXPECT_EQ(refusal(name + " = true"), "runs/a.toml:1:1: '" + name + "' is for the command line only");
}

TEST_F(ConfigFileTest, AnEmptyFileIsFine) {
    EXPECT_NO_THROW(read(""));
    EXPECT_NO_THROW(read("# nothing\n\n"));
}

TEST_F(ConfigFileTest, ADumpRepeatsEveryBit) {
    std::mt19937_64 bits(11);
    for (int round = 0; round < 200; ++round) {
        std::vector<double> frequencies;
        while (frequencies.size() < 20)
            if (auto const x = std::bit_cast<double>(bits() >> 1); std::isfinite(x) && x > 0)
                frequencies.push_back(x);
        options.assign("frequencies", frequencies, Origin::command_line, "");
        options.assign("tolerance", 1e-13 + 1e-4 * static_cast<double>(bits() >> 11) * 0x1p-53,
                       Origin::command_line, "");
        Sample again;
        Options others;
        declare(others, again);
        read_config(others, dump_config(options, "x"), "b.toml");
        ASSERT_EQ(std::bit_cast<std::uint64_t>(again.tolerance),
                  std::bit_cast<std::uint64_t>(sample.tolerance));
        ASSERT_EQ(again.frequencies, frequencies);
    }
}

TEST_F(ConfigFileTest, ADumpReadAndDumpedIsTheSame) {
    read(
        "rays = 7\nmode = 'O'\nmaximum-path = 3\ncorner = [1, 2, -0.0]\nplasma = ['a;b', 'c\"\\', '']\n"
        "source-file = 'x.csv'\nthrough-body = true\ntitle = 'é #1'\n");
    auto const dump = dump_config(options, "vespa-sample 0.1.0: an example");
    Sample again;
    Options others;
    declare(others, again);
    read_config(others, dump, "elsewhere/b.toml");
    EXPECT_EQ(dump_config(others, "vespa-sample 0.1.0: an example"), dump);
    EXPECT_EQ(again.plasma, (std::vector<std::string>{"a;b", "c\"\\", ""}));
    EXPECT_TRUE(std::signbit((*again.corner)[2]));
    EXPECT_TRUE(again.source_file.is_absolute());
    EXPECT_TRUE(has(again.source_file.string(), "/runs/x.csv"));
    EXPECT_TRUE(again.through_body);
}

TEST_F(ConfigFileTest, ADumpTellsUnitsRangesAndProse) {
    auto const dump = dump_config(options, "vespa-sample 0.1.0: an example");
    EXPECT_EQ(dump.find("# vespa-sample 0.1.0: an example\n"), 0u);
    EXPECT_TRUE(has(dump, "# ---- Waves ----\n"));
    EXPECT_TRUE(has(dump, "# Longest path.\n# A number in km, above 0.\n# maximum-path =\n"));
    EXPECT_TRUE(has(dump, "# Wave mode.\n# One of O, X.\nmode = \"X\"\n"));
    EXPECT_TRUE(has(dump, "\ntolerance = 1e-8\n"));
    EXPECT_FALSE(has(dump, "help"));
}

TEST_F(ConfigFileTest, TheRecordHoldsWhatDeterminesTheContent) {
    read("source-file = '/some/folder/rays.csv'\noutput = 'x.h5'\nquiet = true\nseed = 4\n");
    EXPECT_EQ(content_record(options), R"(rays = 100
seed = 4
mode = "X"
frequencies = []
body = "jupiter"
plasma = ["torus"]
axis = [0.0, 0.0, 1.0]
# corner =
source-file = "rays.csv"
through-body = false
tolerance = 1e-8
# maximum-path =
# title =
)");
    Sample again;
    Options others;
    declare(others, again);
    EXPECT_NO_THROW(read_config(others, content_record(options), "rays.toml"));
    EXPECT_EQ(again.seed, 4);
}

}  // namespace
}  // namespace vespa::shell
