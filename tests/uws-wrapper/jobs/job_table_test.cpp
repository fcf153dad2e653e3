#include "jobs/job_table.hpp"

#include <gtest/gtest.h>

namespace vespa::uws {
namespace {

class JobTableTest : public ::testing::Test {
  protected:
    std::shared_ptr<Entry> add(std::string const& id, std::string const& code = "a", int created_ms = 1000) {
        Job job;
        job.id = id;
        job.code = code;
        job.created = Instant(std::chrono::milliseconds(created_ms));
        return table.add(std::move(job));
    }
    std::string listed(ListFilter const& filter = {}) const {
        std::string ids;
        for (auto const* const entry :
             table.list("a", filter, [](Job const& job) { return job.owner.empty(); }))
            ids += entry->job.id;
        return ids;
    }
    Loop loop;
    JobTable table{loop};
};

TEST_F(JobTableTest, JobsOfOneMillisecondGetDistinctTimesInOrder) {
    auto const first = add("1"), second = add("2"), third = add("3", "b", 500);
    EXPECT_EQ(second->job.created - first->job.created, std::chrono::milliseconds(1));
    EXPECT_LT(second->job.created, third->job.created);
    EXPECT_EQ(listed(), "21");
}

TEST_F(JobTableTest, AListIsFilteredNewestFirst) {
    for (int i = 1; i <= 6; ++i)
        add(std::to_string(i), "a", i * 1000);
    table.find("a", "3")->job.phase = Phase::completed;
    table.find("a", "5")->job.phase = Phase::archived;
    table.find("a", "2")->job.owner = "somebody";
    EXPECT_EQ(listed(), "6431");
    ListFilter last;
    last.last = 2;
    EXPECT_EQ(listed(last), "64");
    ListFilter after;
    after.after = Instant(std::chrono::milliseconds(4000));
    EXPECT_EQ(listed(after), "6");
    ListFilter completed;
    completed.phases = 1U << static_cast<unsigned>(Phase::completed);
    EXPECT_EQ(listed(completed), "3");
    completed.last = 9;
    EXPECT_EQ(listed(completed), "3");
}

TEST_F(JobTableTest, AJobIsFoundUnderItsCodeUntilItIsDeleted) {
    add("1");
    EXPECT_TRUE(table.find("a", "1"));
    EXPECT_FALSE(table.find("b", "1"));
    EXPECT_FALSE(table.find("a", "2"));
    table.find("a", "1")->job.delete_requested = true;
    EXPECT_FALSE(table.find("a", "1"));
    EXPECT_EQ(listed(), "");
    auto const entry = table.find_any("1");
    ASSERT_TRUE(entry);
    table.remove(*entry);
    EXPECT_FALSE(table.find_any("1"));
    EXPECT_TRUE(table.all().empty());
}

}  // namespace
}  // namespace vespa::uws
