#include "http/percent.hpp"

#include <gtest/gtest.h>

namespace vespa::uws::http {
namespace {

TEST(Percent, PlusIsABlankInFormsOnly) {
    EXPECT_EQ(decode_percent("a+b%2B", Plus::is_blank), "a b+");
    EXPECT_EQ(decode_percent("a+b%2B", Plus::stays), "a+b+");
}

TEST(Percent, EncodingComesBack) {
    std::string every;
    for (int c = 1; c < 0x80; ++c)
        every += static_cast<char>(c);
    every += "é☿🪐";
    EXPECT_EQ(decode_percent(encode_percent(every), Plus::is_blank), every);
    EXPECT_EQ(encode_percent("a/b c"), "a%2Fb%20c");
}

TEST(Utf8, KnowsWellFormedSequences) {
    for (char const* const good : {"", "a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                                   "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_utf8(good)) << good;
    for (char const* const bad :
         {"\x80", "\xC1\x80", "\xC2", "\xC2\x41", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xF0\x90\x80"})
        EXPECT_FALSE(is_utf8(bad)) << bad;
}

TEST(Utf8, ReplacesWhatIsNot) {
    EXPECT_EQ(to_utf8("a\xFF"
                      "b\xC2"),
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD");
}

}  // namespace
}  // namespace vespa::uws::http
