#include "web/pages.hpp"

#include <gtest/gtest.h>

#include "../jobs/example_code.hpp"

namespace vespa::uws {
namespace {

Site const site{"http://h/vespa"};

bool holds(std::string const& page, std::string_view text) {
    return page.find(text) != std::string::npos;
}

Description described() {
    Description code = example_code();
    code.annotation = "Does <this> & that.";
    code.parameters[0].unit = "cm-1";
    code.parameters[0].default_value = "5";
    code.parameters[0].annotation = "How many.";
    code.parameters[1].group = "Second";
    return code;
}

TEST(CodePage, ItsFormIsMadeFromTheDescription) {
    std::string const page = code_page(site, described(), {});
    EXPECT_TRUE(holds(page, "Does &lt;this&gt; &amp; that."));
    EXPECT_TRUE(holds(page, "action=\"http://h/vespa/rest/example\""));
    EXPECT_TRUE(holds(page,
                      "<input name=\"count\" id=\"count\" type=\"number\" step=\"1\" min=\"1\" max=\"9\" "
                      "placeholder=\"5\">"));
    EXPECT_TRUE(holds(page, "<small>cm-1</small>"));
    EXPECT_TRUE(holds(page, "How many. <span>1 to 9</span>"));
    EXPECT_TRUE(holds(page, "<legend>Second</legend>"));
    EXPECT_TRUE(holds(page, "<input name=\"table\" id=\"table\" type=\"file\">"));
    EXPECT_TRUE(holds(page,
                      "<select name=\"needed\" id=\"needed\" required><option value=\"\">–</option><option "
                      "value=\"one\">"));
    EXPECT_TRUE(holds(page, "<select name=\"flag\" id=\"flag\">"));
    std::size_t several = 0;
    for (std::size_t at = page.find("name=\"several\""); at != std::string::npos;
         at = page.find("name=\"several\"", at + 1))
        ++several;
    EXPECT_EQ(several, 3u);
}

TEST(JobPage, ShowsTheFirstPictureThatBrowsersKnow) {
    Job job;
    job.id = "0123456789abcdef0123456789abcdef";
    job.code = "example";
    job.phase = Phase::completed;
    std::string const none = job_page(site, described(), job, {});
    EXPECT_FALSE(holds(none, "<img"));
    job.results = {{"data", "d.h5", "application/x-hdf5", 10, "ab", true},
                   {"vector", "p.svg", "image/svg+xml", 10, "ab", false},
                   {"a b", "p.png", "image/png", 10, "ab", false}};
    std::string const page = job_page(site, described(), job, {});
    EXPECT_TRUE(
        holds(page, "<img src=\"http://h/vespa/rest/example/" + job.id + "/results/a%20b\" alt=\"a b\">"));
    EXPECT_FALSE(holds(page, "results/vector\" alt"));
}

TEST(JobPage, LogsThatAreNoTextDoNoHarm) {
    Job job;
    job.id = "0123456789abcdef0123456789abcdef";
    job.code = "example";
    job.started = job.created;
    job.phase = Phase::executing;
    std::string const page = job_page(site, described(), job, {"\x1B[31m\xFF<script>", ""});
    EXPECT_TRUE(holds(page, "\xEF\xBF\xBD[31m\xEF\xBF\xBD&lt;script&gt;"));
    EXPECT_TRUE(holds(page, "data-phase=\"EXECUTING\""));
    EXPECT_TRUE(holds(page, "http-equiv=\"refresh\""));
}

TEST(RefusalPage, Escapes) {
    EXPECT_TRUE(holds(refusal_page(site, 404, "no <x>"), "no &lt;x&gt;"));
}

}  // namespace
}  // namespace vespa::uws
