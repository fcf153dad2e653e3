#include "lbl/lines/catalogue/synthetic_lines.hpp"

#include <cmath>

#include "line_tools.hpp"

namespace vespa::lbl {
namespace {

// The first numbers of the published sequence from seed 0.
TEST(Synthetic, UsesSplitMix) {
    EXPECT_EQ(split_mix(0, 1), 0xE220A8397B1DCDAFu);
    EXPECT_EQ(split_mix(0, 2), 0x6E789E6AA1B965F4u);
}

TEST(Synthetic, IsSortedAndInItsRange) {
    auto const lines = read_all(SyntheticLines(50000, 700, 900, 1));
    ASSERT_EQ(lines.size(), 50000u);
    EXPECT_TRUE(std::is_sorted(lines.position.begin(), lines.position.end()));
    EXPECT_GT(lines.position.front(), 700);
    EXPECT_LT(lines.position.back(), 900);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        EXPECT_TRUE(lines.log_strength[i] >= -30 * std::log(10) - 1e-6 &&
                    lines.log_strength[i] <= -22 * std::log(10) + 1e-6);
        EXPECT_TRUE(lines.lower_energy[i] >= 0 && lines.lower_energy[i] <= 5000);
    }
    EXPECT_LE(lines.profiles.sets(), 2000u);  // rounded, they are shared
}

TEST(Synthetic, IsTheSameInAnyParts) {
    auto const a = read_all(SyntheticLines(30011, 700, 900, 9));
    auto const b = read_all(SyntheticLines(30011, 700, 900, 9, 777));
    EXPECT_EQ(a.position, b.position);
    EXPECT_EQ(a.log_strength, b.log_strength);
    EXPECT_NE(read_all(SyntheticLines(30011, 700, 900, 10)).position, a.position);
    EXPECT_NE(testing::bad_input_of([] { SyntheticLines(0, 1, 2); }), "no error");
    EXPECT_NE(testing::bad_input_of([] { SyntheticLines(5, 2, 1); }), "no error");
}

}  // namespace
}  // namespace vespa::lbl
