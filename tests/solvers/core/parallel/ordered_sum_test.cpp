#include "core/parallel/ordered_sum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "core/parallel/agreement.hpp"
#include "core/parallel/share.hpp"
#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

double wild(std::uint64_t i) {
    auto const x = static_cast<double>(i);
    return std::sin(1000.0 * x) * std::exp(8.0 * std::cos(0.37 * x));
}

std::vector<double> values_of(Range range) {
    std::vector<double> values;
    for (auto i = range.first; i < range.last; ++i) {
        values.push_back(wild(i));
    }
    return values;
}

double sum_of_blocks(std::uint64_t total) {
    auto const mine = block_of(total, ranks().rank(), ranks().size());
    return ordered_sum(ranks(), values_of(mine), mine.first, total);
}

/// The same sum on each rank alone.
double sum_alone(std::uint64_t total) {
    return ordered_sum(Communicator(MPI_COMM_SELF), values_of({0, total}), 0, total);
}

// The number depends on the C library's sin, exp and cos as well: computed once with glibc 2.36.
TEST(OrderedSum, OfAMillionWildNumbersHasTheKnownBits) {
    EXPECT_EQ(sum_of_blocks(1000003), 0x1.8fb3cff7d0e14p+11);
}

TEST(OrderedSum, HasTheSameBitsAsOnOneRank) {
    for (std::uint64_t total : {0u, 1u, 2u, 31u, 33u, 4095u, 4096u, 4097u, 8192u, 20000u}) {
        EXPECT_EQ(sum_of_blocks(total), sum_alone(total)) << total;
    }
}

TEST(OrderedSum, HasTheSameBitsHoweverTheRanksShare) {
    std::uint64_t const total = 30000;
    auto const expected = sum_alone(total);
    std::mt19937_64 random(20260101);
    for (int trial = 0; trial < 10; ++trial) {
        // Borders that leave ranks empty and put several ranks into one block.
        std::vector<std::uint64_t> borders{0, total};
        for (int k = 1; k < ranks().size(); ++k) {
            borders.push_back(trial % 2 ? random() % total : random() % 3000);
        }
        std::sort(borders.begin(), borders.end());
        Range const mine{borders[static_cast<std::size_t>(ranks().rank())],
                         borders[static_cast<std::size_t>(ranks().rank()) + 1]};
        EXPECT_EQ(ordered_sum(ranks(), values_of(mine), mine.first, total), expected);
    }
}

TEST(OrderedSum, EmptyRanksMayGiveAnyFirst) {
    auto const all = ranks().rank() == ranks().size() - 1 ? values_of({0, 5000}) : std::vector<double>{};
    EXPECT_EQ(ordered_sum(ranks(), all, all.empty() ? 77u : 0u, 5000), sum_alone(5000));
}

TEST(OrderedSum, NotANumberStaysOne) {
    std::vector<double> const mine(3, ranks().is_root() ? std::numeric_limits<double>::quiet_NaN() : 1.0);
    auto const total = 3 * static_cast<std::uint64_t>(ranks().size());
    EXPECT_TRUE(
        std::isnan(ordered_sum(ranks(), mine, 3 * static_cast<std::uint64_t>(ranks().rank()), total)));
}

TEST(OrderedSum, RangesThatDoNotCoverTheTotalAreRefused) {
    std::vector<double> const one{1.0};
    auto const total = static_cast<std::uint64_t>(ranks().size());
    auto const first = static_cast<std::uint64_t>(ranks().rank());

    EXPECT_THROW(ordered_sum(ranks(), one, first, total + 1), AgreedError);
    EXPECT_THROW(ordered_sum(ranks(), one, first + 1, total + 1), AgreedError);
    if (ranks().size() > 1) {
        EXPECT_THROW(ordered_sum(ranks(), one, total - 1 - first, total), AgreedError);
    }
}

TEST(PairwiseSum, IsAccurateWhereAPlainLoopIsNot) {
    std::vector<double> const values(1 << 20, 0.1);
    EXPECT_NEAR(pairwise_sum(values), 104857.6, 1e-10);
    EXPECT_EQ(pairwise_sum({}), 0.0);
    EXPECT_EQ(pairwise_sum(std::vector{-0.0}), 0.0);
    EXPECT_TRUE(std::signbit(pairwise_sum(std::vector{-0.0})));
}

}  // namespace
