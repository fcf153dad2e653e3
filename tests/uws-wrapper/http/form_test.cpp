#include "http/form.hpp"

#include <gtest/gtest.h>

#include "http/message.hpp"

namespace vespa::uws::http {
namespace {

TEST(UrlEncodedForm, DecodesNamesAndValues) {
    auto const form =
        parse_urlencoded("PHASE=RUN&text=a%20b+c%26d%3D%25%2B&na%6De=&lone&&u=%C3%A9%F0%9F%AA%90");
    ASSERT_EQ(form.size(), 5u);
    EXPECT_EQ(form[0].name, "PHASE");
    EXPECT_EQ(form[1].value, "a b c&d=%+");
    EXPECT_EQ(form[2].name, "name");
    EXPECT_EQ(form[2].value, "");
    EXPECT_EQ(form[3].name, "lone");
    EXPECT_EQ(form[4].value, "é🪐");
    EXPECT_TRUE(parse_urlencoded("").empty());
}

TEST(UrlEncodedForm, RefusesWhatIsNotText) {
    for (char const* const bad :
         {"a=%", "a=%4", "a=%zz", "a=%00", "a=%FF", "a=%C3", "a=%ED%A0%80", "a=%C0%AF", "=x", "%GG=1"})
        EXPECT_THROW(parse_urlencoded(bad), Refusal) << bad;
    std::string many;
    for (std::size_t i = 0; i <= most_fields; ++i)
        many += "a=1&";
    EXPECT_THROW(parse_urlencoded(many), Refusal);
}

TEST(Body, IsReadByItsType) {
    EXPECT_EQ(parse_body("application/x-www-form-urlencoded; charset=UTF-8", "a=1").size(), 1u);
    EXPECT_TRUE(parse_body("", "").empty());
    for (char const* const type : {"", "text/plain", "application/json", "multipart/mixed; boundary=b"}) {
        try {
            parse_body(type, "a=1");
            FAIL() << type;
        } catch (Refusal const& refusal) {
            EXPECT_EQ(refusal.status(), 415);
        }
    }
}

TEST(HeaderAttribute, ReadsTokensAndQuotedText) {
    EXPECT_EQ(header_attribute("form-data; name=a; filename=\"x \\\"y\\\" ;z\"", "filename"), "x \"y\" ;z");
    EXPECT_EQ(header_attribute("form-data; NAME = a ; b=c", "name"), "a");
    EXPECT_EQ(header_attribute("form-data; filename=\"a; name=b\"", "name"), "");
    EXPECT_EQ(header_attribute("form-data", "name"), "");
    EXPECT_EQ(header_attribute("form-data; name", "name"), "");
}

}  // namespace
}  // namespace vespa::uws::http
