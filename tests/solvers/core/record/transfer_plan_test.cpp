#include "core/record/detail/transfer_plan.hpp"

#include <gtest/gtest.h>

namespace {

using namespace vespa::record::detail;
using vespa::parallel::Range;

TEST(TransferPlan, PassesCoverTheBlockOnceAndInOrder) {
    for (std::uint64_t rows : {0u, 1u, 9u, 10u, 11u, 100u, 101u}) {
        Range const block{7, 7 + rows};
        auto expected = block.first;
        for (std::uint64_t pass = 0; pass < passes_of(block, 10); ++pass) {
            auto const part = block_of_pass(block, 10, pass);
            ASSERT_EQ(part.first, expected);
            ASSERT_FALSE(part.empty());
            ASSERT_LE(part.size(), 10u);
            expected = part.last;
        }
        EXPECT_EQ(expected, block.last);
        EXPECT_TRUE(block_of_pass(block, 10, passes_of(block, 10)).empty());
        EXPECT_TRUE(block_of_pass(block, 10, 1000).empty());
    }
}

TEST(TransferPlan, BlocksOfManyGibibytes) {
    // 3e9 rows of 257 doubles: 6 TB.
    std::uint64_t const row_bytes = 257 * 8;
    auto const rows = rows_of_pass(row_bytes);
    Range const block{5'000'000'000, 8'000'000'000};

    EXPECT_LE(rows * row_bytes, largest_pass);
    EXPECT_GT((rows + 1) * row_bytes, largest_pass);
    auto const passes = passes_of(block, rows);
    EXPECT_EQ(passes, 5745u);  // ceil(3e9 / floor(2^30 / 2056))
    EXPECT_EQ(block_of_pass(block, rows, passes - 1).last, block.last);
    EXPECT_EQ(block_of_pass(block, rows, 1).first, block.first + rows);
}

TEST(TransferPlan, OverlapWithAWindow) {
    EXPECT_EQ(overlap({5, 10}, {0, 7}), (Range{5, 7}));
    EXPECT_EQ(overlap({5, 10}, {6, 8}), (Range{6, 8}));
    EXPECT_EQ(overlap({5, 10}, {10, 20}), (Range{5, 5}));
    EXPECT_EQ(overlap({5, 5}, {0, 20}), (Range{5, 5}));
}

TEST(TransferPlan, ARowLargerThanAPassIsAPassOfItsOwn) {
    EXPECT_EQ(rows_of_pass(std::uint64_t{3} << 30), 1u);
    EXPECT_EQ(rows_of_pass(100, 99), 1u);
    EXPECT_EQ(rows_of_pass(100, 100), 1u);
    EXPECT_EQ(rows_of_pass(100, 250), 2u);
}

}  // namespace
