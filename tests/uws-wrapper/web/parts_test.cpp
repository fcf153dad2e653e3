#include "web/parts.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

TEST(Html, EscapesWhatIsNotItsOwn) {
    Html html;
    html.raw("<a").attribute("href", "x\"y<&>").raw(">").text("<&>\"").raw("</a>").element("b", "<i>");
    EXPECT_EQ(std::move(html).finish(),
              "<a href=\"x&quot;y&lt;&amp;&gt;\">&lt;&amp;&gt;&quot;</a><b>&lt;i&gt;</b>");
}

TEST(Readable, TimesAndSizes) {
    EXPECT_EQ(readable(std::optional<Instant>{}), "–");
    EXPECT_EQ(readable(parse_instant("2026-05-04T09:15:02.9Z")), "2026-05-04 09:15:02 UTC");
    EXPECT_EQ(readable(1500ms), "1.5 s");
    EXPECT_EQ(readable(59s), "59 s");
    EXPECT_EQ(readable(80s), "1 min 20 s");
    EXPECT_EQ(readable(3h + 5min), "3 h 5 min");
    EXPECT_EQ(readable_size(0), "0 B");
    EXPECT_EQ(readable_size(999), "999 B");
    EXPECT_EQ(readable_size(1000), "1 kB");
    EXPECT_EQ(readable_size(12'345'678), "12.3 MB");
    EXPECT_EQ(readable_size(5'000'000'000'000'000), "5e+03 TB");
}

TEST(ShortName, IsTheLabelOrTheBeginningOfTheId) {
    Job job;
    job.id = "0123456789abcdef0123456789abcdef";
    EXPECT_EQ(short_name(job), "01234567");
    job.run_id = "";
    EXPECT_EQ(short_name(job), "01234567");
    job.run_id = "mine";
    EXPECT_EQ(short_name(job), "mine");
}

}  // namespace
}  // namespace vespa::uws
