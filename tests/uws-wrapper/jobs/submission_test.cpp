#include "jobs/submission.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "example_code.hpp"
#include "http/message.hpp"

namespace vespa::uws {
namespace {

http::Field text(std::string name, std::string value) {
    return {std::move(name), std::move(value), false, "", ""};
}
http::Field file(std::string name, std::string file_name, std::string const& bytes) {
    auto const spooled = std::make_shared<http::SpooledFile>("/tmp");
    spooled->append(bytes);
    spooled->finish();
    return {std::move(name), "", true, std::move(file_name), "a/b", spooled};
}

class SubmissionTest : public ::testing::Test {
  protected:
    void refused(http::Form const& form) {
        try {
            read_submission(code, form);
            ADD_FAILURE() << form.front().name << "=" << form.front().value;
        } catch (http::Refusal const& refusal) {
            EXPECT_EQ(refusal.status(), 400);
        }
    }
    Description const code = example_code();
};

TEST_F(SubmissionTest, NamesAreTakenInAnyCaseAndKeptAsDeclared) {
    auto const submission =
        read_submission(code, {text("COUNT", "3"), text("Text", "a;b"), text("flag", "")});
    ASSERT_EQ(submission.parameters.size(), 2u);
    EXPECT_EQ(submission.parameters[0].name, "count");
    EXPECT_EQ(submission.parameters[1].value, "a;b");
    EXPECT_EQ(submission.cleared, std::vector<std::string>{"flag"});
}

TEST_F(SubmissionTest, BadValuesAndUnknownNamesAreRefused) {
    for (auto const& field :
         {text("count", "0"), text("count", "10"), text("count", "x"), text("flag", "maybe"),
          text("needed", "three"), text("unknown", "1"), text("PATH", "/tmp"), text("table", "/etc/passwd"),
          text("table", "param:other"), file("text", "a", "b"), file("unknown", "a", "b"),
          file("table", std::string(300, 'x'), "b")})
        refused({field});
}

TEST_F(SubmissionTest, WhatDaliAlwaysAcceptsIsKeptButNotForTheProgram) {
    Job job;
    take_over(code,
              read_submission(code, {text("request", "doQuery"), text("lang", "ADQL"), text("count", "4")}),
              job);
    ASSERT_EQ(job.parameters.size(), 3u);
    EXPECT_EQ(job.parameters[0].name, "REQUEST");
    EXPECT_EQ(job.parameters[0].value, "doQuery");
    EXPECT_EQ(values_of(code, job), (Values{{"count", "4"}}));
    take_over(code, read_submission(code, {text("LANG", "")}), job);
    EXPECT_EQ(job.parameters.size(), 2u);
    refused({text("MAXREC", "5"), text("maxrec", "6")});
    refused({text("MAXREC", "-1")});
    refused({text("MAXREC", "many")});
    refused({file("REQUEST", "a", "b")});
}

TEST_F(SubmissionTest, ADeclaredParameterOfDalisNameIsTheCodes) {
    Description own = code;
    own.parameters.push_back(own.parameters.front());
    own.parameters.back().name = "maxrec";
    own.parameters.back().datatype = Datatype::string;
    Job job;
    take_over(own, read_submission(own, {text("MAXREC", "5")}), job);
    EXPECT_EQ(values_of(own, job), (Values{{"maxrec", "5"}}));
}

TEST_F(SubmissionTest, FilesComeAsPartsOrByReference) {
    auto const direct = read_submission(code, {file("table", "x y.csv", "1,2")});
    ASSERT_EQ(direct.uploads.size(), 1u);
    EXPECT_EQ(direct.uploads[0].file, "table_x y.csv");
    EXPECT_TRUE(direct.parameters[0].is_file);
    EXPECT_EQ(direct.parameters[0].content_type, "a/b");
    auto const referred = read_submission(code, {text("table", "param:mine"), file("mine", "z", "3")});
    ASSERT_EQ(referred.uploads.size(), 1u);
    EXPECT_EQ(referred.uploads[0].bytes->size(), 1u);
}

TEST_F(SubmissionTest, DalisUploadNamesAFileParameter) {
    for (char const* const name : {"UPLOAD", "upload"}) {
        auto const referred = read_submission(code, {text(name, "Table,param:mine"), file("mine", "z", "3")});
        ASSERT_EQ(referred.uploads.size(), 1u);
        EXPECT_EQ(referred.parameters.front().name, "table");
        EXPECT_EQ(referred.parameters.front().value, "table_z");
    }
    EXPECT_TRUE(read_submission(code, {text("UPLOAD", "")}).parameters.empty());
    for (char const* const bad :
         {"table", "table,", ",param:mine", "text,param:mine", "unknown,param:mine", "table,param:other",
          "table,http://example.org/a", "table,file:///etc/passwd", "table,param:mine;text,param:mine"})
        refused({text("UPLOAD", bad), file("mine", "z", "3")});
}

TEST_F(SubmissionTest, AnUploadOfTheCodesOwnIsTheCodes) {
    Description own = code;
    own.parameters.push_back(*own.find("text"));
    own.parameters.back().name = "upload";
    EXPECT_EQ(read_submission(own, {text("UPLOAD", "a,b")}).parameters.front().value, "a,b");
    own.parameters.back().datatype = Datatype::file;
    for (char const* const value : {"param:mine", "upload,param:mine"})
        EXPECT_EQ(
            read_submission(own, {text("UPLOAD", value), file("mine", "z", "3")}).parameters.front().value,
            "upload_z");
}

TEST_F(SubmissionTest, ANewValueReplacesTheOldOnes) {
    Job job;
    take_over(code, read_submission(code, {text("several", "1"), text("several", "2"), text("text", "a")}),
              job);
    ASSERT_EQ(job.parameters.size(), 3u);
    take_over(code, read_submission(code, {text("several", "3"), text("text", ""), text("count", "4")}), job);
    EXPECT_EQ(values_of(code, job), (Values{{"several", "3"}, {"count", "4"}}));
}

TEST_F(SubmissionTest, ARepeatedSingleValueIsRefusedAndTheJobUntouched) {
    Job job;
    take_over(code, read_submission(code, {text("count", "4")}), job);
    EXPECT_THROW(take_over(code, read_submission(code, {text("count", "5"), text("Count", "6")}), job),
                 http::Refusal);
    EXPECT_EQ(values_of(code, job), (Values{{"count", "4"}}));
}

TEST_F(SubmissionTest, UploadsLieInTheJobsFolder) {
    char name[] = "/tmp/vespa-upload-XXXXXX";
    std::filesystem::path const root = ::mkdtemp(name);
    JobFolder const folder(root / "job");
    keep_uploads({}, folder);
    EXPECT_FALSE(std::filesystem::exists(folder.root()));
    std::string const bytes("\0\xFF\n", 3);
    keep_uploads(read_submission(code, {file("table", "t", bytes)}), folder);
    std::ifstream in(folder.in() / "table_t", std::ios::binary);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), bytes);
    std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace vespa::uws
