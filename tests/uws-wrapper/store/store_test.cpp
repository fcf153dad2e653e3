// What every kind of store must do. Run with PostgreSQL too where VESPA_POSTGRES names one.
#include "store/store.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "store/postgres_store.hpp"
#include "store/sqlite_store.hpp"
#include "uws-wrapper/store/example_job.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

class StoreTest : public ::testing::TestWithParam<char const*> {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-store-XXXXXX";
        folder_ = ::mkdtemp(name);
        if (!is_postgres()) return;
        char const* const database = std::getenv("VESPA_POSTGRES");
        if (database == nullptr) GTEST_SKIP() << "VESPA_POSTGRES names no database";
        database_ = database;
        PostgresConnection(database_).run_all("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }
    void TearDown() override { fs::remove_all(folder_); }
    bool is_postgres() const { return std::string(GetParam()) == "postgresql"; }
    std::unique_ptr<Store> open() const {
        if (is_postgres()) return std::make_unique<PostgresStore>(database_, "one");
        return std::make_unique<SqliteStore>(folder_ / "jobs.db");
    }
    static Change put(Job const& job) { return {job.id, job}; }
    fs::path folder_;
    std::string database_;
};

INSTANTIATE_TEST_SUITE_P(Both, StoreTest, ::testing::Values("sqlite", "postgresql"),
                         [](auto const& kind) { return std::string(kind.param); });

TEST_P(StoreTest, AJobComesBackWhole) {
    Job const job = example_job();
    EXPECT_TRUE(open()->write(std::vector{put(job)}).empty());
    auto const jobs = open()->load();
    ASSERT_EQ(jobs.size(), 1u);
    Job const& back = jobs[0];
    EXPECT_EQ(std::tie(back.id, back.code, back.owner, back.run_id, back.phase, back.created, back.queued,
                       back.started, back.ended),
              std::tie(job.id, job.code, job.owner, job.run_id, job.phase, job.created, job.queued,
                       job.started, job.ended));
    EXPECT_EQ(std::tie(back.quote, back.destruction, back.execution_duration, back.cores, back.ranks,
                       back.abort_requested, back.delete_requested),
              std::tie(job.quote, job.destruction, job.execution_duration, job.cores, job.ranks,
                       job.abort_requested, job.delete_requested));
    ASSERT_EQ(back.parameters.size(), 2u);
    EXPECT_EQ(back.parameters[0].value, job.parameters[0].value);
    EXPECT_TRUE(back.parameters[1].is_file);
    EXPECT_EQ(back.parameters[1].content_type, "text/\xEF\xBF\xBD");
    ASSERT_EQ(back.results.size(), 1u);
    EXPECT_EQ(back.results[0].size, 1ULL << 40U);
    EXPECT_TRUE(back.results[0].main);
    ASSERT_TRUE(back.error);
    EXPECT_EQ(back.error->detail, "d");
    EXPECT_EQ(std::tie(back.kin.parent, back.kin.member, back.kin.key, back.kin.request),
              std::tie(job.kin.parent, job.kin.member, job.kin.key, job.kin.request));
}

TEST_P(StoreTest, WhatIsNotThereStaysSo) {
    Job job;
    job.id = "x";
    auto const store = open();
    store->write(std::vector{put(job)});
    auto const back = store->load().at(0);
    EXPECT_FALSE(back.run_id || back.queued || back.started || back.ended || back.quote || back.destruction ||
                 back.error);
}

TEST_P(StoreTest, ReplacesErasesAndKeepsTheOrderOfCreation) {
    auto const store = open();
    Job first = example_job(), second = first, third = first;
    second.id = "2";
    third.id = "3";
    second.created += std::chrono::milliseconds(1);
    third.created -= std::chrono::milliseconds(1);
    store->write(std::vector{put(first), put(second), put(third)});
    first.phase = Phase::completed;
    store->write(std::vector{put(first), Change{"2", std::nullopt}, Change{"never was", std::nullopt}});
    auto const jobs = store->load();
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].id, "3");
    EXPECT_EQ(jobs[1].phase, Phase::completed);
}

TEST_P(StoreTest, KeepsManyJobsInOneCommit) {
    std::vector<Change> changes;
    Job job = example_job();
    for (int i = 0; i < 500; ++i) {
        job.id = std::to_string(i);
        job.created += std::chrono::milliseconds(1);
        changes.push_back(put(job));
    }
    open()->write(changes);
    EXPECT_EQ(open()->load().size(), 500u);
}

}  // namespace
}  // namespace vespa::uws
