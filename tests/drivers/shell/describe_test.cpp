#include "shell/describe.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "drivers/shell/sample.hpp"
#include "shell/command_line.hpp"

namespace vespa::shell {
namespace {

using nlohmann::json;
using testing::about_sample;
using testing::has;
using testing::Sample;

std::set<std::string> keys(json const& object) {
    std::set<std::string> names;
    for (auto const& [name, value] : object.items())
        names.insert(name);
    return names;
}

struct DescribeTest : ::testing::Test {
    DescribeTest() {
        declare(options, sample);
        description = json::parse(describe(about_sample(), options));
    }
    json const& parameter(std::string const& name) {
        for (auto const& item : description["parameters"])
            if (item["name"] == name) return item;
        throw std::out_of_range("no parameter " + name);
    }
    Sample sample;
    Options options;
    json description;
};

TEST_F(DescribeTest, KeysAreThoseOfTheFormat) {
    using Names = std::set<std::string>;
    EXPECT_EQ(keys(description), (Names{"format", "name", "program", "version", "annotation", "doculink",
                                        "parameters", "results", "launch"}));
    for (auto const& item : description["parameters"]) {
        EXPECT_EQ(keys(item), (Names{"name", "option", "datatype", "unit", "ucd", "default", "min", "max",
                                     "options", "required", "multiple", "group", "annotation"}));
        for (auto const* text :
             {"name", "option", "datatype", "unit", "ucd", "default", "min", "max", "group"})
            EXPECT_TRUE(item[text].is_string()) << item;
        EXPECT_TRUE(item["options"].is_array() && item["required"].is_boolean() &&
                    item["multiple"].is_boolean());
        EXPECT_EQ(item["option"], "--" + item["name"].get<std::string>());
        EXPECT_FALSE(item["annotation"].get<std::string>().empty());
        EXPECT_EQ(
            (Names{"xs:double", "xs:integer", "xs:string", "xs:boolean", "file"}.count(item["datatype"])),
            1u);
    }
    for (auto const& item : description["results"])
        EXPECT_EQ(keys(item), (Names{"name", "file", "content_type", "annotation", "main"}));
    EXPECT_EQ(description["format"], "vespa-job-description/1");
    EXPECT_EQ(description["program"], "vespa-sample");
}

TEST_F(DescribeTest, ParametersTellTheirDeclaration) {
    EXPECT_EQ(parameter("tolerance"), json({{"name", "tolerance"},
                                            {"option", "--tolerance"},
                                            {"datatype", "xs:double"},
                                            {"unit", ""},
                                            {"ucd", ""},
                                            {"default", "1e-8"},
                                            {"min", "1e-13"},
                                            {"max", "0.001"},
                                            {"options", json::array()},
                                            {"required", false},
                                            {"multiple", false},
                                            {"group", "Integration"},
                                            {"annotation", "Relative error of a step."}}));
    EXPECT_EQ(parameter("mode")["options"], json({"O", "X"}));
    EXPECT_EQ(parameter("mode")["annotation"], "Wave mode. O: ordinary. X: extraordinary.");
    EXPECT_EQ(parameter("rays")["datatype"], "xs:integer");
    EXPECT_EQ(parameter("seed")["min"], "");
    EXPECT_EQ(parameter("seed")["default"], "");
    EXPECT_EQ(parameter("through-body")["datatype"], "xs:boolean");
    EXPECT_EQ(parameter("through-body")["default"], "false");
    EXPECT_EQ(parameter("source-file")["datatype"], "file");
    EXPECT_EQ(parameter("maximum-path")["annotation"], "Longest path. Allowed: above 0.");
}

TEST_F(DescribeTest, ListsAreTextsWithTheirBoundsInProse) {
    auto const& frequencies = parameter("frequencies");
    EXPECT_EQ(frequencies["datatype"], "xs:string");
    EXPECT_EQ(frequencies["min"], "");
    EXPECT_EQ(frequencies["multiple"], true);
    EXPECT_EQ(frequencies["ucd"], "em.freq");
    EXPECT_EQ(frequencies["annotation"], "Frequencies. A list of numbers in MHz, above 0, parted by commas.");
    EXPECT_EQ(parameter("axis")["annotation"], "Axis. 3 numbers in km, -10 to 10, parted by commas.");
    EXPECT_TRUE(has(parameter("plasma")["annotation"], "parted by semicolons."));
}

TEST_F(DescribeTest, OnlyTheSubmittersOptionsAreParameters) {
    for (auto const* name : {"output", "overwrite", "quiet", "progress-file", "check", "describe",
                             "dump-config", "help", "version"})
        EXPECT_THROW(parameter(name), std::out_of_range) << name;
    EXPECT_EQ(parameter("config")["datatype"], "file");
}

TEST_F(DescribeTest, TheLaunchBlockIsComplete) {
    EXPECT_EQ(description["launch"], json({{"mpi", true},
                                           {"ranks_default", 2},
                                           {"ranks_max", 0},
                                           {"argv", {"{program}"}},
                                           {"fixed_arguments", {"--output", "rays.h5", "--quiet"}},
                                           {"progress_argument", "--progress-file"},
                                           {"inputs_argument", "--inputs-within"},
                                           {"config_parameter", "config"}}));
}

TEST_F(DescribeTest, DefaultsAreValuesThatTheCommandLineTakes) {
    Given given;
    for (auto const& item : description["parameters"])
        if (item["default"] != "") given.push_back({item["name"], {item["default"]}});
    EXPECT_GE(given.size(), 6u);
    EXPECT_NO_THROW(take_command_line(options, given));
}

TEST_F(DescribeTest, AProgramHasOneMainResult) {
    auto about = about_sample();
    about.results[1].main = true;
    Sample other;
    Options others;
    EXPECT_THROW(declare_common(others, other.common, about), std::logic_error);
    about.results.clear();
    EXPECT_THROW(declare_common(others, other.common, about), std::logic_error);
}

}  // namespace
}  // namespace vespa::shell
