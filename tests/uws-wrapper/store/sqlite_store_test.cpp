#include "store/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fstream>

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

class SqliteStoreTest : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-store-XXXXXX";
        folder_ = ::mkdtemp(name);
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path file() const { return folder_ / "jobs.db"; }
    void sql(char const* text) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, text, nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }
    static Change put(Job const& job) { return {job.id, job}; }
    fs::path folder_;
};

Job example() {
    Job job;
    job.id = "0123456789abcdef0123456789abcdef";
    job.code = "raytrace";
    job.owner = "ada";
    job.run_id = "r'; DROP TABLE job; --";
    job.phase = Phase::executing;
    job.created = *parse_instant("2026-05-04T09:15:02.114Z");
    job.queued = job.created + std::chrono::milliseconds(1);
    job.started = job.created + std::chrono::milliseconds(2);
    job.ended = job.created + std::chrono::milliseconds(3);
    job.quote = job.created + std::chrono::milliseconds(4);
    job.destruction = job.created + std::chrono::hours(1);
    job.execution_duration = 60;
    job.parameters = {{"a", "\x01 \"'\n🪐", false, ""}, {"f", "f_x", true, "text/\xFF"}};
    job.results = {{"r", "r.h5", "application/x-hdf5", 1ULL << 40U, std::string(64, 'c'), true}};
    job.error = ErrorSummary{"m", "d", true};
    job.cores = 4;
    job.ranks = 3;
    job.abort_requested = job.delete_requested = true;
    job.kin = {"parent", 7, 9, true, "key \"1\"", "hash"};
    return job;
}

TEST_F(SqliteStoreTest, AJobComesBackWhole) {
    Job const job = example();
    { SqliteStore(file()).write(std::vector{put(job)}); }
    auto const jobs = SqliteStore(file()).load();
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
    EXPECT_EQ(std::tie(back.kin.parent, back.kin.member, back.kin.members, back.kin.complete, back.kin.key,
                       back.kin.request),
              std::tie(job.kin.parent, job.kin.member, job.kin.members, job.kin.complete, job.kin.key,
                       job.kin.request));
    ASSERT_EQ(back.parameters.size(), 2u);
    EXPECT_EQ(back.parameters[0].value, job.parameters[0].value);
    EXPECT_TRUE(back.parameters[1].is_file);
    EXPECT_EQ(back.parameters[1].content_type, "text/\xEF\xBF\xBD");
    ASSERT_EQ(back.results.size(), 1u);
    EXPECT_EQ(back.results[0].size, 1ULL << 40U);
    EXPECT_TRUE(back.results[0].main);
    ASSERT_TRUE(back.error);
    EXPECT_EQ(back.error->detail, "d");
}

TEST_F(SqliteStoreTest, WhatIsNotThereStaysSo) {
    Job job;
    job.id = "x";
    job.phase = Phase::pending;
    SqliteStore store(file());
    store.write(std::vector{put(job)});
    auto const back = store.load().at(0);
    EXPECT_FALSE(back.run_id || back.queued || back.started || back.ended || back.quote || back.destruction ||
                 back.error);
}

TEST_F(SqliteStoreTest, ReplacesErasesAndKeepsTheOrderOfCreation) {
    SqliteStore store(file());
    Job first = example(), second = example(), third = example();
    second.id = "2";
    third.id = "3";
    second.created += std::chrono::milliseconds(1);
    third.created -= std::chrono::milliseconds(1);
    store.write(std::vector{put(first), put(second), put(third)});
    first.phase = Phase::completed;
    store.write(std::vector{put(first), Change{"2", std::nullopt}, Change{"never was", std::nullopt}});
    auto const jobs = store.load();
    ASSERT_EQ(jobs.size(), 2u);
    EXPECT_EQ(jobs[0].id, "3");
    EXPECT_EQ(jobs[1].phase, Phase::completed);
}

TEST_F(SqliteStoreTest, BringsTheFirstLayoutUpToDate) {
    { SqliteStore(file()).write(std::vector{put(example())}); }
    sql("ALTER TABLE job DROP COLUMN kinship; PRAGMA user_version=1");
    SqliteStore store(file());
    auto const jobs = store.load();
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_EQ(jobs[0].run_id, example().run_id);
    EXPECT_TRUE(jobs[0].kin.parent.empty() && jobs[0].kin.key.empty());
    store.write(std::vector{put(example())});
    EXPECT_EQ(store.load().at(0).kin.parent, "parent");
}

TEST_F(SqliteStoreTest, IsOneServersOnly) {
    SqliteStore const store(file());
    EXPECT_THROW(SqliteStore{file()}, StoreError);
}

TEST_F(SqliteStoreTest, RefusesWhatItCannotRead) {
    EXPECT_THROW(SqliteStore{folder_ / "no such folder" / "jobs.db"}, StoreError);
    std::ofstream(folder_ / "text.db") << std::string(2000, 'x');
    EXPECT_THROW(SqliteStore{folder_ / "text.db"}, StoreError);
    { SqliteStore(file()).write(std::vector{put(example())}); }
    sql("UPDATE job SET parameters='nonsense'");
    EXPECT_THROW(SqliteStore(file()).load(), StoreError);
    sql("UPDATE job SET parameters='[]', phase='DREAMING'");
    EXPECT_THROW(SqliteStore(file()).load(), StoreError);
    sql("PRAGMA user_version=99");
    EXPECT_THROW(SqliteStore{file()}, StoreError);
}

}  // namespace
}  // namespace vespa::uws
