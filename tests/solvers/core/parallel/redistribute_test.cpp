#include "core/parallel/redistribute.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "core/parallel/agreement.hpp"
#include "core/parallel/reductions.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

/// Indices of [0, total) that fall to this rank by the same draw on every rank, in a mixed order.
std::vector<std::uint64_t> draw_indices(std::uint64_t total, unsigned seed, bool skip_some = false) {
    std::mt19937 random(seed);
    std::vector<std::uint64_t> mine;
    for (std::uint64_t index = 0; index < total; ++index) {
        auto const owner = static_cast<int>(random() % static_cast<unsigned>(ranks().size()));
        bool const skipped = skip_some && random() % 4 == 0;
        if (owner == ranks().rank() && !skipped) mine.push_back(index);
    }
    std::shuffle(mine.begin(), mine.end(), random);
    return mine;
}

TEST(Redistribute, RandomOwnersBecomeBlocks) {
    for (std::uint64_t total : {0u, 1u, 3u, 100u, 5000u}) {
        auto const indices = draw_indices(total, 7);
        std::vector<double> rows;
        for (auto const index : indices) {
            rows.insert(rows.end(), {double(index), double(index) + 0.25, -double(index)});
        }

        auto const block = redistribute<double>(ranks(), total, indices, rows, 3);

        auto const range = block_of(total, ranks().rank(), ranks().size());
        ASSERT_EQ(block.size(), range.size() * 3);
        for (auto i = range.first; i < range.last; ++i) {
            auto const* row = &block[(i - range.first) * 3];
            ASSERT_EQ(row[0], double(i));
            ASSERT_EQ(row[1], double(i) + 0.25);
            ASSERT_EQ(row[2], -double(i));
        }
    }
}

TEST(Redistribute, RecordsOfAnyKind) {
    struct Record {
        std::int32_t number;
        std::array<char, 6> letters;
    };
    auto const indices = draw_indices(50, 1);
    std::vector<Record> rows;
    for (auto const index : indices) {
        rows.push_back(
            {static_cast<std::int32_t>(index), {'v', 'e', 's', 'p', 'a', static_cast<char>(index)}});
    }

    auto const block = redistribute<Record>(ranks(), 50, indices, rows);

    auto const first = block_of(50, ranks().rank(), ranks().size()).first;
    for (std::size_t k = 0; k < block.size(); ++k) {
        EXPECT_EQ(block[k].number, static_cast<std::int32_t>(first + k));
        EXPECT_EQ(block[k].letters[5], static_cast<char>(first + k));
    }
}

TEST(Redistribute, AbsentRowsAreAnErrorOrFilled) {
    auto const indices = draw_indices(200, 3, true);
    std::vector<std::int64_t> const rows(indices.begin(), indices.end());

    EXPECT_THROW((redistribute<std::int64_t>(ranks(), 200, indices, rows)), AgreedError);
    auto const block = redistribute<std::int64_t>(ranks(), 200, indices, rows, 1, -1);

    auto const first = static_cast<std::int64_t>(block_of(200, ranks().rank(), ranks().size()).first);
    std::uint64_t present = 0;
    for (std::size_t k = 0; k < block.size(); ++k) {
        if (block[k] == -1) continue;
        EXPECT_EQ(block[k], first + static_cast<std::int64_t>(k));
        ++present;
    }
    EXPECT_EQ(sum(ranks(), present), sum(ranks(), std::uint64_t{indices.size()}));
}

TEST(Redistribute, OneRankHasAllOrNothing) {
    std::vector<std::uint64_t> indices;
    if (ranks().rank() == ranks().size() - 1) indices = {4, 2, 0, 1, 3};
    std::vector<std::uint64_t> const rows(indices);

    auto const block = redistribute<std::uint64_t>(ranks(), 5, indices, rows);

    auto const range = block_of(5, ranks().rank(), ranks().size());
    ASSERT_EQ(block.size(), range.size());
    for (std::size_t k = 0; k < block.size(); ++k) {
        EXPECT_EQ(block[k], range.first + k);
    }
}

TEST(Redistribute, WrongIndicesAndRowsAreRefusedOnAllRanks) {
    auto const bring = [](std::vector<std::uint64_t> const& indices, std::size_t values) {
        return [=] {
            std::vector<int> const rows(values, 1);
            redistribute<int>(ranks(), 10, indices, rows, 2, 0);
        };
    };
    bool const mine = ranks().is_root();

    EXPECT_NO_THROW(bring({}, 0)());
    EXPECT_THROW(bring(mine ? std::vector<std::uint64_t>{10} : std::vector<std::uint64_t>{}, mine ? 2 : 0)(),
                 AgreedError);
    EXPECT_THROW(
        bring(mine ? std::vector<std::uint64_t>{3, 3} : std::vector<std::uint64_t>{}, mine ? 4 : 0)(),
        AgreedError);
    EXPECT_THROW(bring(mine ? std::vector<std::uint64_t>{3} : std::vector<std::uint64_t>{}, mine ? 3 : 0)(),
                 AgreedError);
}

TEST(RedistributeRagged, ItemsOfManyLengthsFollowEachOther) {
    // Item i has i % 5 rows of (i, k); those with i % 11 == 3 are brought by nobody.
    std::uint64_t const total = 300;
    std::vector<std::uint64_t> indices, counts;
    std::vector<std::uint32_t> rows;
    for (auto const index : draw_indices(total, 9)) {
        if (index % 11 == 3) continue;
        indices.push_back(index);
        counts.push_back(index % 5);
        for (std::uint32_t k = 0; k < index % 5; ++k) {
            rows.insert(rows.end(), {static_cast<std::uint32_t>(index), k});
        }
    }

    auto const ragged = redistribute_ragged<std::uint32_t>(ranks(), total, indices, counts, rows, 2);

    EXPECT_EQ(ragged.items, block_of(total, ranks().rank(), ranks().size()));
    ASSERT_EQ(ragged.values.size(), ragged.rows.size() * 2);
    std::uint64_t before = 0;  // rows of the items before item i
    for (std::uint64_t i = 0; i < total; ++i) {
        auto const expected = i % 11 == 3 ? 0 : i % 5;
        if (ragged.items.first <= i && i < ragged.items.last) {
            auto const k = i - ragged.items.first;
            ASSERT_EQ(ragged.count[k], expected);
            ASSERT_EQ(ragged.first[k], before);
            for (std::uint64_t r = 0; r < expected; ++r) {
                auto const place = (before + r - ragged.rows.first) * 2;
                ASSERT_EQ(ragged.values[place], i);
                ASSERT_EQ(ragged.values[place + 1], r);
            }
        }
        before += expected;
    }
    EXPECT_EQ(ragged.total_rows, before);
}

TEST(RedistributeRagged, NoItemsAtAll) {
    auto const ragged = redistribute_ragged<double>(ranks(), 0, {}, {}, {}, 3);

    EXPECT_EQ(ragged.total_rows, 0u);
    EXPECT_TRUE(ragged.items.empty());
}

TEST(RedistributeRagged, CountsThatDoNotMatchTheRowsAreRefused) {
    std::vector<std::uint64_t> const one{0};
    std::vector<std::uint64_t> const huge{~std::uint64_t{0}};
    std::vector<double> const rows{1.0, 2.0, 3.0};

    EXPECT_THROW(redistribute_ragged<double>(ranks(), 9, one, one, rows, 3), AgreedError);
    EXPECT_THROW(redistribute_ragged<double>(ranks(), 9, one, huge, rows, 3), AgreedError);
    EXPECT_THROW(redistribute_ragged<double>(ranks(), 9, one, {}, rows, 3), AgreedError);
    EXPECT_THROW(redistribute_ragged<double>(ranks(), 9, one, one, rows, 0), AgreedError);
}

}  // namespace
