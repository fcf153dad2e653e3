// The state machine with a launcher that runs nothing and a store in memory.
#include "uws-wrapper/jobs/jobs_fixture.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

TEST_F(JobsTest, AJobRunsToItsEnd) {
    std::string const id = create("needed=one&text=%24(x)&PHASE=RUN");
    until(id, Phase::executing);
    EXPECT_TRUE(job(id).started);
    EXPECT_NE(std::find(launcher.tasks.at(0).argv.begin(), launcher.tasks[0].argv.end(), "--text=$(x)"),
              launcher.tasks[0].argv.end());
    std::ofstream(jobs->folder_of(job(id)).work() / "out.txt") << "result";
    launcher.end(id, ExitReason::exited, 0);
    until(id, Phase::completed);
    EXPECT_EQ(job(id).results.at(0).id, "out");
    until([&] { return store.jobs.count(id) == 1 && store.jobs.at(id).phase == Phase::completed; });
}

TEST_F(JobsTest, WhatIsRequiredIsRequiredAtRunOnly) {
    std::string const id = create("count=1");
    EXPECT_EQ(job(id).phase, Phase::pending);
    EXPECT_EQ(refused([&] { change(id, "PHASE=RUN"); }), 400);
    EXPECT_EQ(job(id).phase, Phase::pending);
    change(id, "needed=two&PHASE=RUN");
    until(id, Phase::executing);
    EXPECT_EQ(refused([&] { change(id, "needed=one"); }), 403);
    EXPECT_EQ(refused([&] { change(id, "PHASE=RUN"); }), 403);
    EXPECT_EQ(refused([&] { create("PHASE=RUN"); }), 400);
}

TEST_F(JobsTest, ARefusedRequestChangesNothing) {
    std::string const id = create("count=1");
    EXPECT_EQ(refused([&] { change(id, "count=2&RUNID=x&EXECUTIONDURATION=5&text=a&needed=wrong"); }), 400);
    EXPECT_EQ(values_of(example_code(), job(id)), (Values{{"count", "1"}}));
    EXPECT_FALSE(job(id).run_id);
    EXPECT_NE(job(id).execution_duration, 5);
}

TEST_F(JobsTest, CoresAreShared) {
    std::string const a = create("needed=one&PHASE=RUN"), b = create("needed=one&PHASE=RUN"),
                      c = create("needed=one&PHASE=RUN");
    until([&] { return launcher.starts() == 2; });
    EXPECT_EQ(job(c).phase, Phase::queued);
    launcher.end(a, ExitReason::exited, 0);
    until(c, Phase::executing);
    EXPECT_EQ(job(b).phase, Phase::executing);
}

TEST_F(JobsTest, AbortOfARunIsDoneWhenItHasEnded) {
    std::string const id = create("needed=one&PHASE=RUN");
    until(id, Phase::executing);
    change(id, "PHASE=ABORT");
    EXPECT_EQ(launcher.stopped, std::vector<std::string>{id});
    EXPECT_EQ(job(id).phase, Phase::executing);
    EXPECT_TRUE(store.jobs.at(id).abort_requested);
    launcher.end(id, ExitReason::stopped, 3);
    until(id, Phase::aborted);
}

TEST_F(JobsTest, AbortInTheQueueIsDoneAtOnce) {
    for (int i = 0; i < 2; ++i)
        create("needed=one&PHASE=RUN");
    std::string const id = create("needed=one&PHASE=RUN");
    change(id, "PHASE=ABORT");
    EXPECT_EQ(job(id).phase, Phase::aborted);
    EXPECT_TRUE(job(id).ended);
    EXPECT_FALSE(job(id).started);
}

TEST_F(JobsTest, ADeletedJobIsHiddenThenGone) {
    std::string const id = create("needed=one&PHASE=RUN");
    until(id, Phase::executing);
    jobs->remove(*jobs->table().find_any(id), {});
    EXPECT_FALSE(jobs->table().find("example", id));
    until([&] { return !launcher.killed.empty(); });
    launcher.end(id, ExitReason::stopped, 3);
    until([&] { return !jobs->table().find_any(id); });
    EXPECT_FALSE(std::filesystem::exists(root / id.substr(0, 2) / id));
    until([&] { return store.jobs.empty(); });
}

TEST_F(JobsTest, AJobThatCannotBeStartedSaysWhy) {
    launcher.fail = true;
    std::string const id = create("needed=one&PHASE=RUN");
    until(id, Phase::error);
    EXPECT_NE(job(id).error->message.find("no mpirun here"), std::string::npos);
    EXPECT_TRUE(job(id).error->transient);
    launcher.fail = false;
    std::string const next = create("needed=one&PHASE=RUN");
    until(next, Phase::executing);
}

TEST_F(JobsTest, AJobThatCannotBeKeptIsNoJob) {
    store.fail = true;
    std::string told;
    auto const entry = jobs->create(codes.at("example"), "", controls("needed=one&PHASE=RUN"),
                                    [&](std::string const& failure) { told = failure; });
    until([&] { return !told.empty(); });
    EXPECT_EQ(told, "disk full");
    EXPECT_FALSE(jobs->table().find("example", entry->job.id));
    EXPECT_TRUE(launcher.started.empty());
    store.fail = false;
}

TEST_F(JobsTest, ARunThatCannotBeKeptDoesNotStart) {
    std::string const id = create("needed=one");
    store.fail = true;
    std::string told;
    jobs->change(*jobs->table().find_any(id), codes.at("example"), controls("PHASE=RUN"),
                 [&](std::string const& failure) { told = failure; });
    until([&] { return !told.empty(); });
    until(id, Phase::error);
    EXPECT_TRUE(launcher.started.empty());
    store.fail = false;
    until([&] { return store.jobs.at(id).phase == Phase::error; });
}

TEST_F(JobsTest, WaitersAreWokenByThePhaseAndNothingElse) {
    std::string const id = create("count=1");
    auto& entry = *jobs->table().find_any(id);
    WaitRequest const wait = parse_wait(http::parse_urlencoded("WAIT=-1"));
    EXPECT_TRUE(jobs->blocks(entry.job, wait));
    EXPECT_FALSE(jobs->blocks(entry.job, parse_wait(http::parse_urlencoded("WAIT=0"))));
    EXPECT_FALSE(jobs->blocks(entry.job, parse_wait(http::parse_urlencoded("WAIT=9&PHASE=QUEUED"))));
    EXPECT_FALSE(jobs->blocks(entry.job, parse_wait({})));
    int woken = 0;
    jobs->wait(entry, wait, [&] { ++woken; });
    change(id, "count=2");
    EXPECT_EQ(woken, 0);
    change(id, "PHASE=ABORT");
    EXPECT_EQ(woken, 1);
    EXPECT_FALSE(jobs->blocks(entry.job, wait));
}

TEST_F(JobsTest, ARestartFindsEveryJobWhereItIs) {
    auto const stored = [](char const* id, Phase phase) {
        Job old;
        old.id = id;
        old.code = "example";
        old.phase = phase;
        old.cores = 1;
        old.parameters = {{"needed", "one", false, ""}};
        old.queued = Instant(1ms);
        return old;
    };
    auto aborting = stored("runs_aborting", Phase::executing);
    aborting.abort_requested = true;
    auto deleting = stored("done_deleting", Phase::completed);
    deleting.delete_requested = true;
    ExitRecord exit;
    exit.exit_code = 0;
    launcher.states = {{"runs", {RunState::Kind::running, {}, {}}},
                       {"runs_aborting", {RunState::Kind::running, {}, {}}},
                       {"ended", {RunState::Kind::ended, exit, {}}},
                       {"started_though_queued", {RunState::Kind::ended, exit, {}}},
                       {"lost", {RunState::Kind::lost, {}, "killed"}}};
    auto late = stored("queued_late", Phase::queued), early = stored("queued_early", Phase::queued);
    late.queued = Instant(9ms);
    make({late, early, stored("runs", Phase::executing), aborting, stored("ended", Phase::executing),
          stored("started_though_queued", Phase::queued), stored("lost", Phase::executing),
          stored("never_started", Phase::executing), deleting, stored("pending", Phase::pending)});
    EXPECT_EQ(job("runs").phase, Phase::executing);
    EXPECT_EQ(job("pending").phase, Phase::pending);
    EXPECT_EQ(launcher.stopped, std::vector<std::string>{"runs_aborting"});
    until("ended", Phase::completed);
    until("started_though_queued", Phase::completed);
    until("lost", Phase::error);
    until([&] { return !jobs->table().find_any("done_deleting"); });
    EXPECT_EQ(job("queued_early").phase, Phase::queued);  // the two that run hold both cores
    launcher.end("runs_aborting", ExitReason::stopped, 3);
    until("runs_aborting", Phase::aborted);
    until([&] { return launcher.starts() == 1; });
    launcher.end("runs", ExitReason::exited, 0);
    until("runs", Phase::completed);
    until([&] { return launcher.starts() == 2; });
    EXPECT_EQ(launcher.started, (std::vector<std::string>{"queued_early", "never_started"}));
}

}  // namespace
}  // namespace vespa::uws
