#include "codes/description.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

TEST(Descriptions, AreRead) {
    auto const description = sample();
    EXPECT_EQ(description.name, "raytrace");
    EXPECT_EQ(description.program, "vespa-raytrace");
    EXPECT_EQ(description.version, "0.1.0");
    ASSERT_EQ(description.parameters.size(), 9u);  // with config and ranks
    auto const* tolerance = description.find("tolerance");
    ASSERT_TRUE(tolerance);
    EXPECT_EQ(tolerance->option, "--tolerance");
    EXPECT_EQ(tolerance->datatype, Datatype::real);
    EXPECT_EQ(tolerance->min, "1e-13");
    EXPECT_EQ(tolerance->default_value, "1e-8");
    EXPECT_EQ(tolerance->group, "Integration");
    EXPECT_EQ(description.find("mode")->options, (std::vector<std::string>{"o", "x"}));
    EXPECT_TRUE(description.find("frequencies")->required);
    EXPECT_TRUE(description.find("model")->multiple);
    ASSERT_TRUE(description.main_result());
    EXPECT_EQ(description.main_result()->file, "rays.h5");
    EXPECT_EQ(description.launch.fixed_arguments,
              (std::vector<std::string>{"--output", "rays.h5", "--quiet"}));
    EXPECT_EQ(description.launch.ranks_default, 2);
    EXPECT_EQ(description.launch.stop_signal, SIGUSR1);
}

TEST(Descriptions, NamesMatchInAnyCase) {
    auto const description = sample();
    EXPECT_EQ(description.find("TOLERANCE"), description.find("tolerance"));
    EXPECT_FALSE(description.find("toleranc"));
    EXPECT_FALSE(description.find(""));
}

TEST(Descriptions, TheWrapperAddsItsOwnParameters) {
    auto const description = sample();
    auto const* ranks = description.find("ranks");
    ASSERT_TRUE(ranks);
    EXPECT_EQ(ranks->use, Parameter::Use::ranks);
    EXPECT_EQ(ranks->default_value, "2");
    EXPECT_EQ(ranks->max, "");
    auto const* config = description.find("config");
    ASSERT_TRUE(config);
    EXPECT_EQ(config->datatype, Datatype::file);
    EXPECT_EQ(config->option, "--config");
}

TEST(Descriptions, ACodeWithoutMpiHasNoRanks) {
    auto document = sample_description();
    document["launch"]["mpi"] = false;
    document["launch"]["config_parameter"] = "";
    auto const description = DescriptionFolder().read(document);
    EXPECT_FALSE(description.find("ranks"));
    EXPECT_FALSE(description.find("config"));
}

TEST(Descriptions, ADeclaredConfigurationFileIsTaken) {
    auto document = sample_description();
    auto config = document["parameters"][6];
    config["name"] = "config";
    config["option"] = "--config";
    document["parameters"].push_back(config);
    EXPECT_EQ(DescriptionFolder().read(document).parameters.size(), 9u);
}

struct Fault {
    std::function<void(json&)> spoil;
    char const* message;
};

TEST(Descriptions, FaultsAreNamed) {
    auto const first = [](auto set) { return [set](json& document) { set(document["parameters"][0]); }; };
    auto const result = [](auto set) { return [set](json& document) { set(document["results"][0]); }; };
    auto const launch = [](auto set) { return [set](json& document) { set(document["launch"]); }; };
    std::vector<Fault> const faults = {
        {[](json& d) { d["format"] = "vespa-job-description/2"; },
         ": /format: \"vespa-job-description/1\" is expected"},
        {[](json& d) { d.erase("name"); }, "the member \"name\" is missing"},
        {[](json& d) { d["name"] = "Ray"; }, "/name: \"Ray\" is no name for a code"},
        {[](json& d) { d["name"] = "../x"; }, "/name: "},
        {[](json& d) { d["program"] = "../vespa"; }, "/launch: the program must be"},
        {[](json& d) { d["shell"] = "rm"; }, "/shell: this member is not known"},
        {[](json& d) { d["parameters"] = json::object(); }, "/parameters: an array is expected, not object"},
        {first([](json& p) { p.erase("datatype"); }), "/parameters/0: the member \"datatype\" is missing"},
        {[](json& d) { d.erase("annotation"); }, "the member \"annotation\" is missing"},
        {[](json& d) { d["annotation"] = ""; }, "/annotation: a sentence"},
        {first([](json& p) { p["datatype"] = "double"; }),
         "/parameters/0/datatype: \"double\" is not one of xs:double"},
        {first([](json& p) { p["required"] = "true"; }),
         "/parameters/0/required: true or false is expected, not string"},
        {first([](json& p) { p["default"] = 1e-8; }),
         "/parameters/0/default: a text is expected, not number"},
        {first([](json& p) { p["default"] = "1"; }),
         "tolerance: default: parameter tolerance: \"1\" is out of range"},
        {first([](json& p) { p["min"] = "small"; }), "tolerance: min: "},
        {first([](json& p) { p["min"] = "1"; }), "tolerance: min: "},
        {first([](json& p) { p["name"] = "tol erance"; }), "is no name for a parameter"},
        {first([](json& p) { p["name"] = "phase"; }), "is a name that UWS uses itself"},
        {first([](json& p) { p["name"] = "MODE"; }), "mode: stands twice"},
        {first([](json& p) { p["name"] = "ranks"; }), "ranks: stands twice"},
        {first([](json& p) { p["option"] = "-t"; }), "\"-t\" is no option"},
        {first([](json& p) { p["option"] = "--t=1;x"; }), "is no option"},
        {[](json& d) { d["parameters"][2]["min"] = "1"; }, "mode: only numbers have a minimum"},
        {result([](json& r) { r["file"] = "../rays.h5"; }),
         "is no relative path inside the working directory"},
        {result([](json& r) { r["file"] = "/etc/passwd"; }),
         "is no relative path inside the working directory"},
        {result([](json& r) { r["file"] = ""; }), "is no relative path"},
        {result([](json& r) { r["name"] = "a/b"; }), "is no name for a result"},
        {result([](json& r) { r["content_type"] = "text/html\r\nX: y"; }), "is no media type"},
        {[](json& d) { d["results"].push_back(d["results"][0]); }, "its file is another result's too"},
        {launch([](json& l) { l["ranks_default"] = 0; }), "/launch/ranks_default: an integer from 1"},
        {launch([](json& l) { l["ranks_max"] = 1; }), "ranks_default is above ranks_max"},
        {launch([](json& l) { l["argv"] = json::array(); }), "argv is empty"},
        {launch([](json& l) { l["argv"] = {"{programme}"}; }), "{programme} is no placeholder"},
        {launch([](json& l) { l["fixed_arguments"] = {":"}; }), "just a colon"},
        {launch([](json& l) { l["progress_argument"] = "progress"; }),
         "progress_argument must look like --name"},
        {launch([](json& l) { l["inputs_argument"] = "inputs"; }), "inputs_argument must look like --name"},
        {launch([](json& l) { l["config_parameter"] = "mode"; }), "config_parameter names no file"},
    };
    DescriptionFolder const folder;
    for (auto const& fault : faults) {
        auto document = sample_description();
        fault.spoil(document);
        auto const error = folder.error_of(document);
        EXPECT_TRUE(error.starts_with(folder.file().string())) << error;
        EXPECT_NE(error.find(fault.message), std::string::npos)
            << fault.message << " is not what is said: " << error;
    }
}

TEST(Descriptions, CutShortAnywhereIsRefused) {
    DescriptionFolder const folder;
    auto const text = sample_description().dump();
    for (std::size_t length = 0; length < text.size(); length += 7)
        ASSERT_NE(folder.error_of(text.substr(0, length)), "") << length;
}

TEST(Descriptions, WhatStandsTwiceIsRefused) {
    auto text = sample_description().dump();
    auto const at = text.find("\"required\":false");
    EXPECT_NE(
        DescriptionFolder().error_of(text.insert(at, "\"required\":true,")).find("\"required\" stands twice"),
        std::string::npos);
}

TEST(Descriptions, OfAFolderAreReadByName) {
    DescriptionFolder const folder;
    auto document = sample_description();
    folder.read(document, json{{"format", "vespa-launch/1"}});
    document["name"] = "lbl";
    std::ofstream(folder.path() / "z.json") << document;
    std::ofstream(folder.path() / "README.md") << "not a description";
    auto const all = read_descriptions(folder.path());
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].name, "lbl");
    EXPECT_EQ(all[1].name, "raytrace");
    document["name"] = "raytrace";
    std::ofstream(folder.path() / "z.json") << document;
    EXPECT_THROW(read_descriptions(folder.path()), BadDescription);
    EXPECT_THROW(read_descriptions(folder.path() / "missing"), BadDescription);
    EXPECT_THROW(read_description(folder.path() / "missing.json"), BadDescription);
}

}  // namespace
}  // namespace vespa::uws
