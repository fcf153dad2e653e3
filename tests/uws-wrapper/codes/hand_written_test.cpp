// Descriptions written by hand: what may be left out, what else may stand there, and what is wrong.
#include <gtest/gtest.h>

#include <functional>

#include "codes/values.hpp"
#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

json minimal() {
    return {{"format", "vespa-job-description/1"},
            {"name", "mine"},
            {"program", "mine"},
            {"annotation", "My code."},
            {"parameters",
             {{{"name", "n"}, {"datatype", "xs:integer"}},
              {{"name", "t"}, {"datatype", "xs:string"}},
              {{"name", "f"}, {"datatype", "file"}, {"accept", {".txt", "image/fits"}}, {"max_bytes", 10}}}},
            {"results", json::array()},
            {"launch", {{"argv", {"{program}", "{n}", "{t}", "{f}"}}}}};
}

TEST(HandWritten, NeedsLittle) {
    auto const code = DescriptionFolder().read(minimal());
    EXPECT_TRUE(code.launch.runnable);
    EXPECT_EQ(code.parameters.size(), 3u);
    EXPECT_EQ(code.find("n")->use, Parameter::Use::named);
    EXPECT_EQ(code.main_result(), nullptr);
}

TEST(HandWritten, WithoutLaunchBlockIsADraft) {
    auto document = minimal();
    document.erase("launch");
    document.erase("program");
    EXPECT_FALSE(DescriptionFolder().read(document).launch.runnable);
    json const over = {
        {"format", "vespa-launch/1"}, {"argv", {"/bin/echo", "{n}{t}{f}"}}, {"wall_time_s", 5}};
    auto const code = DescriptionFolder().read(document, over);
    EXPECT_TRUE(code.launch.runnable);
    EXPECT_EQ(code.launch.wall_time_s, 5);
    json const about = {{"format", "vespa-launch/1"}, {"citation", {"doi:10.1/x"}}, {"licence", "MIT"}};
    EXPECT_FALSE(DescriptionFolder().read(document, about).launch.runnable)
        << "says nothing of how to run it";
    EXPECT_EQ(DescriptionFolder().read(document, about).licence, "MIT");
}

TEST(HandWritten, TheExampleIsGood) {
    auto const code = read_description(VESPA_SOURCE_DIR "/uws-wrapper/examples/chapman.json");
    EXPECT_TRUE(code.launch.runnable);
    EXPECT_EQ(code.presets.size(), 2u);
    EXPECT_EQ(code.citation.size(), 1u);
    EXPECT_EQ(code.launch.limits.memory_bytes, 2000000000u);
    EXPECT_EQ(preset_named(code, "MARS").values.size(), 3u);
    EXPECT_THROW(preset_named(code, "pluto"), BadValue);
}

TEST(HandWritten, FaultsAreNamed) {
    struct Fault {
        std::function<void(json&)> spoil;
        char const* message;
    };
    auto const launch = [](json const& more) { return [more](json& d) { d["launch"].update(more); }; };
    auto const input = [](json const& more) {
        return [more](json& d) {
            json file = {{"file", "a.nml"}, {"format", "namelist"}, {"lines", {"n = {n}"}}};
            file.update(more);
            d["launch"]["inputs"] = json::array({file});
        };
    };
    auto const preset = [](json const& values) {
        return [values](json& d) { d["presets"] = json::array({{{"name", "p"}, {"values", values}}}); };
    };
    std::vector<Fault> const faults = {
        {[](json& d) {
             d["launch"]["argv"] = {"{program}", "{n}", "{t}"};
         },
         "the parameter f goes nowhere"},
        {[](json& d) {
             d["launch"]["argv"] = {"{t}", "{n}{f}"};
         },
         "the program to be run cannot be"},
        {launch({{"argv", {"{program}", "{m}"}}}), "{m} is no placeholder"},
        {launch({{"argv", {"{program}", "{n:5}{t}{f}"}}}), "columns are for lines"},
        {launch({{"shell", "x"}}), "/launch/shell: this member is not known"},
        {launch({{"progress_line", "step"}}), "/launch/progress_line: it must hold"},
        {launch({{"environment", {{"LD_PRELOAD", "{t}"}}}}), "LD_PRELOAD cannot be a parameter's value"},
        {launch({{"environment", {{"PATH", "{t}"}}}}), "PATH cannot be"},
        {launch({{"environment", {{"BASH_FUNC_x%%", "{t}"}}}}), "cannot be a parameter's value"},
        {launch({{"environment", {{"A", "{u}"}}}}), "{u} is no placeholder"},
        {launch({{"script", "none.sh"}}), "there is no file"},
        {launch({{"after", {{{"argv", {"/bin/echo", "{n}"}}}}}}), "{n} is no placeholder here"},
        {input({{"file", "../a"}}), "is no plain file name"},
        {input({{"file", "f_x"}}), "could be the name of an upload of f"},
        {input({{"place", "out"}}), "\"in\" or \"work\" is expected"},
        {input({{"format", "xml"}}), "\"text\", \"namelist\" or \"json\" is expected"},
        {input({{"lines", {"n = {m}"}}}), "{m} is no placeholder"},
        {input({{"lines", {"n = {n:8}"}}}), "columns are for format \"text\" only"},
        {input({{"lines", {"t = '{t}'"}}}), "take the quotes away"},
        {input({{"lines", {"a\nb"}}}), "a line holds a line break"},
        {preset({{"n", "x"}}), "/presets: p: parameter n"},
        {preset({{"f", "x"}}), "a preset cannot bring the file f"},
        {preset({{"m", "1"}}), "has none of that name"},
        {preset(json::object()), "has no values"},
        {[](json& d) { d["parameters"][0]["max_length"] = 3; }, "only strings have a max_length"},
        {[](json& d) { d["parameters"][0]["accept"] = {".txt"}; }, "only files have accept"},
        {[](json& d) { d["parameters"][2]["accept"] = {"txt"}; }, "neither an ending like .txt nor"},
        {[](json& d) { d["parameters"][2]["max_bytes"] = 0; }, "/parameters/2/max_bytes: an integer from 1"},
        {[](json& d) {
             d["parameters"].push_back(
                 {{"name", "python"}, {"option", "--python"}, {"datatype", "xs:string"}});
         },
         "is a placeholder's name"},
        {[](json& d) { d.erase("program"); }, "no program is named"},
        {[](json& d) {
             d["results"].push_back({{"name", "r"}, {"file", "*/a"}, {"content_type", "text/plain"}});
         },
         "* and ? may stand after the last / only"},
    };
    DescriptionFolder const folder;
    for (auto const& fault : faults) {
        auto document = minimal();
        fault.spoil(document);
        auto const error = folder.error_of(document);
        EXPECT_NE(error.find(fault.message), std::string::npos)
            << fault.message << " is not what is said: " << error;
    }
}

TEST(HandWritten, AScriptsNamesAreVariables) {
    DescriptionFolder const folder;
    std::ofstream(folder.path() / "run.sh") << "true\n";
    for (char const* const name : {"a-b", "PATH", "LD_X", "BASH_ENV", "IFS", "OMPI_x"}) {
        auto document = minimal();
        document["launch"] = {{"script", "run.sh"}};
        document["parameters"][0]["name"] = name;
        EXPECT_NE(folder.error_of(document).find("cannot be a variable of a script"), std::string::npos)
            << name;
    }
}

TEST(HandWritten, FilesAreOfTheirKind) {
    auto const code = DescriptionFolder().read(minimal());
    auto const& file = *code.find("f");
    auto const why = [&](auto... what) {
        try {
            check_upload(file, what...);
            return -1;
        } catch (BadUpload const& bad) {
            return static_cast<int>(bad.why());
        }
    };
    EXPECT_EQ(why("a.TXT", "", 10u), -1);
    EXPECT_EQ(why("map", "image/fits; x=y", 10u), -1);
    EXPECT_EQ(why("a.txt", "", 11u), static_cast<int>(BadUpload::Why::too_large));
    EXPECT_EQ(why("a.txt.exe", "text/plain", 1u), static_cast<int>(BadUpload::Why::wrong_kind));
    EXPECT_EQ(why(".txt", "", 1u), static_cast<int>(BadUpload::Why::wrong_kind));
}

TEST(HandWritten, TextsHaveALength) {
    auto document = minimal();
    document["parameters"][1]["max_length"] = 3;
    auto const code = DescriptionFolder().read(document);
    EXPECT_NO_THROW(check_value(*code.find("t"), "abc"));
    EXPECT_THROW(check_value(*code.find("t"), "abcd"), BadValue);
}

}  // namespace
}  // namespace vespa::uws
