// Spectral blocks: how a grid is cut, and how ranks share the parts.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "lbl/blocks/block_plan.hpp"
#include "lbl/blocks/share_blocks.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa;
using lbl::BlockPlan;
using vespa::testing::ranks;

TEST(BlockPlan, CoversTheGridOnceAndInOrder) {
    for (std::int64_t const points : {1, 4095, 4096, 4097, 1000001}) {
        BlockPlan const plan({1000, 0.01, points});
        std::uint64_t next = 0;
        for (std::uint64_t block = 0; block < plan.blocks(); ++block) {
            EXPECT_EQ(plan.points(block).first, next);
            EXPECT_EQ(plan.part(block).at(0), plan.grid().at(static_cast<std::int64_t>(next)));
            next = plan.points(block).last;
        }
        EXPECT_EQ(next, static_cast<std::uint64_t>(points));
    }
    EXPECT_EQ(BlockPlan({1000, 0.01, 1000001}).block_points(), 65536);
    EXPECT_EQ(BlockPlan({1000, 0.01, 1000001}, 1000).blocks(), 1001U);
}

TEST(BlockPlan, EndsInSmallerBlocks) {
    BlockPlan const plan({1000, 0.01, 1000000});
    EXPECT_EQ(plan.points(0).size(), 65536U);
    EXPECT_EQ(plan.points(13).size(), 65536U);
    EXPECT_EQ(plan.points(14).size(), 32768U);
    EXPECT_EQ(plan.blocks(), 14U + 3U);
    EXPECT_EQ(BlockPlan({1000, 0.01, 500}).blocks(), 1U);
}

TEST(BlockPlan, BeginsBlocksWhereItIsTold) {
    BlockPlan const plan({1000, 0.01, 100}, std::vector<std::int64_t>{0, 10, 70});
    EXPECT_EQ(plan.blocks(), 3U);
    EXPECT_EQ(plan.block_points(), 60);
    EXPECT_EQ(plan.points(1).first, 10U);
    EXPECT_EQ(plan.points(2).size(), 30U);
    EXPECT_EQ(plan.part(2).at(0), plan.grid().at(70));
    for (auto const& begins : {std::vector<std::int64_t>{}, {5, 10}, {0, 10, 10}, {0, 100}})
        EXPECT_THROW(BlockPlan({1000, 0.01, 100}, begins), std::invalid_argument);
}

/// Counts how often each block is computed, by all ranks.
std::vector<int> counts(lbl::BlockWork const& work, parallel::Watcher& watcher, lbl::BlockOutcome& outcome) {
    std::vector<int> mine(work.cost.size(), 0);
    outcome = lbl::share_blocks(ranks(), work, watcher, [&](auto block) { ++mine[block]; });
    for (auto& count : mine)
        count = parallel::sum(ranks(), count);
    return mine;
}

TEST(ShareBlocks, ComputesEachBlockThatIsNotDoneOnce) {
    parallel::Watcher watcher;
    lbl::BlockOutcome outcome;
    EXPECT_EQ(counts({.cost = {1, 5, 2, 9}, .done = {}}, watcher, outcome), (std::vector{1, 1, 1, 1}));
    EXPECT_EQ(outcome.computed, 4U);
    EXPECT_FALSE(outcome.stopped);
    EXPECT_EQ(counts({.cost = {1, 5, 2}, .done = {false, true, false}}, watcher, outcome),
              (std::vector{1, 0, 1}));
    EXPECT_EQ(outcome.computed, 2U);
    EXPECT_EQ(counts({.cost = {}, .done = {}}, watcher, outcome), std::vector<int>{});
    EXPECT_FALSE(outcome.stopped);
}

TEST(ShareBlocks, TakesTheDearestFirst) {
    std::vector<std::uint64_t> order;
    parallel::Watcher watcher;
    lbl::share_blocks(ranks(), {.cost = {1, 5, 2, 9, 5}, .done = {}}, watcher,
                      [&](auto block) { order.push_back(block); });
    std::vector<std::uint64_t> const dearest{3, 1, 4, 2, 0};
    auto place = dearest.begin();
    for (auto const block : order) {  // a rank's share is a part of the order
        place = std::find(place, dearest.end(), block);
        ASSERT_NE(place, dearest.end());
    }
}

class StopAfterOne final : public parallel::Watcher {
  public:
    void progress(std::uint64_t done, std::uint64_t total) override {
        EXPECT_LE(done, total);
        stop_ = true;
    }
    bool stop_requested() override { return stop_; }

  private:
    bool stop_ = false;
};

TEST(ShareBlocks, StopsOnRequestWithWholeBlocks) {
    StopAfterOne watcher;
    lbl::BlockOutcome outcome;
    auto const computed = counts({.cost = std::vector<double>(100, 1.0), .done = {}}, watcher, outcome);
    EXPECT_TRUE(outcome.stopped);
    EXPECT_LE(outcome.computed, static_cast<std::uint64_t>(ranks().size()));
    EXPECT_EQ(std::accumulate(computed.begin(), computed.end(), 0), static_cast<int>(outcome.computed));
}

TEST(ShareBlocks, OneFailureEndsAllRanksAlike) {
    parallel::Watcher watcher;
    try {
        lbl::share_blocks(ranks(), {.cost = std::vector<double>(50, 1.0), .done = {}}, watcher,
                          [](auto block) {
                              if (block == 7) throw std::runtime_error("no room on the disk");
                          });
        FAIL();
    } catch (parallel::AgreedError const& error) {
        EXPECT_NE(std::string(error.what()).find("no room on the disk"), std::string::npos);
    }
}

}  // namespace
