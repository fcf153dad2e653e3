// Every document against the schemas of the IVOA, by xmllint and without a network.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "example_jobs.hpp"
#include "support/shared_data.hpp"
#include "uws/documents.hpp"
#include "uws/vosi.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

constexpr char const* list = "https://example.org/rest/raytrace";

class Schema : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_ = testing::shared_data("uws/xsd");
        if (!fs::exists(folder_ / "service.xsd")) GTEST_SKIP() << "the schemas are not there: " << folder_;
        ASSERT_EQ(std::system("xmllint --version >/dev/null 2>&1"), 0)
            << "xmllint is needed (Debian: libxml2-utils)";
    }
    bool valid(std::string const& document) const {
        char name[] = "/tmp/vespa-schema-XXXXXX";
        int const fd = ::mkstemp(name);
        std::ofstream(name) << document;
        std::string const command = "XML_CATALOG_FILES=" + (folder_ / "catalog.xml").string() +
                                    " xmllint --nonet --noout --schema " +
                                    (folder_ / "service.xsd").string() + " " + name + " 2>/dev/null";
        bool const good = std::system(command.c_str()) == 0;
        ::close(fd);
        fs::remove(name);
        return good;
    }
    fs::path folder_;
};

TEST_F(Schema, JobsInEveryPhase) {
    for (Phase const phase : all_phases) {
        Job job = full_job();
        job.phase = phase;
        EXPECT_TRUE(valid(job_document(job, list))) << phase_name(phase) << "\n" << job_document(job, list);
    }
    EXPECT_TRUE(valid(job_document(bare_job(), list))) << job_document(bare_job(), list);
}

TEST_F(Schema, ListsParametersResults) {
    JobListWriter writer(list, 2);
    writer.add(make_reference(full_job()));
    writer.add(make_reference(bare_job()));
    EXPECT_TRUE(valid(std::move(writer).finish()));
    EXPECT_TRUE(valid(JobListWriter(list, 0).finish()));
    for (Job const& job : {full_job(), bare_job()}) {
        EXPECT_TRUE(valid(parameters_document(job, list)));
        EXPECT_TRUE(valid(results_document(job, list)));
    }
}

TEST_F(Schema, Vosi) {
    EXPECT_TRUE(valid(availability_document(true, now(), "note")));
    EXPECT_TRUE(valid(
        capabilities_document(capabilities_of_code("https://example.org/raytrace", "Job list of raytrace"))));
}

TEST_F(Schema, TheCheckCanFail) {
    std::string document = job_document(bare_job(), list);
    document.replace(document.find("<uws:phase>PENDING"), 18, "<uws:phase>WAITING");
    EXPECT_FALSE(valid(document));
}

}  // namespace
}  // namespace vespa::uws
