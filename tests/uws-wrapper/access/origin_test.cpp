#include "access/origin.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

http::Request with(std::string const& name, std::string const& value) {
    http::Request request;
    request.headers = {{name, value}};
    return request;
}

TEST(PublicBase, IsTheHostThatWasAddressed) {
    PublicBase const loopback("", true), open("", false);
    for (char const* const host :
         {"localhost", "LOCALHOST:8642", "127.0.0.1:1", "127.1.2.3", "[::1]:8642", "[::1]"})
        EXPECT_EQ(loopback.base_of(with("Host", host)), std::string("http://") + host);
    EXPECT_EQ(open.base_of(with("host", "data.example.org")), "http://data.example.org");
}

TEST(PublicBase, OnLoopbackOnlyLoopbackNamesAreOurs) {
    PublicBase const loopback("", true);
    for (char const* const host :
         {"evil.example", "127.evil.example", "localhost.evil.example", "0.0.0.0", "[::2]", "[", "1270.0.1"})
        EXPECT_THROW(loopback.base_of(with("Host", host)), http::Refusal) << host;
}

TEST(PublicBase, AMalformedHostIsRefused) {
    PublicBase const open("", false);
    for (char const* const host : {"", "a b", "a/b", "a@b", "a\"b", "a<b"})
        EXPECT_THROW(open.base_of(with("Host", host)), http::Refusal) << host;
    EXPECT_THROW(open.base_of(http::Request{}), http::Refusal);
}

TEST(PublicBase, AConfiguredUrlStandsForAll) {
    PublicBase const base("https://example.org/vespa//", true);
    EXPECT_EQ(base.base_of(with("Host", "127.0.0.1:8642")), "https://example.org/vespa");
    EXPECT_EQ(base.base_of(with("Host", "example.org")), "https://example.org/vespa");
    EXPECT_THROW(base.base_of(with("Host", "evil.example")), http::Refusal);
    EXPECT_EQ(base.path(), "/vespa");
    EXPECT_EQ(PublicBase("http://h", false).path(), "");
    for (char const* const bad :
         {"example.org", "ftp://h", "http://", "http://u@h", "http://h/a?b", "http://h/a#b", "http://h/a b"})
        EXPECT_THROW(PublicBase(bad, false), BadUrl) << bad;
}

TEST(Origin, OfAnotherSiteIsRefused) {
    std::string const base = "https://example.org/vespa";
    EXPECT_NO_THROW(PublicBase::check_origin(http::Request{}, base));
    EXPECT_NO_THROW(PublicBase::check_origin(with("Origin", "https://EXAMPLE.org"), base));
    for (char const* const origin : {"null", "http://example.org", "https://example.org:444",
                                     "https://example.org.evil", "https://evil"})
        EXPECT_THROW(PublicBase::check_origin(with("Origin", origin), base), http::Refusal) << origin;
}

}  // namespace
}  // namespace vespa::uws
