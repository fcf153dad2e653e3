#include "launch/core_budget.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <stdexcept>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;
using Jobs = std::vector<std::string>;

CoreBudget::Clock::time_point at(CoreBudget::Clock::duration since_start) {
    return CoreBudget::Clock::time_point(since_start);
}

TEST(Budget, FirstComeFirstServedWithinAnOwner) {
    CoreBudget budget({.cores = 2});
    for (auto const& job : {"a1", "a2", "a3"})
        budget.enqueue(job, "ada", 1);
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"a1", "a2"}));
    EXPECT_EQ(budget.free_cores(), 0);
    EXPECT_TRUE(budget.admit(at(1s)).empty());
    EXPECT_TRUE(budget.remove("a2"));
    EXPECT_EQ(budget.admit(at(2s)), (Jobs{"a3"}));
}

TEST(Budget, AFloodDelaysAnotherOwnerByOneTurn) {
    CoreBudget budget({.cores = 1});
    for (int i = 0; i < 1000; ++i)
        budget.enqueue("flood" + std::to_string(i), "ada", 1);
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"flood0"}));
    budget.enqueue("single", "bob", 1);
    budget.remove("flood0");
    auto const next = budget.admit(at(1s));
    ASSERT_EQ(next.size(), 1u);
    budget.remove(next[0]);
    auto const after = budget.admit(at(2s));
    EXPECT_TRUE(next[0] == "single" || after == Jobs{"single"}) << next[0] << " then " << after[0];
}

TEST(Budget, OwnersAlternate) {
    CoreBudget budget({.cores = 1});
    for (auto const& job : {"a1", "a2", "a3"})
        budget.enqueue(job, "ada", 1);
    for (auto const& job : {"b1", "b2", "b3"})
        budget.enqueue(job, "bob", 1);
    Jobs order;
    for (auto started = budget.admit(at(0s)); !started.empty(); started = budget.admit(at(0s))) {
        order.push_back(started.at(0));
        budget.remove(started.at(0));
    }
    EXPECT_EQ(order, (Jobs{"a1", "b1", "a2", "b2", "a3", "b3"}));
}

std::string numbered(std::string letter, int number) {
    return letter.append(std::to_string(number));
}

/// Keeps all cores busy with jobs that last alike; counts the cores each owner was given.
std::map<std::string, int> given(CoreBudget& budget, int steps) {
    std::map<std::string, int> cores;
    std::deque<std::string> running;
    for (int step = 0; step < steps; ++step) {
        for (auto const& job : budget.admit(at(step * 1s))) {
            running.push_back(job);
            cores[job.substr(0, 1)] += job[1] - '0';
        }
        budget.remove(running.front());
        running.pop_front();
    }
    return cores;
}

void fill(CoreBudget& budget, std::string const& owner, int cores, int jobs) {
    for (int i = 0; i < jobs; ++i)
        budget.enqueue(owner + std::to_string(cores) + "-" + std::to_string(i), owner, cores);
}

TEST(Budget, WideAndNarrowJobsGetTheSameCores) {
    CoreBudget budget({.cores = 4, .patience = 0s});
    fill(budget, "a", 1, 2000);
    fill(budget, "b", 4, 500);
    auto const cores = given(budget, 1000);
    EXPECT_NEAR(double(cores.at("a")) / cores.at("b"), 1, 0.1);
}

TEST(Budget, WeightsAreKept) {
    CoreBudget budget({.cores = 3, .weights = {{"b", 3}}});
    fill(budget, "a", 1, 2000);
    fill(budget, "b", 1, 2000);
    auto const cores = given(budget, 1000);
    EXPECT_NEAR(double(cores.at("b")) / cores.at("a"), 3, 0.1);
}

TEST(Budget, SmallJobsPassAWideOneUntilItsPatienceIsOver) {
    CoreBudget budget({.cores = 4, .patience = 60s});
    budget.enqueue("a3", "ada", 3);
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"a3"}));
    budget.enqueue("wide", "bob", 4);
    int passed = 0;
    // a small job a second: four rounds until it is the wide one's turn, then its patience
    for (; passed < 1000; ++passed) {
        auto const small = numbered("c", passed);
        budget.enqueue(small, "eve", 1);
        auto const started = budget.admit(at(passed * 1s));
        if (started.empty()) break;
        EXPECT_EQ(started, (Jobs{small}));
        budget.remove(small);
    }
    EXPECT_GE(passed, 60) << "cores lie idle";
    EXPECT_LE(passed, 70) << "the wide job would wait for ever";
    budget.remove("a3");
    EXPECT_EQ(budget.admit(at(passed * 1s)), (Jobs{"wide"}));
    budget.remove("wide");
    EXPECT_EQ(budget.admit(at(passed * 1s)), (Jobs{numbered("c", passed)}));
}

TEST(Budget, NobodyPassesWithinAnOwner) {
    CoreBudget budget({.cores = 2});
    budget.enqueue("a1", "ada", 1);
    budget.enqueue("a2", "ada", 2);
    budget.enqueue("a3", "ada", 1);
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"a1"}));
    budget.remove("a1");
    EXPECT_EQ(budget.admit(at(1s)), (Jobs{"a2"}));
}

TEST(Budget, ACodeRunsNoOftenerThanItMay) {
    CoreBudget budget({.cores = 4, .at_once = {{"heavy", 1}}});
    budget.enqueue("h1", "ada", 1, "heavy");
    budget.enqueue("h2", "ada", 1, "heavy");
    budget.enqueue("light", "ada", 1, "light");
    budget.enqueue("h3", "bob", 1, "heavy");
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"h1", "light"})) << "what may run passes what may not";
    EXPECT_TRUE(budget.admit(at(1h)).empty());
    EXPECT_EQ(budget.free_cores(), 2);
    budget.remove("h1");
    auto const second = budget.admit(at(1h));
    ASSERT_EQ(second.size(), 1u);
    budget.remove(second.front());
    auto const third = budget.admit(at(1h));
    ASSERT_EQ(third.size(), 1u);
    EXPECT_NE(second, third);
    EXPECT_EQ(budget.waiting(), 0u);
}

TEST(Budget, AdoptedJobsCountForTheirCode) {
    CoreBudget budget({.cores = 4, .at_once = {{"heavy", 1}}});
    budget.occupy("old", 1, "heavy");
    budget.enqueue("h1", "ada", 1, "heavy");
    EXPECT_TRUE(budget.admit(at(0s)).empty());
    budget.remove("old");
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"h1"}));
}

TEST(Budget, WaitingJobsCanBeWithdrawn) {
    CoreBudget budget({.cores = 1});
    budget.enqueue("a1", "ada", 1);
    budget.enqueue("b1", "bob", 1);
    budget.enqueue("b2", "bob", 1);
    EXPECT_TRUE(budget.remove("a1"));
    EXPECT_TRUE(budget.remove("b1"));
    EXPECT_FALSE(budget.remove("b1"));
    EXPECT_FALSE(budget.remove("unknown"));
    EXPECT_EQ(budget.waiting(), 1u);
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"b2"}));
    EXPECT_EQ(budget.running(), 1u);
}

TEST(Budget, AdoptedJobsCount) {
    CoreBudget budget({.cores = 2});
    budget.occupy("old", 3);  // more than the server, set up anew, may take
    budget.enqueue("new", "ada", 1);
    EXPECT_EQ(budget.free_cores(), -1);
    EXPECT_TRUE(budget.admit(at(0s)).empty());
    budget.remove("old");
    EXPECT_EQ(budget.admit(at(0s)), (Jobs{"new"}));
}

TEST(Budget, ImpossibleRequestsAreRefused) {
    EXPECT_THROW(CoreBudget({.cores = 0}), std::invalid_argument);
    EXPECT_THROW(CoreBudget({.cores = 1, .weights = {{"a", 0}}}), std::invalid_argument);
    EXPECT_THROW(CoreBudget({.cores = 1, .at_once = {{"a", 0}}}), std::invalid_argument);
    CoreBudget budget({.cores = 2});
    EXPECT_THROW(budget.enqueue("a", "ada", 3), std::invalid_argument);
    EXPECT_THROW(budget.enqueue("a", "ada", 0), std::invalid_argument);
    budget.enqueue("a", "ada", 1);
    EXPECT_THROW(budget.enqueue("a", "bob", 1), std::invalid_argument);
    EXPECT_THROW(budget.occupy("a", 1), std::invalid_argument);
    budget.admit(at(0s));
    EXPECT_THROW(budget.enqueue("a", "ada", 1), std::invalid_argument);
}

TEST(Budget, AnyTrafficIsServedInBoundedTime) {
    // random owners, widths, ends and withdrawals; no core is taken twice, nobody waits for ever
    std::mt19937 random(7);
    auto const below = [&](int bound) { return int(random() % unsigned(bound)); };
    CoreBudget budget({.cores = 8, .patience = 50s});
    std::map<std::string, int> cores, asked_at;
    std::vector<std::string> running;
    int longest = 0;
    for (int step = 0; step < 20000; ++step) {
        if (step < 15000 && budget.waiting() < 40) {
            auto const job = numbered("j", step);
            cores[job] = 1 + (below(10) == 0 ? below(8) : below(2));
            asked_at[job] = step;
            budget.enqueue(job, numbered("owner", below(5)), cores[job]);
            if (below(20) == 0) {
                EXPECT_TRUE(budget.remove(job));
                asked_at.erase(job);
            }
        }
        for (auto const& job : budget.admit(at(step * 1s))) {
            longest = std::max(longest, step - asked_at.at(job));
            asked_at.erase(job);
            running.push_back(job);
        }
        int taken = 0;
        for (auto const& job : running)
            taken += cores.at(job);
        ASSERT_LE(taken, 8);
        ASSERT_EQ(budget.free_cores(), 8 - taken);
        if (!running.empty() && below(2) == 0) {
            auto const ended = running.begin() + below(int(running.size()));
            EXPECT_TRUE(budget.remove(*ended));
            running.erase(ended);
        }
    }
    EXPECT_TRUE(asked_at.empty()) << asked_at.size() << " jobs never ran";
    EXPECT_LT(longest, 2000);
}

}  // namespace
}  // namespace vespa::uws
