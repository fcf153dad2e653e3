#include "codes/jdl.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/shared_data.hpp"
#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string text_of(fs::path const& file) {
    std::ifstream in(file);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

/// A description of the present form, as OPUS writes it, with what is awkward in XML.
char const* const small =
    R"(<VOTABLE xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="http://www.ivoa.net/xml/VOTable/v1.3" version="1.3" xsi:schemaLocation="http://www.ivoa.net/xml/VOTable/v1.3 http://www.ivoa.net/xml/VOTable/v1.3">
  <RESOURCE ID="small" name="small" type="meta" utype="voprov:ActivityDescription">
    <DESCRIPTION>a &lt; b &amp; "c" &#233;&#128512;</DESCRIPTION>
    <PARAM name="doculink" value="" arraysize="*" datatype="char" utype="voprov:ActivityDescription.doculink"/>
    <PARAM name="type" value="" arraysize="*" datatype="char" utype="voprov:ActivityDescription.type"/>
    <PARAM name="subtype" value="" arraysize="*" datatype="char" utype="voprov:ActivityDescription.subtype"/>
    <PARAM name="version" value="2" arraysize="*" datatype="char" utype="voprov:ActivityDescription.version"/>
    <PARAM name="contact_name" value="" arraysize="*" datatype="char" utype="voprov:Agent.name"/>
    <PARAM name="contact_email" value="" arraysize="*" datatype="char" utype="voprov:Agent.email"/>
    <PARAM name="executionDuration" value="20" datatype="int" utype="uws:Job.executionDuration"/>
    <PARAM name="quote" value="10" datatype="int" utype="uws:Job.quote"/>
    <PARAM name="script" value="echo &quot;$n&quot; &gt; out&#10;&#9;true&#13;&#10;" arraysize="*" datatype="char"/>
    <GROUP name="InputParams">
      <PARAM ID="n" name="n" datatype="short" value="3" type="no_query" unit="km" ucd="phys.size">
        <DESCRIPTION>Number</DESCRIPTION>
        <VALUES>
          <MIN value="1"/>
          <OPTION value="3"/>
          <OPTION value="4"/>
        </VALUES>
      </PARAM>
      <PARAM ID="must" name="must" datatype="char" value="" arraysize="*">
        <DESCRIPTION>Given by the user</DESCRIPTION>
      </PARAM>
    </GROUP>
    <GROUP name="Used">
      <GROUP name="input" utype="voprov:UsedDescription">
        <DESCRIPTION>File</DESCRIPTION>
        <PARAM name="role" value="" arraysize="*" datatype="char" utype="voprov:UsedDescription.role"/>
        <PARAM name="multiplicity" value="" arraysize="*" datatype="char" utype="voprov:UsedDescription.multiplicity"/>
        <PARAM name="default" value="input.txt" arraysize="*" datatype="char" utype="voprov:Entity.id"/>
        <PARAM name="content_type" value="" arraysize="*" datatype="char" utype="voprov:EntityDescription.content_type"/>
        <PARAM name="url" value="file://$ID" arraysize="*" datatype="char" utype="voprov:EntityDescription.url"/>
      </GROUP>
    </GROUP>
    <GROUP name="Generated"/>
  </RESOURCE>
</VOTABLE>
)";

Jdl read(std::string const& document) {
    std::vector<std::string> warnings;
    auto jdl = read_jdl_votable(document, "x_vot.xml", warnings);
    EXPECT_TRUE(warnings.empty()) << warnings.front();
    return jdl;
}

TEST(JobDescriptionLanguage, IsWrittenAsItWasRead) {
    EXPECT_EQ(write_jdl_votable(read(small)), small);
}

TEST(JobDescriptionLanguage, IsTheSameAsJson) {
    auto const jdl = read(small);
    json const as_json = jdl_json(jdl, false);
    EXPECT_EQ(as_json["annotation"], "a < b & \"c\" \xc3\xa9\xf0\x9f\x98\x80");
    EXPECT_EQ(as_json["script"], "echo \"$n\" > out\n\ttrue\r\n");
    EXPECT_EQ(as_json["parameters"]["n"], json({{"datatype", "xs:short"},
                                                {"required", "false"},
                                                {"default", "3"},
                                                {"unit", "km"},
                                                {"ucd", "phys.size"},
                                                {"utype", ""},
                                                {"annotation", "Number"},
                                                {"min", "1"},
                                                {"options", "3,4"}}));
    EXPECT_EQ(as_json["used"]["input"]["datatype"], "xs:string");
    EXPECT_EQ(as_json["parameters_keys"], json({"n", "must"}));
    EXPECT_FALSE(as_json.contains("control_parameters"));
    EXPECT_EQ(json(jdl_json(jdl, true))["control_parameters_keys"].size(), 4u);
    EXPECT_EQ(write_jdl_votable(read_jdl_json(as_json.dump(), "x.json")), small) << "and back";
}

TEST(JobDescriptionLanguage, BecomesADraftOfOurs) {
    auto const code = description_of(read(small));
    EXPECT_FALSE(code.launch.runnable) << "its script is text";
    EXPECT_EQ(code.launch.wall_time_s, 20);
    EXPECT_EQ(code.find("n")->max, "32767");
    EXPECT_EQ(code.find("n")->options.size(), 2u);
    EXPECT_FALSE(code.find("n")->required);
    EXPECT_TRUE(code.find("must")->required);
    EXPECT_EQ(code.find("input")->datatype, Datatype::file);
    EXPECT_EQ(write_jdl_votable(jdl_of(code)), small);
}

TEST(JobDescriptionLanguage, UnknownGroupsAreWarnedOf) {
    std::string document = small;
    document.insert(document.find("    <GROUP name=\"Generated\"/>"),
                    "    <GROUP name=\"Colours\"><PARAM name=\"x\" value=\"\"/></GROUP>\n");
    std::vector<std::string> warnings;
    EXPECT_EQ(write_jdl_votable(read_jdl_votable(document, "x", warnings)), small);
    ASSERT_EQ(warnings.size(), 1u);
    EXPECT_NE(warnings[0].find("\"Colours\""), std::string::npos);
}

TEST(JobDescriptionLanguage, FaultsAreNamed) {
    auto const error_of = [](std::string const& document) -> std::string {
        std::vector<std::string> warnings;
        try {
            read_jdl_votable(document, "x_vot.xml", warnings);
            return {};
        } catch (BadDescription const& error) {
            return error.what();
        }
    };
    auto const with = [](std::string const& from, std::string const& to) {
        std::string document = small;
        return document.replace(document.find(from), from.size(), to);
    };
    EXPECT_NE(error_of("").find("is no XML"), std::string::npos);
    EXPECT_NE(error_of("<uws/>").find("a VOTABLE is expected"), std::string::npos);
    EXPECT_NE(error_of("<VOTABLE/>").find("no RESOURCE"), std::string::npos);
    EXPECT_NE(error_of(with("name=\"small\"", "")).find("has no name"), std::string::npos);
    EXPECT_NE(error_of(with("\"short\"", "\"floatComplex\"")).find("\"floatComplex\" is not known"),
              std::string::npos);
    EXPECT_NE(error_of(with("ID=\"must\" name=\"must\"", "name=\"n\"")).find("n stands twice"),
              std::string::npos);
    EXPECT_NE(error_of(with("utype=\"voprov:UsedDescription\"", "ref=\"m\"")).find("no parameter m"),
              std::string::npos);
    std::string const bomb = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    auto const jdl = read(bomb + with("Number", "&a;"));
    EXPECT_EQ(jdl_text(jdl.parameters[0].members, "annotation"), "&a;") << "entities are never looked up";
    for (std::size_t length = 0; length + 12 < std::string(small).size(); length += 11)
        EXPECT_NE(error_of(std::string(small).substr(0, length)), "") << length;
}

TEST(JobDescriptionLanguage, FoldersOfOpusAreRead) {
    DescriptionFolder const folder;
    std::ofstream(folder.path() / "small_vot.xml") << small;
    auto as_json = json(jdl_json(read(small), true));
    as_json["name"] = "other";
    std::ofstream(folder.path() / "other.json") << as_json;
    std::ofstream(folder.path() / "small.sh") << "echo \"$n\" > out\n";
    std::ofstream(folder.path() / "small.launch.json")
        << R"({"format": "vespa-launch/1", "script": "small.sh"})";
    auto const codes = read_descriptions(folder.path());
    ASSERT_EQ(codes.size(), 2u);
    EXPECT_EQ(codes[0].name, "other");
    EXPECT_FALSE(codes[0].launch.runnable);
    EXPECT_EQ(codes[1].name, "small");
    EXPECT_EQ(codes[1].launch.script, folder.path() / "small.sh");
    std::ofstream(folder.path() / "small.json") << as_json;
    EXPECT_THROW(read_descriptions(folder.path()), BadDescription) << "two files name one code";
}

TEST(JobDescriptionLanguage, IsMadeOfOurDescriptionsToo) {
    auto const jdl = jdl_of(sample());
    auto const again = description_of(read(write_jdl_votable(jdl)));
    ASSERT_EQ(again.parameters.size(), sample().parameters.size());
    EXPECT_EQ(again.find("tolerance")->min, "1e-13");
    EXPECT_EQ(again.find("mode")->options, sample().find("mode")->options);
    EXPECT_TRUE(again.find("frequencies")->required);
    EXPECT_EQ(again.find("launch-list")->datatype, Datatype::file);
    EXPECT_EQ(again.main_result()->file, "rays.h5");
    EXPECT_EQ(write_jdl_votable(jdl_of(again)), write_jdl_votable(jdl));
}

/// OPUS's own files.
class SharedJdl : public ::testing::TestWithParam<char const*> {
  protected:
    void SetUp() override {
        folder_ = testing::shared_data("uws/jdl");
        if (!fs::exists(folder_)) GTEST_SKIP() << folder_ << " is not there: set VESPA_SHARED_DATA";
    }
    fs::path folder_;
};

TEST_P(SharedJdl, IsReadAsOpusReadsIt) {
    std::string const name = GetParam();
    auto const jdl = read(text_of(folder_ / (name + "_vot.xml")));
    EXPECT_EQ(json(jdl_json(jdl, name != "old_form")), json::parse(text_of(folder_ / (name + ".json"))));
    EXPECT_TRUE(fs::exists(folder_ / (name + "_vot.xml")));
    EXPECT_FALSE(description_of(jdl).launch.runnable);
}

TEST_P(SharedJdl, IsTheSameAfterExportAndImport) {
    std::string const name = GetParam();
    if (name == "old_form") GTEST_SKIP() << "is written in the present form";
    auto const jdl = read_jdl_json(text_of(folder_ / (name + ".json")), name);
    EXPECT_EQ(json(jdl_json(read(write_jdl_votable(jdl)), false)), json(jdl_json(jdl, false)));
}

TEST_P(SharedJdl, IsWrittenAsOpusWritesIt) {
    std::string const name = GetParam();
    if (name == "old_form") GTEST_SKIP() << "is written in the present form";
    auto const expected = name == "lbl_spectrum" ? name + "_export_vot.xml" : name + "_vot.xml";
    EXPECT_EQ(write_jdl_votable(read_jdl_json(text_of(folder_ / (name + ".json")), name)),
              text_of(folder_ / expected));
}

INSTANTIATE_TEST_SUITE_P(Opus, SharedJdl,
                         ::testing::Values("lbl_spectrum", "test_activity_1", "test_activity_2", "old_form"));

}  // namespace
}  // namespace vespa::uws
