#include "codes/filling.hpp"

#include <gtest/gtest.h>

#include "codes/command_line.hpp"
#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

using nlohmann::json;

/// A code with a parameter of every kind, none of which has an option.
json legacy() {
    auto const parameter = [](char const* name, char const* datatype, char const* standard) {
        return json{{"name", name}, {"datatype", datatype}, {"default", standard}};
    };
    auto several = parameter("angle", "xs:double", "");
    several["multiple"] = true;
    return {{"format", "vespa-job-description/1"},
            {"name", "legacy"},
            {"program", "legacy"},
            {"annotation", "A code of somebody else."},
            {"parameters",
             {parameter("title", "xs:string", ""), parameter("x", "xs:double", "1e-3"),
              parameter("n", "xs:integer", "+7"), parameter("on", "xs:boolean", "false"), several,
              parameter("list", "file", "")}},
            {"results", {{{"name", "out"}, {"file", "out.txt"}, {"content_type", "text/plain"}}}},
            {"launch",
             {{"inputs",
               {{{"file", "in.nml"},
                 {"format", "namelist"},
                 {"lines",
                  {"&run", " title = {title}", " x = {x}, n = {n}", " on = {on}", " angle = {angle}",
                   " list = {list}", "/"}}}}}}}};
}

class Fillings : public testing::Test {
  protected:
    Fillings() { job_.create(); }

    Description with_lines(char const* format, std::vector<std::string> const& lines) const {
        auto document = legacy();
        auto& inputs = document["launch"]["inputs"];
        inputs.push_back(inputs[0]);  // which names what these lines do not
        inputs[0]["file"] = "lines";
        inputs[0]["format"] = format;
        inputs[0]["lines"] = lines;
        return folder_.read(document);
    }
    std::string filled(Description const& description, Values const& values) const {
        return fill_inputs(description, values, job_, places_).at(0).content;
    }
    /// The one line that a template with a free text and lists makes.
    std::string line(char const* format, std::string const& text, Values const& values) const {
        auto const description = with_lines(format, {text});
        return Filling(description, values, job_, places_, "/p")
            .line(text, description.launch.inputs[0].format)
            .value_or("-");
    }

    ScratchFolder scratch_;
    DescriptionFolder folder_;
    JobFolder job_{scratch_.path() / "job"};
    Places places_{.programs = "/opt", .scripts = "/scripts"};
};

TEST_F(Fillings, ANamelistHasItsOwnQuotesLogicalsAndLists) {
    auto const description = folder_.read(legacy());
    std::ofstream(job_.in() / "list_a.txt") << "x";
    EXPECT_EQ(
        filled(description,
               {{"title", "it's"}, {"angle", "1"}, {"ANGLE", "2.5"}, {"on", "1"}, {"list", "list_a.txt"}}),
        "&run\n title = 'it''s'\n x = 1e-3, n = +7\n on = .true.\n angle = 1, 2.5\n list = "
        "'../in/list_a.txt'\n/\n");
}

TEST_F(Fillings, ALineWithoutValueIsLeftOut) {
    EXPECT_EQ(filled(folder_.read(legacy()), {}), "&run\n x = 1e-3, n = +7\n on = .false.\n/\n");
}

TEST_F(Fillings, NothingBreaksOutOfItsText) {
    auto const description = folder_.read(legacy());
    for (char const* const bad : {"a\nb", "a\r", "\t", "a\x1b[2J", "\x7f"})
        EXPECT_THROW(filled(description, {{"title", bad}}), BadValue) << bad;
    EXPECT_EQ(filled(description, {{"title", "' / &run x = 2 '"}}),
              "&run\n title = ''' / &run x = 2 '''\n x = 1e-3, n = +7\n on = .false.\n/\n");
    EXPECT_EQ(line("text", "{title}", {{"title", "{x}"}}), "{x}") << "a value is never a template";
}

TEST_F(Fillings, JsonIsJson) {
    Values const values = {{"title", "a\"b\\\n\xc3\xa9"}, {"angle", "+.5"}, {"angle", "3"}};
    auto const text =
        line("json", "{\"t\": {title}, \"x\": {x}, \"n\": {n}, \"on\": {on}, \"a\": {angle}}", values);
    auto const read = json::parse(text);
    EXPECT_EQ(read["t"], "a\"b\\\n\xc3\xa9");
    EXPECT_EQ(read["x"], 1e-3);
    EXPECT_EQ(read["n"], 7);
    EXPECT_EQ(read["on"], false);
    EXPECT_EQ(read["a"], json({0.5, 3.0}));
}

TEST_F(Fillings, ColumnsAreKept) {
    EXPECT_EQ(line("text", "{x:8}|{title:-6}|{n:2}", {{"title", "abc"}}), "    1e-3|abc   |+7");
    EXPECT_THROW(line("text", "{title:3}", {{"title", "abcd"}}), BadValue);
}

TEST_F(Fillings, ArgumentsAreOneElementEach) {
    auto document = legacy();
    document["launch"]["argv"] = {"{program}", "-x",    "{x}",     "--angle={angle}",
                                  "{title}",   "--set", "{{x}={n}"};
    auto const description = folder_.read(document);
    auto const argv = [&](Values const& values) { return build_argv(description, values, job_, places_); };
    using Argv = std::vector<std::string>;
    EXPECT_EQ(argv({{"title", "a; rm -rf / $(x)\n"}, {"angle", "-1"}, {"angle", "2"}}),
              (Argv{"/opt/legacy", "-x", "1e-3", "--angle=-1", "--angle=2", "a; rm -rf / $(x)\n", "--set",
                    "{x}=+7"}));
    EXPECT_EQ(argv({}), (Argv{"/opt/legacy", "-x", "1e-3", "--set", "{x}=+7"}));
    EXPECT_THROW(argv({{"title", "--output=/etc/passwd"}}), BadValue);
}

TEST_F(Fillings, VariablesTakeValues) {
    auto document = legacy();
    document["launch"]["environment"] = {{"TITLE", "<{title}>"}, {"X", "{x}"}, {"HOME", "{scripts}"}};
    auto const task = make_task(folder_.read(document), {{"n", "3"}}, job_, places_, 0);
    EXPECT_EQ(task.environment, (std::map<std::string, std::string>{{"X", "1e-3"}, {"HOME", "/scripts"}}));
}

TEST_F(Fillings, AScriptGetsVariablesAndNothingElse) {
    auto document = legacy();
    std::ofstream(folder_.path() / "run.sh") << "echo \"$title\" > \"$out\"\n";
    document["launch"] = {{"script", "run.sh"}};
    auto const task = make_task(folder_.read(document), {{"title", "$(touch /tmp/x)"}}, job_, places_, 0);
    EXPECT_EQ(task.argv, (std::vector<std::string>{"/bin/bash", "--noprofile", "--norc", "--",
                                                   (folder_.path() / "run.sh").string()}));
    EXPECT_EQ(
        task.environment,
        (std::map<std::string, std::string>{
            {"title", "$(touch /tmp/x)"}, {"x", "1e-3"}, {"n", "+7"}, {"on", "false"}, {"out", "out.txt"}}));
}

TEST_F(Fillings, FilesAreWrittenWhereTheyBelong) {
    auto document = legacy();
    document["launch"]["inputs"][0]["place"] = "work";
    document["launch"]["inputs"].push_back({{"file", "n.txt"}, {"format", "text"}, {"lines", {"{n}"}}});
    auto const description = folder_.read(document);
    std::filesystem::remove_all(job_.root());
    write_inputs(description, {{"title", "t"}}, job_, places_);
    write_inputs(description, {{"title", "u"}}, job_, places_);  // again, as for another attempt
    auto const text = [](std::filesystem::path const& file) {
        std::ifstream in(file);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    EXPECT_NE(text(job_.work() / "in.nml").find("title = 'u'"), std::string::npos);
    EXPECT_EQ(text(job_.in() / "n.txt"), "+7\n");
}

TEST_F(Fillings, ValuesThatNoFileCanHoldAreRefusedBeforeTheRun) {
    EXPECT_THROW(make_task(folder_.read(legacy()), {{"title", "a\nb"}}, job_, places_, 0), BadValue);
}

}  // namespace
}  // namespace vespa::uws
