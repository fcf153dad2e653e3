#include "http/form.hpp"

#include <gtest/gtest.h>

#include "http/message.hpp"

namespace vespa::uws::http {
namespace {

std::string const stilts = "<<<--------------MULTIPART-BOUNDARY------->>>";

std::string part(std::string const& boundary, std::string const& disposition, std::string const& content) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content +
           "\r\n";
}

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

TEST(MultipartForm, ReadsTextAndFiles) {
    std::string const body =
        part("b", "name=\"text\"", "1\r\n2") + part("b", "name=\"empty\"", "") +
        part("b", "name=\"up\"; filename=\"C:\\\\x\\\\data.bin\"", std::string("\0\xFF\r\n--", 6)) +
        part("b", "name=\"none\"; filename=\"\"", "") + "--b--\r\n";
    auto const form = parse_multipart(body, "b");
    ASSERT_EQ(form.size(), 3u);
    EXPECT_EQ(form[0].value, "1\r\n2");
    EXPECT_EQ(form[1].value, "");
    EXPECT_FALSE(form[1].is_file);
    EXPECT_TRUE(form[2].is_file);
    EXPECT_EQ(form[2].file_name, "data.bin");
    EXPECT_EQ(form[2].value, std::string("\0\xFF\r\n--", 6));
}

TEST(MultipartForm, TakesTheQuotedBoundaryOfStilts) {
    std::string const type = "multipart/form-data; boundary=\"" + stilts + "\"";
    std::string const body = "--" + stilts +
                             "\r\nContent-Disposition: form-data; name=\"PHASE\"\r\n"
                             "Content-Type: text/plain; charset=UTF-8\r\n\r\nRUN\r\n--" +
                             stilts + "--";
    auto const form = parse_body(type, body);
    ASSERT_EQ(form.size(), 1u);
    EXPECT_EQ(form[0].value, "RUN");
    EXPECT_EQ(form[0].content_type, "text/plain; charset=UTF-8");
}

TEST(MultipartForm, SkipsPreambleAndPaddingOfTheBoundary) {
    auto const form = parse_multipart(
        "preamble\r\n--b \t\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--", "b");
    ASSERT_EQ(form.size(), 1u);
    EXPECT_EQ(form[0].value, "x");
}

TEST(MultipartForm, RefusesMalformedBodies) {
    std::string const good = part("b", "name=\"a\"", "x");
    for (auto const& bad : std::vector<std::string>{
             std::string(), std::string("--b"), good, good + "--b", std::string("--bx\r\n"),
             part("b", "nome=\"a\"", "x") + "--b--", part("b", "name=\"\"", "x") + "--b--",
             part("b", "name=\"a\"", "\xFF") + "--b--",
             part("b", "name=\"a\"", std::string(1, '\0')) + "--b--",
             "--b\r\nContent-Disposition: form-data; name=a\r\n--b--", "--b\r\nno colon\r\n\r\nx\r\n--b--",
             part("b", "name=f; filename=\"..\"", "x") + "--b--",
             part("b", "name=f; filename=\"a/\"", "x") + "--b--",
             part("b", "name=f; filename=\"a\tb\"", "x") + "--b--",
             part("b", "name=f; filename=x", "1") + part("b", "name=f; filename=y", "2") + "--b--"})
        EXPECT_THROW(parse_multipart(bad, "b"), Refusal) << bad;
    EXPECT_THROW(parse_multipart(good + "--b--", ""), Refusal);
    EXPECT_THROW(parse_multipart(good + "--b--", std::string(300, 'b')), Refusal);
}

TEST(MultipartForm, NoCutOfABodyIsTakenForAWholeOne) {
    std::string const body =
        part("b", "name=\"a\"", "value") + part("b", "name=\"f\"; filename=\"g\"", "bytes") + "--b--";
    for (std::size_t length = 0; length < body.size(); ++length)
        EXPECT_THROW(parse_multipart(std::string_view(body).substr(0, length), "b"), Refusal) << length;
    EXPECT_EQ(parse_multipart(body, "b").size(), 2u);
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
