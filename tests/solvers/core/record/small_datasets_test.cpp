#include <gtest/gtest.h>

#include <numeric>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::testing::error_of;
using vespa::testing::ranks;
using vespa::testing::scratch;

TEST(SmallDatasets, AScalarHasNoExtents) {
    auto const path = scratch("small.h5");
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        file.root().write_scalar("ngauss", 20, {"", "points"});
        file.root().write_texts("mol_name", {"CO", "H2O"}, {"", "gases"});
        file.commit();
    }
    auto const file = File::open(ranks(), path);
    auto const scalar = file.root().dataset("ngauss");
    EXPECT_EQ(scalar.shape(), Shape{});
    EXPECT_EQ(scalar.read<std::int64_t>(), (std::vector<std::int64_t>{20}));
    EXPECT_EQ(scalar.attribute<std::string>("description"), "points");
    // Texts are for other readers: this one takes numbers alone, and says so.
    EXPECT_NE(error_of([&] { static_cast<void>(file.root().dataset("mol_name")); }).find("mol_name"),
              std::string::npos);
    EXPECT_TRUE(file.root().has("mol_name"));
}

TEST(SmallDatasets, NamesOfSeveralStepsAndNoTextsAreRefused) {
    auto file = File::create(ranks(), scratch("refused.h5"), Overwrite::no);
    EXPECT_NE(error_of([&] { file.root().write_scalar("a/b", 1, {}); }), "");
    EXPECT_NE(error_of([&] { file.root().write_texts("a", {}, {}); }), "");
}

TEST(Columns, OfAnExtentThatIsNotTheLast) {
    auto file = File::create(ranks(), scratch("inner.h5"), Overwrite::no);
    auto table = file.root().create<double>("table", {2, 5, 3}, {"", "columns of three"});
    std::vector<double> all(30), middle;
    std::iota(all.begin(), all.end(), 0.0);
    if (ranks().is_root()) table.write_columns(0, all, 1);
    file.keep_unfinished();
    ranks().barrier();
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t i = 3; i < 9; ++i)  // columns 1 and 2
            middle.push_back(all[15 * row + i]);
    EXPECT_EQ(table.read_columns<double>({1, 3}, 1), middle);
    EXPECT_THROW(static_cast<void>(table.read_columns<double>({4, 6}, 1)), std::logic_error);
    EXPECT_THROW(static_cast<void>(table.read_columns<double>({0, 1}, 3)), std::logic_error);
    ranks().barrier();  // all have read
    if (ranks().is_root()) table.write_columns(2, std::vector<double>{-1, -2, -3, -4, -5, -6}, 1);
    ranks().barrier();
    auto const changed = table.read_columns<double>({0, 5}, 1);
    EXPECT_EQ(changed[6], -1);
    EXPECT_EQ(changed[15 + 6], -4);
    EXPECT_EQ(changed[9], 9);
    file.commit();
}

}  // namespace
