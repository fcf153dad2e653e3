#include "lbl/lines/profile_table.hpp"

#include <gtest/gtest.h>

namespace vespa::lbl {
namespace {

TEST(ProfileTable, KeepsTheSetsThatLinesUseInTheirOrder) {
    ProfileTable table{{"gamma_air", "n_air"}, {{0, 1, 2, 3, 4}, {10, 11, 12, 13, 14}}};
    std::vector<std::uint32_t> lines{3, 1, 3, 4};
    keep_used_sets(table, lines);
    EXPECT_EQ(table.values, (std::vector<std::vector<double>>{{1, 3, 4}, {11, 13, 14}}));
    EXPECT_EQ(table.columns, (std::vector<std::string>{"gamma_air", "n_air"}));
    EXPECT_EQ(lines, (std::vector<std::uint32_t>{1, 0, 1, 2}));
    lines.clear();
    keep_used_sets(table, lines);
    EXPECT_EQ(table.sets(), 0U);
}

TEST(ProfileTable, WithoutColumnsStaysAsItIs) {
    ProfileTable table;
    std::vector<std::uint32_t> lines{0, 0};
    keep_used_sets(table, lines);
    EXPECT_EQ(lines, (std::vector<std::uint32_t>{0, 0}));
}

}  // namespace
}  // namespace vespa::lbl
