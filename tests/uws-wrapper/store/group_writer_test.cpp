#include "store/group_writer.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>

namespace vespa::uws {
namespace {

/// Holds its first write until it is let go, and fails as often as told.
class SlowStore : public Store {
  public:
    std::vector<Job> load() override { return {}; }
    std::vector<std::string> write(std::span<Change const> changes) override {
        if (commits++ == 0) first_may_go.get_future().wait();
        if (failures > 0) {
            --failures;
            throw StoreError("disk full");
        }
        for (auto const& change : changes) {
            if (change.job)
                jobs[change.id] = change.job->execution_duration;
            else
                jobs.erase(change.id);
        }
        return lost;
    }
    std::vector<std::string> lost;
    std::promise<void> first_may_go;
    std::map<std::string, int> jobs;
    std::atomic<int> commits = 0;
    int failures = 0;
};

Change put(std::string const& id, int mark) {
    Job job;
    job.id = id;
    job.execution_duration = mark;
    return {id, job};
}

void at_once(std::function<void()> const& task) {
    task();
}

TEST(GroupWriter, WhatGathersDuringACommitGoesOutTogether) {
    SlowStore store;
    std::atomic<int> done = 0;
    {
        GroupWriter writer(store, at_once);
        auto const count = [&](std::string const& failure) { done += failure.empty() ? 1 : 100; };
        writer.write(put("0", 0), count);
        for (int i = 1; i < 50; ++i)
            writer.write(put(std::to_string(i), i), count);
        writer.write(put("7", 70), count);
        writer.write({"8", std::nullopt}, count);
        store.first_may_go.set_value();
    }
    EXPECT_EQ(done, 52);
    EXPECT_EQ(store.jobs.size(), 49u);
    EXPECT_EQ(store.jobs.at("7"), 70);
    EXPECT_LE(store.commits, 3);
}

TEST(GroupWriter, AFailureIsToldAndTheChangeKept) {
    SlowStore store;
    store.first_may_go.set_value();
    store.failures = 1;
    std::promise<std::string> told;
    {
        GroupWriter writer(store, at_once);
        writer.write(put("a", 1), [&](std::string const& failure) { told.set_value(failure); });
        EXPECT_EQ(told.get_future().get(), "disk full");
        std::promise<void> healed;
        writer.write(put("b", 2), [&](std::string const&) { healed.set_value(); });
        healed.get_future().wait();
    }
    EXPECT_EQ(store.jobs, (std::map<std::string, int>{{"a", 1}, {"b", 2}}));
}

TEST(GroupWriter, AChangeThatAnotherServerWasBeforeIsToldAndDropped) {
    SlowStore store;
    store.lost = {"b"};
    std::map<std::string, std::string> told;
    {
        GroupWriter writer(store, at_once);
        for (std::string const id : {"a", "b", "c"})
            writer.write(put(id, 1), [&told, id](std::string const& failure) { told[id] = failure; });
        writer.write({"b", std::nullopt, "PHASE=ABORT"});  // does not replace the change of b
        store.first_may_go.set_value();
    }
    EXPECT_EQ(told["a"] + told["c"], "");
    EXPECT_NE(told["b"].find("another server"), std::string::npos);
}

TEST(GroupWriter, AChangeThatFailedNeverOverrulesANewerOne) {
    SlowStore store;
    store.failures = 1;
    {
        GroupWriter writer(store, at_once);
        writer.write(put("a", 1));
        while (store.commits == 0)
            std::this_thread::yield();
        writer.write(put("a", 2));
        store.first_may_go.set_value();
    }
    EXPECT_EQ(store.jobs.at("a"), 2);
}

}  // namespace
}  // namespace vespa::uws
