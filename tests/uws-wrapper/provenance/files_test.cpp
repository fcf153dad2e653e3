#include "provenance/files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "provenance/facts.hpp"
#include "provenance/model.hpp"
#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char empty_sha256[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A run that ended, with what a program of the suite leaves.
class ProvenanceFiles : public testing::Test {
  protected:
    ProvenanceFiles() {
        folder_.create();
        std::ofstream(folder_.in() / "profile_a.txt").flush();
        std::ofstream(folder_.work() / "rays.run.json")
            << R"({"version": "9.8", "revision": "abc", "hosts": [{"name": "node1", "ranks": 2}, {"name": "node2"}, 3]})";
        job_.id = "0123456789abcdef0123456789abcdef";
        job_.code = code_.name = "raytrace";
        job_.owner = "ada@example.org";
        job_.phase = Phase::completed;
        job_.started = job_.ended = Instant{};
        job_.parameters = {{"wn_min", "600", false, ""}, {"profile", "profile_a.txt", true, "text/plain"}};
        job_.results = {{"run", "rays.run.json", "application/json", 5, empty_sha256, false}};
        code_.version = "1.0";
        code_.annotation = "Rays.";
        code_.citation = {"https://doi.org/10.1/x", "A book"};
        code_.contact_email = "a@b";
    }
    json served(char const* form, char const* base = "https://example.org/v") const {
        return json::parse(read_provenance(*provenance_form(form), folder_, base).value());
    }

    ScratchFolder scratch_;
    JobFolder folder_{scratch_.path() / "job"};
    Job job_;
    Description code_;
};

TEST_F(ProvenanceFiles, TakeOverWhatTheProgramSays) {
    auto const facts = gather_facts(job_, code_, folder_);
    EXPECT_EQ(facts.program_version, "9.8");
    EXPECT_EQ(facts.revision, "abc");
    EXPECT_EQ(facts.hosts, (std::vector<std::string>{"node1", "node2"}));
    ASSERT_EQ(facts.inputs.size(), 1u);
    EXPECT_EQ(facts.inputs[0].sha256, empty_sha256);
    EXPECT_FALSE(facts.exit_code) << "there is no exit.json";
}

TEST_F(ProvenanceFiles, StandWhateverTheProgramSays) {
    for (char const* const text :
         {"", "[", "[]", "{\"version\": 3, \"hosts\": {\"name\": 1}}", "{\"hosts\": [{\"name\": 1}]}"}) {
        std::ofstream(folder_.work() / "rays.run.json") << text;
        EXPECT_EQ(gather_facts(job_, code_, folder_).program_version, "1.0") << text;
    }
    fs::remove(folder_.work() / "rays.run.json");
    fs::create_symlink("/etc/hostname", folder_.work() / "rays.run.json");
    fs::remove(folder_.in() / "profile_a.txt");
    EXPECT_EQ(write_provenance(job_, code_, folder_), "");
    EXPECT_TRUE(gather_facts(job_, code_, folder_).inputs.empty());
}

TEST_F(ProvenanceFiles, AreTheSameEachTimeAndNameTheServerAsItIsKnown) {
    ASSERT_EQ(write_provenance(job_, code_, folder_), "");
    auto const first = served("provjson");
    ASSERT_EQ(write_provenance(job_, code_, folder_), "");
    EXPECT_EQ(served("provjson"), first);
    EXPECT_EQ(first["prefix"]["opus_store"], "https://example.org/v/store?ID=");
    EXPECT_EQ(served("provjson", "http://x")["prefix"]["opus_store"], "http://x/store?ID=");
    auto const& plan = first["entity"]["opus_jdl:raytrace"];
    EXPECT_EQ(plan["voprov:version"], "9.8");
    EXPECT_EQ(plan["vespa:citation"].size(), 2u);
    EXPECT_EQ(first["agent"]["opus_user:u_ada_example.org"]["prov:label"], "ada@example.org");
    EXPECT_EQ(first["activity"]["opus_job:j" + job_.id]["vespa:host"], json({"node1", "node2"}));
    for (auto const& file : fs::directory_iterator(folder_.root()))
        EXPECT_NE(file.path().extension(), ".tmp");
}

TEST_F(ProvenanceFiles, ThatCannotBeWrittenAreNoException) {
    for (char const* const damaged :
         {"", "provn", "provn 3", "provn 3\n", "provn 3\nab", "provn 3\nabc", "provn -1\nabc\n", " \n",
          "provn x\nabc\n", "provn 99999999999999999999\nabc\n", "provjson 9\nabc\nprovn 1\na\n"}) {
        std::ofstream(folder_.root() / "provenance") << damaged;
        EXPECT_FALSE(read_provenance(*provenance_form("provn"), folder_, "x")) << damaged;
    }
    fs::remove(folder_.root() / "provenance");
    fs::create_directory(folder_.root() / "provenance");
    EXPECT_NE(write_provenance(job_, code_, folder_), "");
    EXPECT_FALSE(read_provenance(*provenance_form("provn"), folder_, "x"));
    EXPECT_EQ(provenance_form("prov"), nullptr);
}

TEST_F(ProvenanceFiles, NamesAreXmlNamesAndValuesAnything) {
    job_.parameters = {{"a.", std::string("\x01\xff<>&\"'") + std::string(200, 'x'), false, ""}};
    auto const document = prov_document(gather_facts(job_, code_, folder_));
    for (auto const& element : document.elements) {
        auto const local = element.id.substr(element.id.find(':') + 1);
        EXPECT_NE(std::isalpha(static_cast<unsigned char>(local[0])), 0) << local;
        EXPECT_EQ(
            local.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-."),
            std::string::npos);
        EXPECT_FALSE(local.ends_with('.')) << local;
    }
    EXPECT_TRUE(json::accept(prov_json(document)));
    EXPECT_EQ(prov_xml(document).find('\x01'), std::string::npos);
    EXPECT_NE(provenance_drawing(gather_facts(job_, code_, folder_)).find("..."), std::string::npos);
}

TEST_F(ProvenanceFiles, ACrateHasLinksAsReferences) {
    ASSERT_EQ(write_provenance(job_, code_, folder_), "");
    auto const crate = served("rocrate");
    for (auto const& entity : crate["@graph"]) {
        if (entity["@type"] != "SoftwareApplication") continue;
        EXPECT_EQ(entity["citation"], json({{{"@id", "https://doi.org/10.1/x"}}, "A book"}));
    }
}

}  // namespace
}  // namespace vespa::uws
