#include "uws/documents.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "example_jobs.hpp"

namespace vespa::uws {
namespace {

constexpr char const* list = "https://example.org/vespa/rest/raytrace";

pugi::xml_document parsed(std::string const& text) {
    pugi::xml_document document;
    // Line ends as an XML reader must give them, and the blank space of values kept.
    auto const result =
        document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    EXPECT_TRUE(result) << result.description() << "\n" << text;
    return document;
}

std::vector<std::string> children_of(pugi::xml_node node) {
    std::vector<std::string> names;
    for (auto const child : node)
        if (child.type() == pugi::node_element) names.emplace_back(child.name());
    return names;
}

TEST(JobDocument, HasTheElementsInTheStandardsOrder) {
    auto const document = parsed(job_document(full_job(), list));
    auto const job = document.child("uws:job");
    EXPECT_EQ(children_of(job),
              (std::vector<std::string>{"uws:jobId", "uws:runId", "uws:ownerId", "uws:phase", "uws:quote",
                                        "uws:creationTime", "uws:startTime", "uws:endTime",
                                        "uws:executionDuration", "uws:destruction", "uws:parameters",
                                        "uws:results", "uws:errorSummary", "uws:jobInfo"}));
    EXPECT_STREQ(job.attribute("version").value(), "1.1");
    EXPECT_STREQ(job.child_value("uws:startTime"), "2026-05-04T09:15:02.614Z");
    EXPECT_STREQ(job.child("uws:errorSummary").attribute("type").value(), "transient");
    EXPECT_STREQ(job.child("uws:errorSummary").attribute("hasDetail").value(), "true");
    EXPECT_STREQ(job.child("uws:errorSummary").child_value("uws:message"), "line 1 <bad>\nline 2");
    EXPECT_STREQ(job.child("uws:jobInfo").child("v:progress").attribute("fraction").value(), "0.42");
}

TEST(JobDocument, ABareJobIsNilWhereItMustBeAndSilentElsewhere) {
    auto const document = parsed(job_document(bare_job(), list));
    auto const job = document.child("uws:job");
    EXPECT_EQ(children_of(job), (std::vector<std::string>{
                                    "uws:jobId", "uws:ownerId", "uws:phase", "uws:quote", "uws:creationTime",
                                    "uws:startTime", "uws:endTime", "uws:executionDuration",
                                    "uws:destruction", "uws:parameters", "uws:results"}));
    for (char const* const nil :
         {"uws:ownerId", "uws:quote", "uws:startTime", "uws:endTime", "uws:destruction"})
        EXPECT_STREQ(job.child(nil).attribute("xsi:nil").value(), "true") << nil;
    EXPECT_STREQ(job.child_value("uws:executionDuration"), "0");
}

TEST(JobDocument, ValuesComeBackUnchanged) {
    Job const job = full_job();
    auto const document = parsed(job_document(job, list));
    auto const root = document.child("uws:job");
    EXPECT_EQ(root.child_value("uws:runId"), *job.run_id);
    auto const parameter = root.child("uws:parameters").find_child_by_attribute("id", "text");
    EXPECT_EQ(parameter.child_value(), job.parameters[1].value);
    EXPECT_FALSE(parameter.attribute("byReference"));
}

TEST(JobDocument, WhatXmlCannotHoldGoesByReference) {
    auto const document = parsed(job_document(full_job(), list));
    auto const parameters = document.child("uws:job").child("uws:parameters");
    for (char const* const name : {"control", "table"}) {
        auto const parameter = parameters.find_child_by_attribute("id", name);
        EXPECT_STREQ(parameter.attribute("byReference").value(), "true");
        EXPECT_EQ(parameter.child_value(),
                  std::string(list) + "/3f9a51c07be84d2fa6650c9b1e8d7742/parameters/" + name);
    }
}

TEST(JobDocument, ResultsPointBelowTheListThatWasAsked) {
    auto const document = parsed(job_document(full_job(), "http://h/raytrace/async"));
    auto const results = document.child("uws:job").child("uws:results");
    auto const result = results.find_child_by_attribute("id", "a&b");
    EXPECT_STREQ(result.attribute("xlink:href").value(),
                 "http://h/raytrace/async/3f9a51c07be84d2fa6650c9b1e8d7742/results/a%26b");
    EXPECT_STREQ(results.first_child().attribute("size").value(), "1234567890123");
}

TEST(Documents, CarryNoEncodingDeclaration) {
    // Python clients decode first and then refuse a text that names an encoding.
    for (auto const& text : {job_document(full_job(), list), parameters_document(full_job(), list),
                             results_document(full_job(), list), JobListWriter(list, 0).finish()})
        EXPECT_EQ(text.substr(0, 22), "<?xml version=\"1.0\"?>\n");
}

TEST(JobList, IsMadeOfReferences) {
    JobListWriter writer("http://h/a&b", 2);
    writer.add(make_reference(full_job()));
    writer.add(make_reference(bare_job()));
    auto const document = parsed(std::move(writer).finish());
    auto const jobs = document.child("uws:jobs");
    EXPECT_STREQ(jobs.attribute("version").value(), "1.1");
    auto const first = jobs.first_child();
    EXPECT_STREQ(first.attribute("xlink:href").value(), "http://h/a&b/3f9a51c07be84d2fa6650c9b1e8d7742");
    EXPECT_EQ(children_of(first),
              (std::vector<std::string>{"uws:phase", "uws:runId", "uws:ownerId", "uws:creationTime"}));
    EXPECT_EQ(first.child_value("uws:runId"), *full_job().run_id);
    EXPECT_EQ(children_of(jobs.last_child()),
              (std::vector<std::string>{"uws:phase", "uws:ownerId", "uws:creationTime"}));
}

}  // namespace
}  // namespace vespa::uws
