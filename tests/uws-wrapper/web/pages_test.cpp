#include "web/pages.hpp"

#include <gtest/gtest.h>

#include "../jobs/example_code.hpp"
#include "codes/values.hpp"

namespace vespa::uws {
namespace {

Site const site{"http://h/vespa", ""};

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

Job example_job(Phase phase) {
    Job job;
    job.id = "0123456789abcdef0123456789abcdef";
    job.code = "example";
    job.phase = phase;
    return job;
}

TEST(FormPage, IsMadeFromTheDescription) {
    std::string const page = form_page(site, described(), {});
    EXPECT_TRUE(holds(page, "Does &lt;this&gt; &amp; that."));
    EXPECT_TRUE(holds(page, "action=\"http://h/vespa/rest/example\""));
    EXPECT_TRUE(holds(page, "name=\"count\" id=\"p-count\""));
    EXPECT_TRUE(holds(page, "data-min=\"1\" data-max=\"9\" data-unit=\"cm-1\" placeholder=\"5\""));
    EXPECT_TRUE(holds(page, "<span class=\"unit\">cm-1</span>"));
    EXPECT_TRUE(holds(page, "How many. <span>1 to 9 cm-1</span>"));
    EXPECT_TRUE(holds(page, "<summary>Second</summary>"));
    EXPECT_TRUE(holds(page, "data-type=\"file\" type=\"file\""));
    EXPECT_FALSE(holds(page, "role=\"alert\""));
}

TEST(FormPage, KeepsWhatWasTypedAndSaysWhatIsWrong) {
    Controls sent;
    sent.phase = "RUN";
    sent.run_id = "my \"label\"";
    sent.parameters = {{"count", "<9>", false, "", ""}, {"flag", "true", false, "", ""}};
    std::string const page = form_page(site, described(), refused_draft(described(), sent, "no"));
    EXPECT_TRUE(holds(page, "value=\"&lt;9&gt;\""));
    EXPECT_TRUE(holds(page, "aria-invalid=\"true\""));
    EXPECT_TRUE(holds(page, "id=\"f-count\">&quot;&lt;9&gt;&quot; is not an integer of 64 bits</p>"));
    EXPECT_TRUE(holds(page, "<option value=\"true\" selected>"));
    EXPECT_TRUE(holds(page, "id=\"f-needed\">is required</p>"));
    EXPECT_TRUE(holds(page, "value=\"my &quot;label&quot;\""));
    EXPECT_TRUE(holds(page, "role=\"alert\""));
}

TEST(FormPage, IsFilledFromAJob) {
    Job job = example_job(Phase::completed);
    job.run_id = "first";
    job.parameters = {
        {"count", "7", false, ""}, {"table", "table_a.csv", true, ""}, {"gone", "1", false, ""}};
    Draft const draft = draft_of(described(), job);
    EXPECT_EQ(draft.of("count"), std::vector<std::string>{"7"});
    EXPECT_EQ(draft.of("table"), std::vector<std::string>{"a.csv"});
    EXPECT_TRUE(draft.of("gone").empty());
    EXPECT_TRUE(draft.faults.empty());
    std::string const page = form_page(site, described(), draft);
    EXPECT_TRUE(holds(page, "value=\"7\""));
    EXPECT_TRUE(holds(page, "rest/example/" + job.id + "\""));
}

TEST(JobPage, ShowsPicturesThatBrowsersKnow) {
    Job job = example_job(Phase::completed);
    EXPECT_FALSE(holds(job_page(site, described(), job, {}), "<figure>"));
    job.results = {{"data", "d.h5", "application/x-hdf5", 10, "ab", true},
                   {"a b", "p.png", "image/png", 10, "ab", false},
                   {"table", "t.vot", "application/x-votable+xml", 10, "ab", false}};
    std::string const page = job_page(site, described(), job, {});
    EXPECT_TRUE(
        holds(page, "<img src=\"http://h/vespa/rest/example/" + job.id + "/results/a%20b\" alt=\"a b\">"));
    EXPECT_TRUE(holds(page, "data-samp=\"table.load.votable\""));
    EXPECT_FALSE(holds(page, "results/data\" alt"));
}

TEST(JobPage, SaysWhatToMend) {
    Job job = example_job(Phase::error);
    job.error = ErrorSummary{"it <failed>", "line 3", false};
    std::string const page = job_page(site, described(), job, {});
    EXPECT_TRUE(holds(page, "it &lt;failed&gt;"));
    EXPECT_TRUE(holds(page, "line 3"));
    EXPECT_TRUE(holds(page, job.id + "/form\""));
}

TEST(JobPage, LogsThatAreNoTextDoNoHarm) {
    Job job = example_job(Phase::executing);
    job.started = job.created;
    std::string const page = job_page(site, described(), job, {"\x1B[31m\xFF<script>", ""});
    EXPECT_TRUE(holds(page, "\xEF\xBF\xBD[31m\xEF\xBF\xBD&lt;script&gt;"));
    EXPECT_TRUE(holds(page, "data-phase=\"EXECUTING\" data-live"));
    EXPECT_TRUE(holds(page, "http-equiv=\"refresh\""));
}

TEST(FormPage, OffersPresets) {
    Description code = described();
    code.presets = {{"small <one>", "quick", {{"count", "2"}}}};
    std::string const page = form_page(site, code, draft_of_preset(code, "small <one>"));
    EXPECT_TRUE(holds(page, "href=\"http://h/vespa/example/form?preset=small%20%3Cone%3E\" aria-current"));
    EXPECT_TRUE(holds(page, ">small &lt;one&gt;</a>"));
    EXPECT_TRUE(holds(page, "placeholder=\"5\" value=\"2\""));
    EXPECT_THROW(draft_of_preset(code, "none"), BadValue);
}

TEST(FormPage, SaysWhatFilesAndTextsMayBe) {
    Description code = described();
    code.parameters[1].max_length = 20;
    code.parameters[3].accept = {".csv", "text/csv"};
    code.parameters[3].max_bytes = 2'000'000;
    std::string const page = form_page(site, code, {});
    EXPECT_TRUE(holds(page, "data-longest=\"20\""));
    EXPECT_TRUE(holds(page, "accept=\".csv,text/csv\""));
    EXPECT_TRUE(holds(page, "at most 2 MB"));
}

TEST(CodePage, SaysHowToCite) {
    Description code = described();
    code.citation = {"doi:10.1/x<y>", "A paper & more", "javascript:alert(1)"};
    code.licence = "MIT";
    std::string const page = code_page(site, code, {});
    EXPECT_TRUE(holds(page, "<a href=\"https://doi.org/10.1/x&lt;y&gt;\">doi:10.1/x&lt;y&gt;</a>"));
    EXPECT_TRUE(holds(page, "<li>A paper &amp; more</li>"));
    EXPECT_FALSE(holds(page, "href=\"javascript"));
    EXPECT_TRUE(holds(page, "licence: MIT"));
    EXPECT_FALSE(holds(code_page(site, described(), {}), "<h2>Cite</h2>"));
}

TEST(CodePage, ItsOlderJobsKeepTheFilter) {
    Loop loop;
    std::size_t waiters = 0;
    Job job = example_job(Phase::error);
    job.created = *parse_instant("2026-05-04T09:15:02.114Z");
    Entry const entry(job, loop, waiters);
    JobListing listing;
    listing.filter.phases = 1U << static_cast<unsigned>(Phase::error);
    listing.filter.run_id = "a&b";
    listing.jobs = {&entry};
    listing.more = true;
    std::string const page = code_page(site, described(), listing);
    EXPECT_TRUE(holds(page,
                      "href=\"http://h/vespa/rest/"
                      "example?PHASE=ERROR&amp;RUNID=a%26b&amp;BEFORE=2026-05-04T09%3A15%3A02.114Z\""));
    EXPECT_TRUE(holds(page, "<option value=\"ERROR\" selected>"));
}

TEST(Page, SaysWhoIsSignedIn) {
    EXPECT_TRUE(holds(index_page(site, {}, {}), "Sign in"));
    EXPECT_TRUE(holds(index_page({"http://h", "<ada>"}, {}, {}), "&lt;ada&gt;"));
}

TEST(RefusalPage, Escapes) {
    EXPECT_TRUE(holds(refusal_page(site, 404, "no <x>"), "no &lt;x&gt;"));
}

}  // namespace
}  // namespace vespa::uws
