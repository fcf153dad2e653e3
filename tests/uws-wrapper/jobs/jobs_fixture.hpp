#pragma once
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <mutex>

#include "http/message.hpp"
#include "jobs/jobs.hpp"
#include "launch/launch_error.hpp"
#include "uws-wrapper/jobs/example_code.hpp"

namespace vespa::uws {

/// A run is a pipe: it has news when the test closes the pipe's other end. Called from several threads.
class PretendedLauncher : public Launcher {
  public:
    int cores_for(Task const& task) const override { return std::max(1, task.ranks); }
    Handle start(JobFolder const& folder, Task const& task) override {
        std::lock_guard const lock(mutex);
        if (fail && passing) throw PassingLaunchError("the disk is full");
        if (fail) throw LaunchError("no mpirun here");
        folder.create();
        tasks.push_back(task);
        started.push_back(folder.root().filename());
        return handle_of(folder);
    }
    void stop(Handle const& handle) override { stopped.push_back(handle.folder().root().filename()); }
    void kill(Handle const& handle) override { killed.push_back(handle.folder().root().filename()); }
    void release(Handle const& handle) override { released.push_back(handle.folder().root().filename()); }
    RunState poll(Handle const& handle) override {
        std::lock_guard const lock(mutex);
        return states.at(handle.folder().root().filename());
    }
    Adoption adopt(JobFolder const& folder) override {
        if (unknown) throw PassingLaunchError("the controller does not answer");
        std::lock_guard const lock(mutex);
        std::string const id = folder.root().filename();
        auto const found = states.find(id);
        if (found == states.end()) return {};
        Adoption adoption{found->second, {}};
        if (goes_on(found->second.kind)) adoption.handle = handle_of(folder);
        return adoption;
    }
    void end(std::string const& id, ExitReason reason, int code) {
        ExitRecord exit;
        exit.reason = reason;
        exit.exit_code = code;
        tell(id, {RunState::Kind::ended, exit, {}});
    }
    void tell(std::string const& id, RunState const& state) {
        std::lock_guard const lock(mutex);
        states[id] = state;
        pipes.erase(id);
    }
    std::size_t starts() const {
        std::lock_guard const lock(mutex);
        return started.size();
    }

    mutable std::mutex mutex;
    std::atomic<bool> fail = false, passing = false, unknown = false;
    RunState::Kind begins_as = RunState::Kind::running;
    std::vector<std::string> released;
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
        states.try_emplace(id, RunState{begins_as, {}, {}});
        if (!goes_on(states[id].kind)) states[id] = {begins_as, {}, {}};
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
                                 .policy = policy,
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
            poll.after(std::chrono::milliseconds(1), look);
        };
        bool late = false;
        patience.after(std::chrono::minutes(1), [&] {
            late = true;
            loop.stop();
        });
        poll.after(std::chrono::milliseconds(0), look);
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
    Policy policy;
    std::optional<Jobs> jobs;
};

}  // namespace vespa::uws
