// The state machine with a launcher that runs nothing and a store in memory.
#include "jobs/jobs.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>

#include "example_code.hpp"
#include "http/message.hpp"
#include "launch/launch_error.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

/// A run is a pipe: it ends when the test closes the pipe's other end.
class PretendedLauncher : public Launcher {
  public:
    int cores_for(Task const& task) const override { return std::max(1, task.ranks); }
    Handle start(JobFolder const& folder, Task const& task) override {
        if (fail) throw LaunchError("no mpirun here");
        folder.create();
        tasks.push_back(task);
        started.push_back(folder.root().filename());
        return handle_of(folder);
    }
    void stop(Handle const& handle) override { stopped.push_back(handle.folder().root().filename()); }
    void kill(Handle const& handle) override { killed.push_back(handle.folder().root().filename()); }
    RunState poll(Handle const& handle) override { return states.at(handle.folder().root().filename()); }
    Adoption adopt(JobFolder const& folder) override {
        std::string const id = folder.root().filename();
        auto const found = states.find(id);
        if (found == states.end()) return {};
        Adoption adoption{found->second, {}};
        if (found->second.kind == RunState::Kind::running) adoption.handle = handle_of(folder);
        return adoption;
    }
    void end(std::string const& id, ExitReason reason, int code) {
        ExitRecord exit;
        exit.reason = reason;
        exit.exit_code = code;
        states[id] = {RunState::Kind::ended, exit, {}};
        pipes.erase(id);
    }

    bool fail = false;
    std::vector<Task> tasks;
    std::vector<std::string> started, stopped, killed;
    std::map<std::string, RunState> states;
    std::map<std::string, UniqueFd> pipes;

  private:
    Handle handle_of(JobFolder const& folder) {
        int ends[2];
        EXPECT_EQ(::pipe(ends), 0);
        std::string const id = folder.root().filename();
        pipes.insert_or_assign(id, UniqueFd(ends[1]));
        states[id] = {RunState::Kind::running, {}, {}};
        return {folder, UniqueFd(ends[0])};
    }
};

class MemoryStore : public Store {
  public:
    std::vector<Job> load() override { return {}; }
    std::vector<std::string> write(std::span<Change const> changes) override {
        if (fail) throw StoreError("disk full");
        for (auto const& change : changes) {
            if (change.job)
                jobs.insert_or_assign(change.id, *change.job);
            else
                jobs.erase(change.id);
        }
        return {};
    }
    std::atomic<bool> fail = false;
    std::map<std::string, Job> jobs;
};

class JobsTest : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-jobs-XXXXXX";
        root = ::mkdtemp(name);
        codes.emplace("example", example_code());
        make();
    }
    void TearDown() override {
        jobs.reset();
        std::filesystem::remove_all(root);
    }
    void make(std::vector<Job> stored = {}) {
        jobs.reset();
        jobs.emplace(Jobs::Parts{.loop = loop,
                                 .codes = codes,
                                 .launcher = launcher,
                                 .store = store,
                                 .places = {.programs = "/nowhere", .scripts = "/nowhere", .max_ranks = 2},
                                 .policy = {},
                                 .cores = {.cores = 2},
                                 .folders = root});
        jobs->recover(std::move(stored));
    }
    static Controls controls(char const* form) { return parse_controls({}, http::parse_urlencoded(form)); }
    /// Creates a job and waits until that is on disk. \return its id
    std::string create(char const* form) {
        bool done = false;
        auto const entry =
            jobs->create(codes.at("example"), "", controls(form), [&](std::string const& failure) {
                EXPECT_EQ(failure, "");
                done = true;
            });
        until([&] { return done; });
        return entry->job.id;
    }
    void change(std::string const& id, char const* form) {
        bool done = false;
        jobs->change(*jobs->table().find_any(id), codes.at("example"), controls(form),
                     [&](std::string const&) { done = true; });
        until([&] { return done; });
    }
    void until(std::function<bool()> const& condition) {
        Timer poll(loop), patience(loop);
        std::function<void()> look = [&] {
            if (condition()) return loop.stop();
            poll.after(1ms, look);
        };
        bool late = false;
        patience.after(60s, [&] {
            late = true;
            loop.stop();
        });
        poll.after(0ms, look);
        loop.run();
        ASSERT_FALSE(late) << "waited in vain";
    }
    void until(std::string const& id, Phase phase) {
        until([&] { return jobs->table().find_any(id)->job.phase == phase; });
    }
    Job const& job(std::string const& id) const { return jobs->table().find_any(id)->job; }
    int refused(std::function<void()> const& request) {
        try {
            request();
        } catch (http::Refusal const& refusal) {
            return refusal.status();
        }
        return 0;
    }

    std::filesystem::path root;
    Loop loop;
    Codes codes;
    PretendedLauncher launcher;
    MemoryStore store;
    std::optional<Jobs> jobs;
};

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
    EXPECT_EQ(values_of(job(id)), (Values{{"count", "1"}}));
    EXPECT_FALSE(job(id).run_id);
    EXPECT_NE(job(id).execution_duration, 5);
}

TEST_F(JobsTest, CoresAreShared) {
    std::string const a = create("needed=one&PHASE=RUN"), b = create("needed=one&PHASE=RUN"),
                      c = create("needed=one&PHASE=RUN");
    until([&] { return launcher.started.size() == 2; });
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
    until([&] { return launcher.started.size() == 1; });
    launcher.end("runs", ExitReason::exited, 0);
    until("runs", Phase::completed);
    until([&] { return launcher.started.size() == 2; });
    EXPECT_EQ(launcher.started, (std::vector<std::string>{"queued_early", "never_started"}));
}

}  // namespace
}  // namespace vespa::uws
