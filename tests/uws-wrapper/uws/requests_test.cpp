#include "uws/requests.hpp"

#include <gtest/gtest.h>

#include "http/message.hpp"

namespace vespa::uws {
namespace {

http::Form query(char const* text) {
    return http::parse_urlencoded(text);
}

template <class F>
int refused(F&& read) {
    try {
        read();
    } catch (http::Refusal const& refusal) {
        return refusal.status();
    }
    return 0;
}

Job job_of(Phase phase, char const* created) {
    Job job;
    job.phase = phase;
    job.created = *parse_instant(created);
    return job;
}

TEST(ListFilter, JoinsPhasesAndNarrowsByTime) {
    auto const filter =
        parse_list_filter(query("PHASE=ERROR&phase=ABORTED&AFTER=2024-05-01T00:00:00.5Z&LAST=7&x=y"));
    EXPECT_TRUE(filter.admits(job_of(Phase::error, "2024-05-01T00:00:00.501Z")));
    EXPECT_TRUE(filter.admits(job_of(Phase::aborted, "2025")));
    EXPECT_FALSE(filter.admits(job_of(Phase::completed, "2025")));
    EXPECT_FALSE(filter.admits(job_of(Phase::error, "2024-05-01T00:00:00.500Z")));
    EXPECT_EQ(filter.last, 7u);
}

TEST(ListFilter, ArchivedJobsAreSeenOnlyWhenAskedFor) {
    EXPECT_FALSE(parse_list_filter({}).admits(job_of(Phase::archived, "2024")));
    EXPECT_TRUE(parse_list_filter({}).admits(job_of(Phase::held, "2024")));
    EXPECT_TRUE(parse_list_filter(query("PHASE=ARCHIVED")).admits(job_of(Phase::archived, "2024")));
}

TEST(ListFilter, BeforeAndRunId) {
    auto const filter = parse_list_filter(query("BEFORE=2024&RUNID=a"));
    Job job = job_of(Phase::completed, "2023");
    EXPECT_FALSE(filter.admits(job));
    job.run_id = "a";
    EXPECT_TRUE(filter.admits(job));
    job.created = *parse_instant("2024");
    EXPECT_FALSE(filter.admits(job));
}

TEST(ListFilter, RefusesWhatItCannotRead) {
    for (char const* const bad :
         {"PHASE=", "PHASE=RUN", "PHASE=error", "PHASE=ERROR&PHASE=x", "AFTER=", "AFTER=yesterday",
          "AFTER=2024-01-01T00:00:00%2B02:00", "AFTER=2024-01-01T00:00:00+02:00", "AFTER=2024&AFTER=2024",
          "LAST=0", "LAST=-1", "LAST=", "LAST=1.5", "LAST=ten", "LAST=1&last=1", "BEFORE=x",
          "RUNID=a&RUNID=b"})
        EXPECT_EQ(refused([&] { parse_list_filter(query(bad)); }), 400) << bad;
    EXPECT_EQ(parse_list_filter(query("LAST=99999999999999999999999")).last,
              static_cast<std::size_t>(INT64_MAX));
}

TEST(Wait, IsRead) {
    EXPECT_FALSE(parse_wait({}).asked);
    EXPECT_FALSE(parse_wait(query("PHASE=QUEUED")).asked);
    auto const wait = parse_wait(query("wait=10&PHASE=EXECUTING"));
    EXPECT_TRUE(wait.asked);
    EXPECT_EQ(wait.seconds, 10);
    EXPECT_EQ(wait.phase, Phase::executing);
    EXPECT_FALSE(parse_wait(query("WAIT=-1")).seconds);
    EXPECT_EQ(parse_wait(query("WAIT=0")).seconds, 0);
    for (char const* const bad : {"WAIT=", "WAIT=-2", "WAIT=1.5", "WAIT=x", "WAIT=1&WAIT=1",
                                  "WAIT=1&PHASE=RUN", "WAIT=1&PHASE=", "WAIT=1&PHASE=QUEUED&PHASE=QUEUED"})
        EXPECT_EQ(refused([&] { parse_wait(query(bad)); }), 400) << bad;
}

TEST(Controls, AreTakenFromQueryAndBody) {
    auto const controls = parse_controls(query("phase=RUN&runid=r"),
                                         query("ExecutionDuration=60&DESTRUCTION=2030-01-01&n=1&N=2"));
    EXPECT_EQ(controls.phase, "RUN");
    EXPECT_EQ(controls.run_id, "r");
    EXPECT_EQ(controls.execution_duration, 60);
    EXPECT_EQ(controls.destruction, parse_instant("2030"));
    ASSERT_EQ(controls.parameters.size(), 2u);
    EXPECT_EQ(controls.parameters[1].name, "N");
}

TEST(Controls, WhatOpusSendsAlongIsIgnored) {
    EXPECT_TRUE(
        parse_controls({}, query("control_parameters=runId&csrf_token=1&uws_quote=10")).parameters.empty());
}

TEST(Controls, AFileIsNeverAControl) {
    http::Form form(1);
    form[0] = {"PHASE", "RUN", true, "run.txt", ""};
    auto const controls = parse_controls({}, form);
    EXPECT_FALSE(controls.phase);
    EXPECT_EQ(controls.parameters.size(), 1u);
}

TEST(Controls, AreRefusedWhenMalformedOrRepeated) {
    for (char const* const bad : {"PHASE=", "PHASE=run", "PHASE=DELETE", "ACTION=RUN", "EXECUTIONDURATION=-1",
                                  "EXECUTIONDURATION=1.5", "EXECUTIONDURATION=", "DESTRUCTION=",
                                  "DESTRUCTION=soon", "RUNID=%01", "PHASE=RUN&phase=RUN"})
        EXPECT_EQ(refused([&] { parse_controls({}, query(bad)); }), 400) << bad;
    EXPECT_EQ(refused([&] { parse_controls(query("PHASE=RUN"), query("PHASE=RUN")); }), 400);
    EXPECT_EQ(refused([&] { parse_controls({}, {{"RUNID", std::string(65, 'a'), false, "", ""}}); }), 400);
    EXPECT_EQ(parse_controls({}, query("EXECUTIONDURATION=3000000000")).execution_duration, 2147483647);
    EXPECT_EQ(parse_controls({}, query("EXECUTIONDURATION=0")).execution_duration, 0);
}

}  // namespace
}  // namespace vespa::uws
