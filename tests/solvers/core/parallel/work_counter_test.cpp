#include "core/parallel/work_counter.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "core/parallel/transfer.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

/// Every item that any rank draws, sorted.
std::vector<std::uint64_t> draw_all(WorkCounter& counter) {
    std::vector<std::uint64_t> mine;
    while (auto const range = counter.next()) {
        for (auto item = range->first; item < range->last; ++item) {
            mine.push_back(item);
        }
    }
    auto all = gather_everywhere(ranks(), mine);
    std::sort(all.begin(), all.end());
    return all;
}

void expect_each_once(std::vector<std::uint64_t> const& items, std::uint64_t total) {
    ASSERT_EQ(items.size(), total);
    for (std::uint64_t item = 0; item < total; ++item) {
        ASSERT_EQ(items[item], item);
    }
}

TEST(WorkCounter, HandsOutEveryItemOnce) {
    for (std::uint64_t total : {0u, 1u, 10u, 1000u}) {
        for (std::uint64_t chunk :
             {std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{1000}, ~std::uint64_t{0}}) {
            WorkCounter counter(ranks(), total, chunk);
            expect_each_once(draw_all(counter), total);
            EXPECT_EQ(counter.handed_out(), total);
            EXPECT_FALSE(counter.closed());
        }
    }
}

TEST(WorkCounter, NobodyGetsWorkAfterItIsClosed) {
    WorkCounter counter(ranks(), 1000000, 10);
    std::uint64_t drawn = 0;
    if (ranks().is_root()) {
        for (int draw = 0; draw < 5; ++draw) {
            drawn += counter.next()->size();
        }
        counter.close();
    }
    ranks().barrier();

    EXPECT_EQ(counter.next(), std::nullopt);
    EXPECT_EQ(counter.next(), std::nullopt);
    EXPECT_TRUE(counter.closed());
    EXPECT_EQ(sum(ranks(), drawn), 50u);
    EXPECT_GE(counter.handed_out(), 50u);
}

TEST(WorkCounter, ManyMayCloseItAndItRestartsOpen) {
    WorkCounter counter(ranks(), 1000, 10);
    while (counter.next()) {
        counter.close();
    }
    counter.close();
    for (std::uint64_t total : {10u, 0u, 5000u}) {
        counter.restart(total);
        EXPECT_FALSE(counter.closed());
        expect_each_once(draw_all(counter), total);
    }
}

TEST(WorkCounter, ALargerTotalAfterARestartKeepsTheChunk) {
    WorkCounter counter(ranks(), 2, 5);
    counter.restart(100);
    std::uint64_t largest = 0;
    while (auto const range = counter.next()) {
        largest = std::max(largest, range->size());
    }

    EXPECT_EQ(maximum(ranks(), largest), 5u);
}

TEST(WorkCounter, RefusesWhatItCannotCount) {
    EXPECT_THROW(WorkCounter(ranks(), 10, 0), AgreedError);
    EXPECT_THROW(WorkCounter(ranks(), std::uint64_t{1} << 61, 1), AgreedError);
    WorkCounter counter(ranks(), 3, 1);
    EXPECT_THROW(counter.restart(~std::uint64_t{0}), AgreedError);
    EXPECT_NO_THROW(WorkCounter(ranks(), (std::uint64_t{1} << 61) - 1, 1));
}

TEST(WorkCounter, AnAgreedErrorMayPassIt) {
    auto const fail = [] {
        WorkCounter counter(ranks(), 10, 1);
        in_agreement(ranks(), [&] {
            if (counter.next()->first == 0) throw std::runtime_error("drew the first");
        });
    };

    EXPECT_THROW(fail(), AgreedError);
    WorkCounter another(ranks(), 30, 4);
    expect_each_once(draw_all(another), 30);
}

TEST(WorkCounter, WorksOnAPartOfTheRanks) {
    OwnedCommunicator const reversed(ranks(), ranks().rank() == 0 ? 0 : 1, -ranks().rank());
    WorkCounter counter(reversed.view(), 40, 3);
    std::uint64_t mine = 0;
    while (auto const range = counter.next()) {
        mine += range->size();
    }

    EXPECT_EQ(sum(reversed.view(), mine), 40u);
}

}  // namespace
