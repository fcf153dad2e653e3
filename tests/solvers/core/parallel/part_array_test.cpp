#include "core/parallel/part_array.hpp"

#include <gtest/gtest.h>

#include "support/ranks.hpp"

namespace {

using namespace vespa::parallel;
using vespa::testing::ranks;

TEST(PartArray, TakesMemoryOnlyWhereItIsWritten) {
    std::uint64_t const size = std::uint64_t{1} << 32;  // 32 GiB of address space
    PartArray array(size);
    auto const values = array.values();
    EXPECT_EQ(values[size - 1], 0);
    for (std::uint64_t i = 0; i < 100000; ++i)
        values[1000000 + i] = 1;
    for (std::uint64_t i = 0; i < 100000; ++i)
        values[size - 200000 + i] = 2;
    EXPECT_LE(array.resident_bytes(), 2u * 800000 + 5 * 4096);
    EXPECT_GE(array.resident_bytes(), 2u * 800000);
    std::vector<Range> const kept{{1000000, 1050000}};
    array.keep_only(kept);
    EXPECT_LE(array.resident_bytes(), 400000u + 3 * 4096);
    EXPECT_EQ(values[1049999], 1);
    EXPECT_EQ(values[1090000], 0);
    EXPECT_EQ(values[size - 150000], 0);
}

TEST(PartArray, RangesUnite) {
    EXPECT_EQ(united({{5, 7}, {0, 2}, {2, 3}, {6, 9}, {4, 4}}), (std::vector<Range>{{0, 3}, {5, 9}}));
    EXPECT_TRUE(united({}).empty());
}

TEST(PartArray, PartsGoWhereTheyAreWanted) {
    std::uint64_t const size = 100003;
    PartArray array(size);
    auto const values = array.values();
    auto const mine = block_of(size, ranks().rank(), ranks().size());
    for (auto i = mine.first; i < mine.last; ++i)
        values[i] = static_cast<double>(i) + 0.5;
    // every rank wants a comb of its own, over all parts, and an overlapping stretch
    std::vector<Range> want;
    auto const offset = static_cast<std::uint64_t>(ranks().rank());
    for (std::uint64_t i = 0; i + 40 < size; i += 100)
        want.push_back({i + offset, i + offset + 7});
    want.push_back({size - 20, size});
    exchange_parts(ranks(), values, {mine}, united(want));
    for (auto const& range : want) {
        for (auto i = range.first; i < range.last; ++i)
            ASSERT_EQ(values[i], static_cast<double>(i) + 0.5) << i;
    }
    std::uint64_t const untouched = (mine.last + 50) / 100 * 100 + 60;
    if (untouched < size && ranks().size() > 1 && (untouched < mine.first || untouched >= mine.last)) {
        EXPECT_EQ(values[untouched], 0);
    }
}

TEST(PartArray, SomeMayHaveOrWantNothing) {
    PartArray array(10);
    auto const values = array.values();
    bool const last = ranks().rank() == ranks().size() - 1;
    if (last) values[3] = 7;
    exchange_parts(ranks(), values, last ? std::vector<Range>{{3, 4}} : std::vector<Range>{},
                   ranks().is_root() ? std::vector<Range>{{0, 10}} : std::vector<Range>{});
    if (ranks().is_root()) {
        EXPECT_EQ(values[3], 7);
    }
}

}  // namespace
