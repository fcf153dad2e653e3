#include "core/parallel/share.hpp"

#include <gtest/gtest.h>

#include <limits>

using vespa::parallel::block_of;
using vespa::parallel::owner_of;
using vespa::parallel::Range;

TEST(Share, BlocksFollowEachOtherAndDifferByAtMostOne) {
    for (std::uint64_t total : {0u, 1u, 3u, 7u, 1000u, 4097u}) {
        for (int size : {1, 2, 3, 4, 64, 5000}) {
            std::uint64_t expected = 0;
            for (int rank = 0; rank < size; ++rank) {
                auto const block = block_of(total, rank, size);
                ASSERT_EQ(block.first, expected);
                ASSERT_GE(block.size(), total / static_cast<unsigned>(size));
                ASSERT_LE(block.size(), total / static_cast<unsigned>(size) + 1);
                expected = block.last;
            }
            ASSERT_EQ(expected, total);
        }
    }
}

TEST(Share, LargestTotalsDoNotOverflow) {
    auto const total = std::numeric_limits<std::uint64_t>::max();

    EXPECT_EQ(block_of(total, 0, 3), (Range{0, total / 3}));
    EXPECT_EQ(block_of(total, 2, 3), (Range{total / 3 * 2, total}));
    EXPECT_EQ(block_of(total, 99999, 100000).last, total);
    EXPECT_EQ(owner_of(total, total - 1, 100000), 99999);
    EXPECT_EQ(owner_of(total, total / 3, 3), 1);
    EXPECT_EQ(owner_of(total, total / 3 - 1, 3), 0);
}

TEST(Share, OwnerIsTheRankWhoseBlockHoldsTheIndex) {
    for (std::uint64_t total : {1u, 2u, 5u, 97u, 1000u}) {
        for (int size : {1, 2, 3, 4, 7, 150}) {
            for (std::uint64_t index = 0; index < total; ++index) {
                auto const block = block_of(total, owner_of(total, index, size), size);
                ASSERT_LE(block.first, index);
                ASSERT_LT(index, block.last);
            }
        }
    }
}
