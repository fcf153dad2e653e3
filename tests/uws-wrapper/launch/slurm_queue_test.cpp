#include "launch/slurm_queue.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using Kind = RunState::Kind;

TEST(SlurmQueueText, OursAreFoundByName) {
    auto const queue = parse_slurm_queue(
        "7|RUNNING|uws-aa|None\n"
        "8|PENDING|somebody's|Priority\n"
        "9|PENDING|uws-bb|ReqNodeNotAvail, UnavailableNodes:a|b\n"
        "10|PENDING|uws-cc|");
    ASSERT_EQ(queue.size(), 3u);
    EXPECT_EQ(queue.at("uws-aa").number, 7);
    EXPECT_EQ(queue.at("uws-aa").state, "RUNNING");
    EXPECT_EQ(queue.at("uws-bb").reason, "ReqNodeNotAvail, UnavailableNodes:a|b");
    EXPECT_EQ(queue.at("uws-cc").reason, "");
}

TEST(SlurmQueueText, OfOneNameTheLatestCounts) {
    auto const queue = parse_slurm_queue("12|RUNNING|uws-aa|None\n11|FAILED|uws-aa|NonZeroExitCode\n");
    EXPECT_EQ(queue.at("uws-aa").number, 12);
}

TEST(SlurmQueueText, OtherLinesArePassedOver) {
    for (auto const* text : {"", "\n\n", "slurm_load_jobs error", "x|RUNNING|uws-aa|None", "7", "7|RUNNING",
                             "7x|RUNNING|uws-aa|None", "99999999999999999999|RUNNING|uws-aa|None"})
        EXPECT_TRUE(parse_slurm_queue(text).empty()) << text;
}

Kind kind_of(char const* state, char const* reason = "None") {
    auto const meaning = meaning_of(state, reason);
    EXPECT_TRUE(meaning) << state;
    return meaning ? meaning->kind : Kind::lost;
}

TEST(SlurmStates, MeanWhatTheTableSays) {
    for (auto const* state : {"PENDING", "CONFIGURING", "REQUEUED"})
        EXPECT_EQ(kind_of(state), Kind::queued) << state;
    for (auto const* reason : {"JobHeldUser", "JobHeldAdmin", "JobHoldMaxRequeue"})
        EXPECT_EQ(kind_of("PENDING", reason), Kind::held) << reason;
    for (auto const* state : {"RUNNING", "COMPLETING", "SIGNALING"})
        EXPECT_EQ(kind_of(state), Kind::running) << state;
    EXPECT_EQ(kind_of("RUNNING", "JobHeldUser"), Kind::running);
    for (auto const* state : {"SUSPENDED", "STOPPED"})
        EXPECT_EQ(kind_of(state), Kind::suspended) << state;
    for (auto const* state : {"NODE_FAIL", "BOOT_FAIL", "PREEMPTED"})
        EXPECT_EQ(kind_of(state), Kind::lost) << state;
    for (auto const* state : {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "DEADLINE", "OUT_OF_MEMORY"})
        EXPECT_EQ(kind_of(state), Kind::ended) << state;
}

TEST(SlurmStates, EndsBySlurmSayByWhat) {
    EXPECT_EQ(meaning_of("COMPLETED", "")->ended_by, std::nullopt);
    EXPECT_EQ(meaning_of("FAILED", "")->ended_by, std::nullopt);
    EXPECT_EQ(meaning_of("CANCELLED", "")->ended_by, ExitReason::stopped);
    EXPECT_EQ(meaning_of("TIMEOUT", "")->ended_by, ExitReason::wall_time);
    EXPECT_EQ(meaning_of("OUT_OF_MEMORY", "")->ended_by, ExitReason::memory);
}

TEST(SlurmStates, AWordOfALaterSlurmIsNotGuessedAt) {
    EXPECT_FALSE(meaning_of("HIBERNATING", ""));
    EXPECT_FALSE(meaning_of("", ""));
}

}  // namespace
}  // namespace vespa::uws
