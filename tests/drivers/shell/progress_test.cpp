#include "shell/progress.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "drivers/shell/folder.hpp"
#include "drivers/shell/sample.hpp"

namespace vespa::shell {
namespace {

using nlohmann::json;
using testing::Folder;
using testing::has;

TEST(ProgressFile, TellsPhaseAndCount) {
    Folder const folder;
    Progress progress(true, Display::none, folder / "progress.json");
    progress.phase("rays");
    EXPECT_EQ(json::parse(folder.read("progress.json")),
              json({{"fraction", 0.0}, {"done", 0}, {"total", 0}, {"message", ""}, {"phase", "rays"}}));
    progress.message("60 lost");
    progress.progress(30, 120);
    progress.finish();
    EXPECT_EQ(
        json::parse(folder.read("progress.json")),
        json({{"fraction", 0.25}, {"done", 30}, {"total", 120}, {"message", "60 lost"}, {"phase", "rays"}}));
    EXPECT_FALSE(std::filesystem::exists(folder / "progress.json.part"));
}

TEST(ProgressFile, IsNotWrittenForEveryItem) {
    Folder const folder;
    Progress progress(true, Display::none, folder / "progress.json");
    progress.phase("rays");
    std::filesystem::remove(folder / "progress.json");
    progress.progress(1, 1000);
    EXPECT_FALSE(std::filesystem::exists(folder / "progress.json"));
    progress.finish();
    EXPECT_EQ(json::parse(folder.read("progress.json"))["done"], 1);
}

TEST(ProgressFile, StaysAtOneWhateverTheCount) {
    Folder const folder;
    Progress progress(true, Display::none, folder / "progress.json");
    progress.progress(11, 10);
    EXPECT_EQ(json::parse(folder.read("progress.json"))["fraction"], 1.0);
}

TEST(ProgressFile, SurvivesTextThatIsNoUtf8) {
    Folder const folder;
    Progress progress(true, Display::none, folder / "progress.json");
    progress.phase("\xff");
    EXPECT_TRUE(json::accept(folder.read("progress.json")));
}

TEST(ProgressFile, ThatCannotBeWrittenWarnsOnce) {
    ::testing::internal::CaptureStderr();
    Progress progress(true, Display::none, "/no/such/folder/progress.json");
    progress.phase("rays");
    progress.phase("closing");
    auto const said = ::testing::internal::GetCapturedStderr();
    EXPECT_TRUE(has(said, "Warning: progress file /no/such/folder/progress.json cannot be written"));
    EXPECT_EQ(said.find("Warning"), said.rfind("Warning"));
}

TEST(ProgressOfOtherRanks, ShowsNothing) {
    Folder const folder;
    ::testing::internal::CaptureStderr();
    {
        Progress progress(false, Display::bar, folder / "progress.json");
        progress.phase("rays");
        progress.progress(1, 2);
        progress.finish();
    }
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    EXPECT_FALSE(std::filesystem::exists(folder / "progress.json"));
}

TEST(ProgressBar, FillsAndEndsItsLine) {
    ::testing::internal::CaptureStderr();
    {
        Progress progress(true, Display::bar, {});
        progress.phase("rays");
        progress.progress(5, 10);
        progress.progress(10, 10);
        progress.finish();
    }
    auto const said = ::testing::internal::GetCapturedStderr();
    EXPECT_TRUE(has(said, "\rrays [###############...............]  50 %  5 of 10"));
    EXPECT_TRUE(has(said, "rays [##############################] 100 %  10 of 10"));
    EXPECT_EQ(said.back(), '\n');
}

TEST(ProgressBar, LeavesACleanLineWhenTheRunFails) {
    ::testing::internal::CaptureStderr();
    {
        Progress progress(true, Display::bar, {});
        progress.progress(5, 10);
    }
    EXPECT_EQ(::testing::internal::GetCapturedStderr().back(), '\n');
}

TEST(ProgressLines, AreNotForShortPhases) {
    ::testing::internal::CaptureStderr();
    Progress progress(true, Display::lines, {});
    progress.phase("reading");
    for (int i = 0; i <= 100; ++i)
        progress.progress(static_cast<std::uint64_t>(i), 100);
    progress.finish();
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST(ProgressLines, TellTheTenthsOfLongPhases) {
    ::testing::internal::CaptureStderr();
    Progress progress(true, Display::lines, {});
    progress.phase("rays");
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
    progress.progress(5, 10);
    progress.progress(6, 10);  // too soon after the last line
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "rays: 50 %, 5 of 10\n");
}

}  // namespace
}  // namespace vespa::shell
