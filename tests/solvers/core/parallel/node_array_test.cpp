#include "core/parallel/node_array.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "core/parallel/agreement.hpp"
#include "core/parallel/share.hpp"

namespace {

using namespace vespa::parallel;

Communicator ranks() {
    return Communicator(MPI_COMM_WORLD);
}

/// Each of the sharers of rank 0's copy fills its part; a second step reads what the others wrote.
void fill(NodeArray& array) {
    if (!array.is_filled_here()) return;
    auto const values = array.values();
    auto const mine = block_of(values.size(), array.sharers().rank(), array.sharers().size());
    for (auto i = mine.first; i < mine.last; ++i)
        values[i] = static_cast<double>(i);
    array.settle();
    double const last = values[values.size() - 1];
    array.settle();
    for (auto i = mine.first; i < mine.last; ++i)
        values[i] += last;
}

void expect_filled(NodeArray const& array, std::uint64_t size) {
    auto const values = array.values();
    ASSERT_EQ(values.size(), size);
    for (std::uint64_t i = 0; i < size; ++i)
        ASSERT_EQ(values[i], static_cast<double>(i + size - 1)) << i;
}

TEST(NodeArray, IsFilledTogetherAndReadByAll) {
    constexpr std::uint64_t size = 1001;
    NodeArray array(ranks(), size);
    EXPECT_TRUE(array.is_filled_here());  // these tests run on one node
    EXPECT_EQ(array.sharers().size(), ranks().size());
    for (double const value : array.values())
        ASSERT_EQ(value, 0);
    array.settle();
    fill(array);
    array.spread();
    expect_filled(array, size);
}

TEST(NodeArray, ReachesTheOtherNodes) {
    // Ranks 0, 2 as one node, 1, 3 as another.
    constexpr std::uint64_t size = 777;
    NodeArray array(ranks(), size, ranks().rank() % 2);
    EXPECT_EQ(array.is_filled_here(), ranks().rank() % 2 == 0);
    EXPECT_EQ(array.sharers().size(), (ranks().size() + 1 - ranks().rank() % 2) / 2);
    fill(array);
    array.spread();
    expect_filled(array, size);
}

TEST(NodeArray, StandsOnceInMemory) {
    NodeArray array(ranks(), 4);
    array.settle();
    if (array.sharers().rank() == array.sharers().size() - 1) array.values()[3] = 42;
    array.settle();
    EXPECT_EQ(array.values()[3], 42);
}

TEST(NodeArray, OfNothing) {
    NodeArray array(ranks(), 0);
    array.spread();
    EXPECT_TRUE(array.values().empty());
}

TEST(NodeArray, MoreThanTheNodeHasIsAnAgreedFailure) {
    try {
        NodeArray const array(ranks(), std::uint64_t{1} << 50);
        FAIL() << "8 PiB were found";
    } catch (AgreedError const& error) {
        EXPECT_NE(std::string(error.what()).find("no room for 9007199254740992 bytes"), std::string::npos);
        EXPECT_FALSE(error.is_bad_input());
    }
}

TEST(NodeArray, OneThatAnExceptionLeavesBehindDisturbsNoOther) {
    NodeArray outer(ranks(), 8);
    try {
        NodeArray const inner(ranks(), 8);
        throw std::runtime_error("passes");
    } catch (std::runtime_error const&) {
    }
    fill(outer);
    outer.spread();
    expect_filled(outer, 8);
}

}  // namespace
