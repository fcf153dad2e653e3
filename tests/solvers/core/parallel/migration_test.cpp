#include "core/parallel/migration.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

struct Wanderer {
    std::uint64_t id;
    std::uint64_t hops_left;
    std::uint64_t seed;
    std::uint64_t filling[13];
};

std::uint64_t scrambled(std::uint64_t x) {
    x = (x ^ (x >> 31)) * 0x9e3779b97f4a7c15ull;
    return x ^ (x >> 29);
}

int rank_of(std::uint64_t seed) {
    return static_cast<int>(seed % static_cast<std::uint64_t>(ranks().size()));
}

/// Lets `mine` wander until all have ended. \return the ids that ended here, sorted over all ranks
std::vector<std::uint64_t> wander(Migration<Wanderer>& migration, std::vector<Wanderer> mine,
                                  std::uint64_t total) {
    migration.begin(total);
    std::vector<std::uint64_t> ended;
    for (;;) {
        std::uint64_t ended_now = 0;
        for (auto& wanderer : mine) {
            if (wanderer.hops_left == 0) {
                ended.push_back(wanderer.id);
                ++ended_now;
                continue;
            }
            --wanderer.hops_left;
            wanderer.seed = scrambled(wanderer.seed + wanderer.id);
            migration.send(rank_of(wanderer.seed), wanderer);
        }
        migration.end(ended_now);
        mine.clear();
        migration.flush();
        migration.receive(mine);
        if (mine.empty() && migration.over()) break;
    }
    auto all = gather_everywhere(ranks(), ended);
    std::sort(all.begin(), all.end());
    return all;
}

void expect_each_once(std::vector<std::uint64_t> const& ids, std::uint64_t total) {
    ASSERT_EQ(ids.size(), total);
    for (std::uint64_t id = 0; id < total; ++id)
        ASSERT_EQ(ids[id], id);
}

std::vector<Wanderer> born_on(int rank, std::uint64_t total, std::uint64_t hops) {
    std::vector<Wanderer> mine;
    for (std::uint64_t id = 0; id < total; ++id) {
        int const birthplace = rank >= 0 ? rank : rank_of(id);
        if (birthplace == ranks().rank()) mine.push_back({id, id % (hops + 1), id, {}});
    }
    return mine;
}

TEST(Migration, EveryItemEndsOnce) {
    for (std::size_t const batch : {1u, 7u, 64u}) {
        Migration<Wanderer> migration(ranks(), batch);
        for (std::uint64_t const total : {0u, 1u, 5u, 3000u})
            expect_each_once(wander(migration, born_on(-1, total, 20), total), total);
    }
}

TEST(Migration, OneRankMayHaveAllOrNone) {
    Migration<Wanderer> migration(ranks(), 16);
    int const last = ranks().size() - 1;
    expect_each_once(wander(migration, born_on(last, 500, 9), 500), 500);
    expect_each_once(wander(migration, born_on(0, 500, 0), 500), 500);  // nobody ever moves
    EXPECT_EQ(migration.sent(), 0u);
}

TEST(Migration, CountsWhatItSends) {
    Migration<Wanderer> migration(ranks(), 16);
    auto const mine = born_on(-1, 200, 4);
    wander(migration, mine, 200);
    std::uint64_t hops = 0;
    for (std::uint64_t id = 0; id < 200; ++id)
        hops += id % 5;
    EXPECT_EQ(sum(ranks(), migration.sent()), hops);
}

TEST(Migration, ClosedMidwayGivesBackWhatIsUnderWay) {
    Migration<Wanderer> migration(ranks(), 8);
    for (int round = 0; round < 3; ++round) {
        migration.begin(1000);
        auto mine = born_on(-1, 1000, 1000);
        std::vector<Wanderer> kept;
        for (int turn = 0; !migration.over(); ++turn) {
            for (auto& wanderer : mine) {
                wanderer.seed = scrambled(wanderer.seed + wanderer.id);
                migration.send(rank_of(wanderer.seed), wanderer);
            }
            mine.clear();
            if (turn == 5 && ranks().is_root()) migration.close();
            migration.receive(mine);
        }
        EXPECT_TRUE(migration.closed());
        kept = mine;
        migration.recall(kept);
        std::vector<std::uint64_t> ids;
        for (auto const& wanderer : kept)
            ids.push_back(wanderer.id);
        auto all = gather_everywhere(ranks(), ids);
        std::sort(all.begin(), all.end());
        expect_each_once(all, 1000);
    }
}

TEST(Migration, RefusesEmptyBatches) {
    EXPECT_THROW(Migration<Wanderer>(ranks(), 0), AgreedError);
}

}  // namespace
