#include "http/conditional.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>

namespace vespa::uws::http {
namespace {

struct RangeCase {
    char const* header;
    std::uint64_t size;
    RangeKind kind;
    std::uint64_t first, length;
};

TEST(Range, IsReadAsTheStandardSays) {
    using Kind = RangeKind;
    for (auto const& c :
         {RangeCase{"bytes=0-0", 10, Kind::part, 0, 1}, RangeCase{"bytes=2-5", 10, Kind::part, 2, 4},
          RangeCase{"bytes=2-", 10, Kind::part, 2, 8}, RangeCase{"bytes=-3", 10, Kind::part, 7, 3},
          RangeCase{"bytes=-30", 10, Kind::part, 0, 10}, RangeCase{"bytes=8-99", 10, Kind::part, 8, 2},
          RangeCase{"bytes=10-", 10, Kind::unsatisfiable, 0, 0},
          RangeCase{"bytes=-0", 10, Kind::unsatisfiable, 0, 0},
          RangeCase{"bytes=0-", 0, Kind::unsatisfiable, 0, 0}, RangeCase{"", 10, Kind::whole, 0, 0},
          RangeCase{"bytes=5-2", 10, Kind::whole, 0, 0}, RangeCase{"bytes=a-b", 10, Kind::whole, 0, 0},
          RangeCase{"bytes=-", 10, Kind::whole, 0, 0}, RangeCase{"bytes=0-1,3-4", 10, Kind::whole, 0, 0},
          RangeCase{"items=0-1", 10, Kind::whole, 0, 0}, RangeCase{"bytes=1--2", 10, Kind::whole, 0, 0},
          RangeCase{"bytes=99999999999999999999-", 10, Kind::whole, 0, 0}}) {
        auto const range = parse_range(c.header, c.size);
        EXPECT_EQ(range.kind, c.kind) << c.header;
        EXPECT_EQ(range.first, c.first) << c.header;
        EXPECT_EQ(range.length, c.length) << c.header;
    }
}

TEST(Accept, OnlyAnExplicitWishMeansHtml) {
    for (char const* const html :
         {"text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "text/xml;q=0.2, TEXT/HTML;q=0.3"})
        EXPECT_TRUE(prefers_html(html)) << html;
    for (char const* const xml :
         {"", "*/*", "text/*", "application/xml, text/xml, */*; q=0.01", "text/xml,text/html;q=0.9",
          "text/html;q=0", "text/htmlx", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
          "text/html, image/gif, image/jpeg, */*; q=0.2"})
        EXPECT_FALSE(prefers_html(xml)) << xml;
}

TEST(Date, ComesBack) {
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777);
    for (char const* const bad : {"", "yesterday", "Sun, 06 Nov 1994 08:49:37", "1994-11-06"})
        EXPECT_FALSE(parse_http_date(bad)) << bad;
}

class FileAnswer : public ::testing::Test {
  protected:
    Response answer_to(std::vector<Header> headers) {
        Request request;
        request.headers = std::move(headers);
        return file_answer(request, UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC)), 100, 784111777,
                           "abc", "a/b");
    }
};

TEST_F(FileAnswer, GivesTheWholeFile) {
    auto const response = answer_to({});
    EXPECT_EQ(response.status, 200);
    ASSERT_TRUE(response.file);
    EXPECT_EQ(response.file->length, 100u);
    EXPECT_EQ(find_header(response.headers, "etag"), "\"abc\"");
    EXPECT_EQ(find_header(response.headers, "Content-Type"), "a/b");
}

TEST_F(FileAnswer, GivesAPart) {
    auto const response = answer_to({{"Range", "bytes=10-19"}});
    EXPECT_EQ(response.status, 206);
    EXPECT_EQ(find_header(response.headers, "Content-Range"), "bytes 10-19/100");
    EXPECT_EQ(response.file->offset, 10u);
    EXPECT_EQ(response.file->length, 10u);
    EXPECT_EQ(answer_to({{"Range", "bytes=100-"}}).status, 416);
}

TEST_F(FileAnswer, AnIfRangeThatDoesNotHoldMeansTheWholeFile) {
    EXPECT_EQ(answer_to({{"Range", "bytes=1-2"}, {"If-Range", "\"abc\""}}).status, 206);
    EXPECT_EQ(answer_to({{"Range", "bytes=1-2"}, {"If-Range", "\"other\""}}).status, 200);
}

TEST_F(FileAnswer, ItIsNotSentAgain) {
    EXPECT_EQ(answer_to({{"If-None-Match", "\"x\", \"abc\""}}).status, 304);
    EXPECT_EQ(answer_to({{"If-None-Match", "*"}}).status, 304);
    EXPECT_EQ(answer_to({{"If-None-Match", "\"x\""}}).status, 200);
    EXPECT_EQ(answer_to({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"}}).status, 304);
    EXPECT_EQ(answer_to({{"If-Modified-Since", "Sun, 06 Nov 1994 08:49:36 GMT"}}).status, 200);
}

}  // namespace
}  // namespace vespa::uws::http
