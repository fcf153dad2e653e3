#include "core/record/dataset.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::parallel::block_of;
using vespa::parallel::Range;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;

template <class T>
class DatasetOf : public ::testing::Test {};
using Types = ::testing::Types<std::int8_t, std::int16_t, std::int32_t, std::int64_t, std::uint8_t,
                               std::uint16_t, std::uint32_t, std::uint64_t, float, double, long long>;
TYPED_TEST_SUITE(DatasetOf, Types);

TYPED_TEST(DatasetOf, ElementsComeBackWholeOnAnyRanks) {
    auto const path = scratch("elements.h5");
    std::vector<TypeParam> all(24);
    std::iota(all.begin(), all.end(),
              std::numeric_limits<TypeParam>::max() > TypeParam{100} ? TypeParam{90} : TypeParam{0});
    all[0] = std::numeric_limits<TypeParam>::lowest();
    all[23] = std::numeric_limits<TypeParam>::max();
    auto const mine = block_of(8, ranks().rank(), ranks().size());
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        auto table = file.root().create<TypeParam>("table", {8, 3}, {"km", "rows of three", "pos"});
        table.write_rows(mine.first, std::span(all).subspan(mine.first * 3, mine.size() * 3));
        file.commit();
    }
    auto const file = File::open(ranks(), path);
    auto const table = file.root().dataset("table");

    EXPECT_EQ(table.shape(), (Shape{8, 3}));
    EXPECT_EQ(table.row_size(), 3u);
    EXPECT_EQ(table.type(), element_type_of<TypeParam>());
    EXPECT_EQ(table.read<TypeParam>(), all);
    // Other blocks than were written: the ranks in reverse.
    auto const other = block_of(8, ranks().size() - 1 - ranks().rank(), ranks().size());
    EXPECT_EQ(table.read_rows<TypeParam>(other),
              std::vector<TypeParam>(all.begin() + static_cast<std::ptrdiff_t>(other.first * 3),
                                     all.begin() + static_cast<std::ptrdiff_t>(other.last * 3)));
    EXPECT_EQ(table.template attribute<std::string>("unit"), "km");
    EXPECT_EQ(table.template attribute<std::string>("description"), "rows of three");
    EXPECT_EQ(table.template attribute<std::string>("ucd"), "pos");
}

TEST(Dataset, ThreeDimensionsAndOneWriter) {
    auto file = File::create(ranks(), scratch("cube.h5"), Overwrite::no);
    auto cube = file.root().create<float>("cube", {4, 2, 3}, {"", "a cube"});
    std::vector<float> all(24);
    std::iota(all.begin(), all.end(), 0.0f);
    bool const writes = ranks().rank() == ranks().size() - 1;

    cube.write_rows(0, writes ? all : std::vector<float>{});

    EXPECT_EQ(cube.row_size(), 6u);
    EXPECT_EQ(cube.read<double>(), std::vector<double>(all.begin(), all.end()));
    EXPECT_EQ(cube.read_rows<float>({2, 2}), std::vector<float>{});
}

TEST(Dataset, WithoutRows) {
    auto const path = scratch("no_rows.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    auto table = file.root().create<double>("table", {0, 3}, {"", "nothing"}, {100, 4});
    table.write_rows(0, std::vector<double>{});
    file.commit();

    auto const back = File::open(ranks(), path);
    EXPECT_EQ(back.root().dataset("table").shape(), (Shape{0, 3}));
    EXPECT_TRUE(back.root().dataset("table").read<double>().empty());
}

TEST(Dataset, GrowsByWhatTheRanksAppend) {
    auto const path = scratch("growing.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    auto table = file.root().create_growing<std::int32_t>("table", {2}, 3, {"", "grows"}, 5);
    auto const same = table;
    for (int step = 0; step < 4; ++step) {
        // Rank r appends (r + step) % 3 rows.
        std::vector<std::int32_t> rows(static_cast<std::size_t>((ranks().rank() + step) % 3) * 2,
                                       step * 10 + ranks().rank());
        auto const place = table.append(rows);
        EXPECT_EQ(place.size() * 2, rows.size());
        EXPECT_EQ(same.read_rows<std::int32_t>(place), rows);
    }
    std::vector<std::int32_t> expected;
    for (int step = 0; step < 4; ++step) {
        for (int rank = 0; rank < ranks().size(); ++rank) {
            expected.insert(expected.end(), static_cast<std::size_t>((rank + step) % 3) * 2,
                            step * 10 + rank);
        }
    }

    EXPECT_EQ(table.read<std::int32_t>(), expected);
    EXPECT_EQ(same.rows(), expected.size() / 2);
    file.commit();
    EXPECT_EQ(File::open(ranks(), path).root().dataset("table").read<std::int32_t>(), expected);
}

TEST(Dataset, OpenedAgainGoesOnGrowing) {
    auto file = File::create(ranks(), scratch("opened_again.h5"), Overwrite::no);
    for (int const deflate : {0, 3}) {
        auto const name = "table" + std::to_string(deflate);
        std::vector<double> const mine(5, ranks().rank());
        file.root().create_growing<double>(name, {}, 7, {"", "grows"}, deflate).append(mine);
        auto const place = file.root().dataset(name).append(mine);

        auto const back = file.root().dataset(name);
        EXPECT_EQ(back.rows(), 10u * static_cast<unsigned>(ranks().size()));
        EXPECT_EQ(back.read_rows<double>(place), mine);
    }
}

TEST(Dataset, OnlyGrowingOnesGrow) {
    auto file = File::create(ranks(), scratch("fixed.h5"), Overwrite::no);
    auto table = file.root().create<double>("table", {3}, {"", "fixed"});

    EXPECT_NE(error_of([&] { table.append(std::vector{1.0}); }).find(":/table: cannot lengthen"),
              std::string::npos);
    EXPECT_EQ(table.rows(), 3u);
}

TEST(Dataset, WrongRowsAreRefusedOnAllRanksAndNothingIsSpoilt) {
    auto const path = scratch("wrong_rows.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    auto table = file.root().create<double>("table", {4, 3}, {"", "rows of three"});
    bool const errs = ranks().is_root();
    auto const write = [&](std::uint64_t first, std::size_t count) {
        return error_of([&] { table.write_rows(first, std::vector<double>(errs ? count : 0, 1.0)); });
    };

    EXPECT_NE(write(0, 4).find("4 elements are not whole rows of 3"), std::string::npos);
    EXPECT_NE(write(3, 6).find("rows 3 to 5 of 4 rows"), std::string::npos);
    EXPECT_NE(write(~std::uint64_t{0}, 3), "no error");
    EXPECT_NE(error_of([&] {
                  table.write_rows(0, std::vector<float>(3));
              }).find("float32 given to a dataset of float64"),
              std::string::npos);
    table.write_rows(0, std::vector<double>(errs ? 12 : 0, 2.0));
    file.commit();
    EXPECT_EQ(File::open(ranks(), path).root().dataset("table").read<double>(), std::vector<double>(12, 2.0));
}

TEST(Dataset, ReadingBeyondTheEndOrIntoATypeTooSmallIsRefused) {
    auto file = File::create(ranks(), scratch("wrong_reads.h5"), Overwrite::no);
    auto numbers = file.root().create<double>("numbers", {4}, {"", ""});
    auto wholes = file.root().create<std::int64_t>("wholes", {4}, {"", ""});

    EXPECT_NE(error_of([&] {
                  static_cast<void>(numbers.read_rows<double>({2, 5}));
              }).find("rows 2 to 5 of 4 rows"),
              std::string::npos);
    EXPECT_NE(error_of([&] { static_cast<void>(numbers.read_rows<double>({3, 2})); }), "no error");
    EXPECT_EQ(error_of([&] { static_cast<void>(numbers.read<int>()); }),
              "bad input: " + file.path().string() + ":/numbers: holds float64, which does not fit int32");
    EXPECT_NE(error_of([&] { static_cast<void>(wholes.read<int>()); }).find("does not fit"),
              std::string::npos);
    EXPECT_NE(error_of([&] { static_cast<void>(wholes.read<std::uint64_t>()); }).find("does not fit"),
              std::string::npos);
}

}  // namespace
