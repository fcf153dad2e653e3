#include "uws/xml.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

std::string escaped(std::string_view text, XmlPlace place) {
    std::string out;
    append_xml(out, text, place);
    return out;
}

TEST(Xml, EscapesWhatWouldBeMarkup) {
    EXPECT_EQ(escaped("a<b>&\"c\r\n\té", XmlPlace::content), "a&lt;b&gt;&amp;&quot;c&#13;\n\té");
    EXPECT_EQ(escaped("a\r\n\t]]>", XmlPlace::attribute), "a&#13;&#10;&#9;]]&gt;");
}

TEST(Xml, KnowsWhatItCannotHold) {
    for (char const* const good : {"", "\t\r\n", "é🪐", "\xEF\xBF\xBD", "\x7F"})
        EXPECT_TRUE(is_xml_text(good)) << good;
    for (char const* const bad :
         {"\x01", "\x08", "\x0B", "\x0C", "\x1F", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xED\xA0\x80", "\xFF"})
        EXPECT_FALSE(is_xml_text(bad)) << bad;
    EXPECT_FALSE(is_xml_text(std::string_view("\0", 1)));
}

TEST(Xml, MakesTextOfAnything) {
    EXPECT_EQ(to_xml_text("plain é🪐\n"), "plain é🪐\n");
    std::string every;
    for (int c = 0; c < 256; ++c)
        every += static_cast<char>(c);
    every += "\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD\xEF\xBF";
    EXPECT_TRUE(is_xml_text(to_xml_text(every)));
    EXPECT_EQ(to_xml_text("\x1B[31mred"), "\xEF\xBF\xBD[31mred");
}

}  // namespace
}  // namespace vespa::uws
