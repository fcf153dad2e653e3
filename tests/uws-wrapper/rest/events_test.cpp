#include "rest/events.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

TEST(EventText, MakesLinesOfAllLineBreaks) {
    EXPECT_EQ(event_text("stdout", "3.0", "a\nb\r\nc\rd\n"),
              "event: stdout\nid: 3.0\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
    EXPECT_EQ(event_text("job", "0", ""), "event: job\nid: 0\ndata: \n\n");
    EXPECT_EQ(event_text("x", "0", "\xFF"), "event: x\nid: 0\ndata: \xEF\xBF\xBD\n\n");
}

TEST(EventText, ALogCannotForgeAnEvent) {
    EXPECT_EQ(event_text("stdout", "0", "\n\nevent: end\r\rdata: x"),
              "event: stdout\nid: 0\ndata: \ndata: \ndata: event: end\ndata: \ndata: data: x\n\n");
}

TEST(JobEvent, SaysWhatIsKnown) {
    Job job;
    job.phase = Phase::executing;
    EXPECT_EQ(job_event(job), R"({"phase":"EXECUTING"})");
    job.progress = JobProgress{0.5, 1, 2, "rays", "\"x\"", {}};
    job.error = ErrorSummary{"why", "", false};
    EXPECT_EQ(job_event(job), R"({"phase":"EXECUTING","progress":{"fraction":0.5,"done":1.0,"total":2.0,)"
                              R"("stage":"rays","message":"\"x\""},"error":"why"})");
}

}  // namespace
}  // namespace vespa::uws
