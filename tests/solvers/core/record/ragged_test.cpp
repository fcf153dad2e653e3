#include "core/record/ragged.hpp"

#include <gtest/gtest.h>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::parallel::block_of;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;

TEST(Ragged, IndexComesBackForOtherBlocks) {
    // Item i has i % 3 rows.
    std::uint64_t const items = 20;
    auto const mine = block_of(items, ranks().rank(), ranks().size());
    std::vector<std::uint64_t> count;
    for (auto i = mine.first; i < mine.last; ++i) {
        count.push_back(i % 3);
    }
    auto const path = scratch("ragged.h5");
    auto const index = index_rows(ranks(), count);
    EXPECT_EQ(index.total_rows, 19u);
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        write_ragged_index(ranks(), file.root().create_group("rays"), "sample", mine.first, items,
                           index.first, index.count);
        file.commit();
    }
    auto const file = File::open(ranks(), path);

    auto const all = read_ragged_index(ranks(), file.root().group("rays"), "sample", {0, items}, 19);
    EXPECT_EQ(all.rows.size(), 19u);
    std::uint64_t first = 0;
    for (std::uint64_t i = 0; i < items; ++i) {
        EXPECT_EQ(all.count[i], i % 3);
        EXPECT_EQ(all.first[i], first);
        first += i % 3;
    }
    auto const back = read_ragged_index(ranks(), file.root().group("rays"), "sample", mine, 19);
    EXPECT_EQ(back.first, index.first);
    EXPECT_EQ(back.count, index.count);
    EXPECT_EQ(file.root().dataset("rays/sample_count").type(), ElementType::uint32);
}

TEST(Ragged, AnIndexThatDoesNotFitItsTableIsABadInput) {
    auto const read = [](std::vector<std::uint64_t> const& first, std::vector<std::uint32_t> const& count) {
        auto file = File::create(ranks(), scratch("ragged_wrong.h5"), Overwrite::no);
        auto root = file.root();
        bool const writes = ranks().is_root();
        root.create<std::uint64_t>("row_first", {2}, {"", ""})
            .write_rows(0, writes ? first : std::vector<std::uint64_t>{});
        root.create<std::uint32_t>("row_count", {2}, {"", ""})
            .write_rows(0, writes ? count : std::vector<std::uint32_t>{});
        return error_of([&] { read_ragged_index(ranks(), root, "row", {0, 2}, 10); });
    };

    EXPECT_EQ(read({0, 4}, {4, 6}), "no error");
    EXPECT_NE(read({0, 4}, {4, 7}).find("item 1 has the rows 4 + 7 of a table of 10"), std::string::npos);
    EXPECT_NE(read({0, ~std::uint64_t{0}}, {4, 1}).find("bad input: "), std::string::npos);
    EXPECT_NE(read({0, 3}, {4, 1}).find("not stored one after the other"), std::string::npos);
}

TEST(Ragged, AnItemOfTooManyRowsIsRefused) {
    auto file = File::create(ranks(), scratch("ragged_many.h5"), Overwrite::no);
    std::vector<std::uint64_t> const first(ranks().is_root() ? 1 : 0, 0);
    std::vector<std::uint64_t> const count(ranks().is_root() ? 1 : 0, std::uint64_t{1} << 32);

    EXPECT_NE(error_of([&] {
                  write_ragged_index(ranks(), file.root(), "row", 0, 1, first, count);
              }).find("an item of 4294967296 rows"),
              std::string::npos);
}

}  // namespace
