#include "jobs/outcome.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "example_code.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

class OutcomeTest : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-outcome-XXXXXX";
        root_ = ::mkdtemp(name);
        folder_.emplace(root_ / "job");
        folder_->create();
    }
    void TearDown() override { std::filesystem::remove_all(root_); }
    static RunState ended(ExitReason reason, std::optional<int> code, std::optional<int> signal = {}) {
        ExitRecord exit;
        exit.reason = reason;
        exit.exit_code = code;
        exit.signal = signal;
        exit.start = "2026-05-04T09:15:02.114Z";
        exit.end = "2026-05-04T09:15:03.114Z";
        return {RunState::Kind::ended, exit, {}};
    }
    Outcome outcome(RunState const& state, bool abort_requested = false) const {
        return outcome_of(example_code(), *folder_, state, abort_requested, 60);
    }
    void write(std::filesystem::path const& file, std::string const& text) const {
        std::ofstream(file) << text;
    }

    std::filesystem::path root_;
    std::optional<JobFolder> folder_;
};

TEST_F(OutcomeTest, ThePhaseFollowsTheExitRecord) {
    using Reason = ExitReason;
    EXPECT_EQ(outcome(ended(Reason::exited, 0)).phase, Phase::completed);
    EXPECT_EQ(outcome(ended(Reason::exited, 0), true).phase, Phase::completed);
    for (auto const& [state, abort] : {std::pair(ended(Reason::exited, 3), false),
                                       {ended(Reason::exited, 3), true},
                                       {ended(Reason::stopped, 3), true},
                                       {ended(Reason::stopped, {}, 9), false},
                                       {ended(Reason::exited, 1), true},
                                       {ended(Reason::wall_time, 3), false}}) {
        auto const end = outcome(state, abort);
        EXPECT_EQ(end.phase, Phase::aborted);
        EXPECT_TRUE(end.error);
    }
    for (auto const& state : {ended(Reason::exited, 1), ended(Reason::exited, 64),
                              ended(Reason::signalled, {}, 11), ended(Reason::launch_failed, {})}) {
        auto const end = outcome(state);
        EXPECT_EQ(end.phase, Phase::error);
        EXPECT_FALSE(end.error->message.empty());
    }
    EXPECT_FALSE(outcome(ended(Reason::exited, 0)).error);
}

TEST_F(OutcomeTest, ItSaysWhatHappenedAndWhen) {
    write(folder_->stderr_log(), "rank 0: density is negative\n");
    auto const failed = outcome(ended(ExitReason::exited, 1));
    EXPECT_EQ(failed.error->message, "example ended with exit code 1: rank 0: density is negative");
    EXPECT_FALSE(failed.error->transient);
    EXPECT_EQ(to_text(*failed.started), "2026-05-04T09:15:02.114Z");
    EXPECT_EQ(to_text(*failed.ended), "2026-05-04T09:15:03.114Z");
    EXPECT_NE(outcome(ended(ExitReason::signalled, {}, 11)).error->message.find("SEGV"), std::string::npos);
    EXPECT_NE(outcome(ended(ExitReason::exited, 3)).error->message.find("partial results are kept"),
              std::string::npos);
    EXPECT_NE(outcome(ended(ExitReason::wall_time, {})).error->message.find("60 s"), std::string::npos);
}

TEST_F(OutcomeTest, ALostRunMaySucceedAnotherTime) {
    auto const lost = outcome({RunState::Kind::lost, {}, "the machine started anew"});
    EXPECT_EQ(lost.phase, Phase::error);
    EXPECT_TRUE(lost.error->transient);
    EXPECT_NE(lost.error->message.find("the machine started anew"), std::string::npos);
    EXPECT_FALSE(lost.ended);
}

TEST_F(OutcomeTest, ResultsHaveSizeAndChecksum) {
    write(folder_->work() / "out.txt", "abc");
    std::filesystem::create_symlink("/etc/passwd", folder_->work() / "extra.bin");
    auto const results = outcome(ended(ExitReason::exited, 0)).results;
    ASSERT_EQ(results.size(), 1u);
    EXPECT_EQ(results[0].id, "out");
    EXPECT_EQ(results[0].size, 3u);
    EXPECT_TRUE(results[0].main);
    // FIPS 180-2, appendix B.1
    EXPECT_EQ(results[0].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(TellingLines, LeaveOutTheFramesOfOpenMpi) {
    std::string const ruler(74, '-');
    EXPECT_EQ(telling_lines("first\n\nvespa: density is NaN\n" + ruler + "\nPrimary job  terminated\n" +
                            ruler + "\n" + ruler + "\nmpirun detected\n\n  Exit code: 1\n" + ruler + "\n"),
              "first\nvespa: density is NaN");
    EXPECT_EQ(
        telling_lines("munmap_chunk(): invalid pointer\nmunmap_chunk(): invalid pointer\n[vm:7593] Signal: "
                      "Aborted (6)\n"
                      "[vm:7593] [ 0] /lib/libc.so.6(+0x3c050)[0x7f09]\n/lib/libc.so.6(+0x1)[0x7f09]\n"),
        "munmap_chunk(): invalid pointer");
}

TEST(TellingLines, AreFewAndAlwaysText) {
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "line " + std::to_string(i) + "\n";
    EXPECT_EQ(telling_lines(many), "line 96\nline 97\nline 98\nline 99");
    EXPECT_TRUE(is_xml_text(telling_lines("\x1B[31mred\x1B[0m \xFF\n")));
    EXPECT_EQ(telling_lines(""), "");
    EXPECT_LE(telling_lines(std::string(100000, 'x')).size(), 500u);
}

}  // namespace
}  // namespace vespa::uws
