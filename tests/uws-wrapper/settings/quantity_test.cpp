#include "settings/quantity.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

TEST(Quantity, ReadsTimes) {
    EXPECT_EQ(duration_of("90 s"), 90s);
    EXPECT_EQ(duration_of("15min"), 15min);
    EXPECT_EQ(duration_of("12 h"), 12h);
    EXPECT_EQ(duration_of("30 d"), 720h);
    EXPECT_EQ(duration_of("0 s"), 0s);
    for (char const* const bad :
         {"", "90", "s", "-1 s", "1.5 h", "1  h", "1 h ", " 1 h", "1 year", "999999999 d"})
        EXPECT_FALSE(duration_of(bad)) << bad;
}

TEST(Quantity, ReadsBytes) {
    EXPECT_EQ(bytes_of_text("12 B"), 12U);
    EXPECT_EQ(bytes_of_text("500 kB"), 500'000U);
    EXPECT_EQ(bytes_of_text("32MiB"), 32U << 20);
    EXPECT_EQ(bytes_of_text("2 GiB"), 2ULL << 30);
    for (char const* const bad : {"", "12", "kB", "-1 kB", "1 KB", "99999999 TiB"})
        EXPECT_FALSE(bytes_of_text(bad)) << bad;
}

TEST(Quantity, WritesTimesInTheLargestUnit) {
    EXPECT_EQ(text_of(90s), "90 s");
    EXPECT_EQ(text_of(15min), "15 min");
    EXPECT_EQ(text_of(720h), "30 d");
    EXPECT_EQ(text_of(0s), "0 s");
}

}  // namespace
}  // namespace vespa::uws
