#include "http/head.hpp"

#include <gtest/gtest.h>

namespace vespa::uws::http {
namespace {

Head read(std::string const& text) {
    return parse_head(text + "\r\n\r\n", {});
}

int refused(std::string const& text) {
    try {
        read(text);
    } catch (Refusal const& refusal) {
        return refusal.status();
    }
    return 0;
}

TEST(Head, IsTakenApart) {
    Head const head = read("PUT /a%20b?c=d HTTP/1.1\r\nHost: h:1\r\nX-Y:\t a b \r\nContent-Length: 12");
    EXPECT_EQ(head.request.method, Method::put);
    EXPECT_EQ(head.request.target, "/a%20b?c=d");
    EXPECT_EQ(head.request.header("host"), "h:1");
    EXPECT_EQ(head.request.header("x-y"), "a b");
    EXPECT_EQ(head.content_length, 12u);
    EXPECT_TRUE(head.has_body && head.keep_alive && !head.chunked && !head.expects_continue);
}

TEST(Head, EndsWithAnEmptyLine) {
    std::string const text = "GET / HTTP/1.1\r\nHost: h\r\n\r\nrest";
    EXPECT_EQ(end_of_head(text), text.size() - 4);
    for (std::size_t searched = 0; searched < text.size() - 4; ++searched) {
        EXPECT_EQ(end_of_head(text.substr(0, searched)), std::string::npos);
        EXPECT_EQ(end_of_head(text, searched), text.size() - 4);
    }
}

TEST(Head, SaysWhetherTheConnectionStays) {
    EXPECT_TRUE(read("GET / HTTP/1.1\r\nHost: h").keep_alive);
    EXPECT_FALSE(read("GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade , Close").keep_alive);
    EXPECT_FALSE(read("GET / HTTP/1.0").keep_alive);
    EXPECT_TRUE(read("GET / HTTP/1.0\r\nConnection: Keep-Alive").keep_alive);
}

TEST(Head, TakesAbsoluteTargets) {
    Head const head = read("GET http://other:80/p?q HTTP/1.1\r\nHost: h");
    EXPECT_EQ(head.request.target, "/p?q");
    EXPECT_EQ(head.request.header("Host"), "other:80");
    EXPECT_EQ(read("GET https://other?q HTTP/1.1\r\nHost: h").request.target, "/?q");
}

TEST(Head, ThatTwoMayReadInTwoWaysIsRefused) {
    std::string const post = "POST / HTTP/1.1\r\nHost: h\r\n";
    for (std::string const bad : {
             "Content-Length: 5\r\nContent-Length: 5",
             "Content-Length: 5\r\nContent-Length: 6",
             "Content-Length: 5, 5",
             "Content-Length: +5",
             "Content-Length: -5",
             "Content-Length: 0x5",
             "Content-Length: 5 5",
             "Content-Length:",
             "Content-Length: 5\r\nTransfer-Encoding: chunked",
             "Transfer-Encoding: chunked\r\nContent-Length: 5",
             "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
             "Transfer-Encoding : chunked",
             "Transfer-Encoding\t: chunked",
             " Transfer-Encoding: chunked",
             "X: y\r\n Transfer-Encoding: chunked",
             "X: y\r\n\tz",
             "X: a\nb: c",
             "X: a\rb: c",
             "X\r\n: y",
             "X: \x01",
             ": no name",
             "no colon",
             "X[y]: z",
             "Host: other",
         })
        EXPECT_EQ(refused(post + bad), 400) << bad;
    EXPECT_EQ(refused(post + std::string("X: a\0b", 6)), 400);
    EXPECT_EQ(refused("POST / HTTP/1.0\r\nTransfer-Encoding: chunked"), 400);
    for (char const* const coding :
         {"gzip", "gzip, chunked", "chunked, gzip", "identity", "xchunked", "chunked,", ""})
        EXPECT_EQ(refused(post + "Transfer-Encoding: " + coding), 501) << coding;
}

TEST(Head, ThatIsMalformedIsRefused) {
    for (std::string const bad :
         {"GET", "GET /", "GET / HTTP/1.1 ", "GET  / HTTP/1.1", " GET / HTTP/1.1", "GET /a b HTTP/1.1",
          "GET /\t HTTP/1.1", "GET /\xC3\xA9 HTTP/1.1", "G(T / HTTP/1.1", "GET / http/1.1", "GET / HTTP/11",
          "GET / HTTP/1.10", "GET / HTTP/a.1", "GET / HTTX/1.1"})
        EXPECT_EQ(refused(bad + "\r\nHost: h"), 400) << bad;
    EXPECT_EQ(refused("GET / HTTP/1.1"), 400);  // no Host
    EXPECT_EQ(refused("GET / HTTP/2.0\r\nHost: h"), 505);
    EXPECT_EQ(refused("GET / HTTP/0.9\r\nHost: h"), 505);
    EXPECT_EQ(refused("GET / HTTP/1.1\r\nHost: h\r\nExpect: cake"), 417);
}

TEST(Head, ThatIsTooLargeIsRefused) {
    EXPECT_EQ(refused("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: h"), 414);
    std::string many = "GET / HTTP/1.1\r\nHost: h";
    for (int i = 0; i < 100; ++i)
        many += "\r\na: b";
    EXPECT_EQ(refused(many), 431);
    EXPECT_EQ(refused("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999"), 413);
}

}  // namespace
}  // namespace vespa::uws::http
