#include "store/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <fstream>

#include "uws-wrapper/store/example_job.hpp"

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

TEST_F(SqliteStoreTest, IsOneServersOnly) {
    SqliteStore const store(file());
    EXPECT_THROW(SqliteStore{file()}, StoreError);
}

TEST_F(SqliteStoreTest, RefusesWhatItCannotRead) {
    EXPECT_THROW(SqliteStore{folder_ / "no such folder" / "jobs.db"}, StoreError);
    std::ofstream(folder_ / "text.db") << std::string(2000, 'x');
    EXPECT_THROW(SqliteStore{folder_ / "text.db"}, StoreError);
    { SqliteStore(file()).write(std::vector{put(example_job())}); }
    sql("UPDATE job SET parameters='nonsense'");
    EXPECT_THROW(SqliteStore(file()).load(), StoreError);
    sql("UPDATE job SET parameters='[]', phase='DREAMING'");
    EXPECT_THROW(SqliteStore(file()).load(), StoreError);
    sql("PRAGMA user_version=99");
    EXPECT_THROW(SqliteStore{file()}, StoreError);
}

}  // namespace
}  // namespace vespa::uws
