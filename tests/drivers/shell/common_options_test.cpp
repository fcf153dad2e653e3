#include "shell/common_options.hpp"

#include <gtest/gtest.h>

#include "core/errors/bad_input.hpp"
#include "drivers/shell/folder.hpp"
#include "drivers/shell/sample.hpp"
#include "shell/answers.hpp"
#include "shell/data_folder.hpp"

namespace vespa::shell {
namespace {

using testing::failure_of;
using testing::Folder;
using testing::has;
using testing::Sample;

struct CommonOptionsTest : ::testing::Test {
    CommonOptionsTest() {
        declare(options, sample);
        sample.common.output = folder / "rays.h5";
    }
    std::string refusal() {
        return failure_of<UsageError>([&] { check_files(options, sample.common); });
    }
    void name_source(std::filesystem::path const& path) {
        options.assign("source-file", path.string(), Origin::command_line, "--source-file");
    }
    Folder folder;
    Sample sample;
    Options options;
};

TEST_F(CommonOptionsTest, TheMainResultIsTheDefaultOutput) {
    EXPECT_EQ(value_text(options.find("output")->default_value), "rays.h5");
}

TEST_F(CommonOptionsTest, InputFilesMustExist) {
    name_source(folder / "none.csv");
    EXPECT_EQ(refusal(),
              "--source-file: no file '" + (folder / "none.csv").string() + "'; allowed: an existing file");
    name_source(folder / "");
    EXPECT_TRUE(has(refusal(), "is a folder"));
    name_source(folder.write("rays.csv", "x"));
    EXPECT_NO_THROW(check_files(options, sample.common));
}

TEST_F(CommonOptionsTest, AnExistingOutputNeedsOverwrite) {
    folder.write("rays.h5", "earlier");
    EXPECT_EQ(refusal(), "--output: '" + (folder / "rays.h5").string() +
                             "' exists; allowed: another name, or --overwrite");
    sample.common.overwrite = true;
    EXPECT_NO_THROW(check_files(options, sample.common));
}

TEST_F(CommonOptionsTest, TheOutputNeedsAFolderAndAName) {
    sample.common.output = folder / "no/such/rays.h5";
    EXPECT_TRUE(has(refusal(), "--output: no folder '"));
    sample.common.output = (folder / "").string();
    EXPECT_TRUE(has(refusal(), "names no file"));
    sample.common.output = "";
    EXPECT_TRUE(has(refusal(), "names no file"));
    sample.common.overwrite = true;
    sample.common.output = (folder / "").parent_path().string();
    EXPECT_TRUE(has(refusal(), "is a folder"));
}

TEST_F(CommonOptionsTest, AnInputIsNeverTheOutput) {
    name_source(folder.write("rays.h5", "precious"));
    sample.common.overwrite = true;
    EXPECT_TRUE(has(refusal(), "is also the input --source-file"));
    std::filesystem::create_symlink(folder / "rays.h5", folder / "alias.h5");
    sample.common.output = folder / "alias.h5";
    EXPECT_TRUE(has(refusal(), "is also the input --source-file"));
}

struct AnswersTest : CommonOptionsTest {
    std::optional<std::string> answer_to(Given const& given) {
        return answer(testing::about_sample(), options, given);
    }
};

TEST_F(AnswersTest, QuestionsAreAnswered) {
    EXPECT_TRUE(has(*answer_to({{"help", {"true"}}}), "vespa-sample"));
    EXPECT_TRUE(has(*answer_to({{"version", {"true"}}}), "(revision "));
    EXPECT_TRUE(has(*answer_to({{"describe", {"true"}}}), "vespa-job-description/1"));
    EXPECT_EQ(answer_to({{"rays", {"7"}}}), std::nullopt);
    EXPECT_EQ(answer_to({{"help", {"false"}}}), std::nullopt);
}

TEST_F(AnswersTest, DumpConfigTakesFileAndCommandLine) {
    auto const path = folder.write("a.toml", "rays = 7\ntolerance = 1e-9\n").string();
    auto const dump = *answer_to({{"dump-config", {"true"}}, {"config", {path}}, {"rays", {"8"}}});
    EXPECT_TRUE(has(dump, "\nrays = 8\n"));
    EXPECT_TRUE(has(dump, "\ntolerance = 1e-9\n"));
}

TEST_F(AnswersTest, DumpConfigRefusesWhatARunRefuses) {
    auto const refusal_of = [&](Given const& given) {
        return failure_of<UsageError>([&] { answer_to(given); });
    };
    EXPECT_TRUE(has(refusal_of({{"dump-config", {"true"}}, {"config", {"none.toml"}}}),
                    "--config: no file 'none.toml'"));
    EXPECT_TRUE(
        has(refusal_of({{"dump-config", {"true"}}, {"config", {(folder / "").string()}}}), "is a folder"));
    EXPECT_TRUE(has(refusal_of({{"dump-config", {"true"}}, {"rays", {"0"}}}), "--rays: 0 is out of range"));
}

TEST(DataFolder, IsTheOneThatTheEnvironmentNames) {
    Folder const folder;
    setenv("VESPA_DATA_DIR", (folder / "").c_str(), 1);
    EXPECT_EQ(data_folder(), folder / "");
    setenv("VESPA_DATA_DIR", (folder / "none").c_str(), 1);
    EXPECT_TRUE(has(failure_of<BadInput>([] { data_folder(); }), "VESPA_DATA_DIR: there is no folder"));
    unsetenv("VESPA_DATA_DIR");
}

TEST(LaunchRank, IsWhatTheLauncherTells) {
    for (auto const* name : {"OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK", "SLURM_PROCID"})
        unsetenv(name);
    EXPECT_EQ(launch_rank(), std::nullopt);
    setenv("SLURM_PROCID", "3", 1);
    EXPECT_EQ(launch_rank(), 3);
    setenv("OMPI_COMM_WORLD_RANK", "2", 1);
    EXPECT_EQ(launch_rank(), 2);
}

}  // namespace
}  // namespace vespa::shell
