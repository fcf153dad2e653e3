#include "core/text/words.hpp"

#include <gtest/gtest.h>

namespace vespa {
namespace {

using Words = std::vector<std::string_view>;

TEST(Words, ArePartedByAnyWhiteSpace) {
    EXPECT_EQ(words_of(" a  bc\td\r\n"), (Words{"a", "bc", "d"}));
    EXPECT_EQ(words_of("a b c d", 2), (Words{"a", "b"}));
    EXPECT_EQ(words_of(" \t\r\n"), Words{});
    EXPECT_EQ(words_of(""), Words{});
    EXPECT_EQ(trimmed("\t a b \r\n"), "a b");
    EXPECT_EQ(trimmed("  "), "");
}

TEST(Words, PartsBetweenSeparatorsMayBeEmpty) {
    EXPECT_EQ(parts_of("a, b ,,c", ','), (Words{"a", "b", "", "c"}));
    EXPECT_EQ(parts_of("a,", ','), (Words{"a", ""}));
    EXPECT_EQ(parts_of(" a b ", ';'), (Words{"a b"}));
    EXPECT_EQ(parts_of("", ','), (Words{""}));
}

TEST(Words, LowerCaseChangesAsciiLettersAlone) {
    EXPECT_EQ(lower_case("AzZ-09 \xc3\x84"), "azz-09 \xc3\x84");
}

TEST(Words, QuotedBytesThatDoNotPrintAndLongTextsAreFitForAMessage) {
    EXPECT_EQ(in_quotes("a\n\x1b\xff"), "\"a\\x0a\\x1b\\xff\"");
    EXPECT_EQ(in_quotes(std::string(200, 'x')), '"' + std::string(120, 'x') + "…\"");
    EXPECT_EQ(in_quotes(""), "\"\"");
}

}  // namespace
}  // namespace vespa
