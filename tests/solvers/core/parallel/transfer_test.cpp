#include "core/parallel/transfer.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

/// A message that differs by sender and receiver and that some ranks leave empty.
std::vector<std::byte> message(int from, int to) {
    std::vector<std::byte> bytes(static_cast<std::size_t>((from * 7 + to * 13) % 5 * 11));
    for (std::size_t k = 0; k < bytes.size(); ++k) {
        bytes[k] = static_cast<std::byte>(from * 50 + to * 10 + static_cast<int>(k) % 7);
    }
    return bytes;
}

TEST(Transfer, BroadcastOfNumbersTextsAndVectorsFromAnyRank) {
    int const root = ranks().size() - 1;
    bool const mine = ranks().rank() == root;

    EXPECT_EQ(broadcast(ranks(), mine ? 2.5 : 0.0, root), 2.5);
    EXPECT_EQ(broadcast(ranks(), std::string(mine ? "Io\0torus" : "other, longer text", mine ? 8 : 18), root),
              std::string("Io\0torus", 8));
    EXPECT_EQ(broadcast(ranks(), mine ? std::vector{1, 2, 3} : std::vector<int>{}, root),
              (std::vector{1, 2, 3}));
    EXPECT_EQ(broadcast(ranks(), mine ? std::vector<int>{} : std::vector{4}, root), std::vector<int>{});
}

TEST(Transfer, GatherKeepsRankOrderAndEmptyRanks) {
    // Rank r brings r values.
    std::vector<int> const values(static_cast<std::size_t>(ranks().rank()), ranks().rank());
    std::vector<int> expected;
    for (int rank = 0; rank < ranks().size(); ++rank) {
        expected.insert(expected.end(), static_cast<std::size_t>(rank), rank);
    }

    EXPECT_EQ(gather(ranks(), values), ranks().is_root() ? expected : std::vector<int>{});
    EXPECT_EQ(gather_everywhere(ranks(), values), expected);
}

TEST(Transfer, GatherOfTexts) {
    std::string const mine(static_cast<std::size_t>(ranks().rank()) * 3, 'a');

    auto const texts = gather_everywhere(ranks(), mine);
    ASSERT_EQ(texts.size(), static_cast<std::size_t>(ranks().size()));
    for (std::size_t rank = 0; rank < texts.size(); ++rank) {
        EXPECT_EQ(texts[rank], std::string(rank * 3, 'a'));
    }
    EXPECT_EQ(gather(ranks(), mine).empty(), !ranks().is_root());
}

// What moves above 1 GiB moves in pieces; here the pieces are of a few bytes.
TEST(Transfer, BroadcastInPieces) {
    std::vector<int> values(100, 0);
    if (ranks().is_root()) std::iota(values.begin(), values.end(), 0);

    detail::broadcast_bytes(ranks(), std::as_writable_bytes(std::span(values)), 0, 7);

    EXPECT_EQ(values[99], 99);
    EXPECT_EQ(std::accumulate(values.begin(), values.end(), 0), 4950);
}

TEST(Transfer, GatherInPiecesGivesTheSame) {
    auto const mine = message(ranks().rank(), 1);
    std::vector<std::uint64_t> whole_counts, counts;

    auto const whole = detail::gather_bytes(ranks(), mine, 0, whole_counts, detail::largest_message);
    auto const pieces = detail::gather_bytes(ranks(), mine, 0, counts, 8);

    EXPECT_EQ(pieces, whole);
    EXPECT_EQ(counts, whole_counts);
}

TEST(Transfer, ExchangeWholeAndInPieces) {
    std::vector<std::byte> buffer, expected;
    std::vector<std::uint64_t> counts, expected_counts;
    for (int other = 0; other < ranks().size(); ++other) {
        auto const out = message(ranks().rank(), other);
        auto const in = message(other, ranks().rank());
        buffer.insert(buffer.end(), out.begin(), out.end());
        counts.push_back(out.size());
        expected.insert(expected.end(), in.begin(), in.end());
        expected_counts.push_back(in.size());
    }

    for (std::uint64_t limit : {detail::largest_message, std::uint64_t{9}}) {
        std::vector<std::uint64_t> received;
        EXPECT_EQ(detail::exchange_bytes(ranks(), buffer, counts, received, limit), expected);
        EXPECT_EQ(received, expected_counts);
    }
}

TEST(Transfer, ExchangeOfValues) {
    // rank r has 100 r + k for rank k, k times
    std::vector<std::vector<int>> for_rank(static_cast<std::size_t>(ranks().size()));
    std::vector<int> expected;
    for (int other = 0; other < ranks().size(); ++other) {
        auto const times = static_cast<std::size_t>(other);
        for_rank[times].assign(times, 100 * ranks().rank() + other);
        expected.insert(expected.end(), static_cast<std::size_t>(ranks().rank()),
                        100 * other + ranks().rank());
    }

    EXPECT_EQ(exchange_values(ranks(), for_rank), expected);
}

}  // namespace
