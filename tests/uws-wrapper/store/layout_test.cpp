// Stores that earlier versions of the server have left.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "store/sqlite_layout.hpp"
#include "store/sqlite_store.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

class LayoutTest : public ::testing::TestWithParam<int> {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-layout-XXXXXX";
        folder_ = ::mkdtemp(name);
        std::ifstream in(fs::path(VESPA_SOURCE_DIR) / "tests/uws-wrapper/store/layouts" /
                         ("sqlite_" + std::to_string(GetParam()) + ".sql"));
        ASSERT_TRUE(in) << "every layout has its file here";
        std::stringstream text;
        text << in.rdbuf();
        sql(text.str());
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path file() const { return folder_ / "jobs.db"; }
    void sql(std::string const& text) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(file().c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
    }
    fs::path folder_;
};

TEST_P(LayoutTest, IsReadAndBroughtUpToDate) {
    for (int time = 0; time < 2; ++time) {  // as it was left, and as it is then
        SqliteStore store(file());
        auto const jobs = store.load();
        ASSERT_EQ(jobs.size(), 2u);
        EXPECT_EQ(jobs[0].id, "0123456789abcdef0123456789abcdef");
        EXPECT_EQ(jobs[0].phase, Phase::error);
        EXPECT_EQ(jobs[0].parameters.at(0).value, "f_config");
        EXPECT_TRUE(jobs[0].parameters.at(0).is_file);
        EXPECT_EQ(jobs[0].results.at(0).size, 1ULL << 40U);
        EXPECT_EQ(jobs[0].error->detail, "in line 3");
        EXPECT_EQ(to_text(*jobs[0].ended), "2026-05-04T09:15:09.000Z");
        EXPECT_EQ(jobs[1].phase, Phase::pending);
        EXPECT_FALSE(jobs[1].run_id || jobs[1].destruction);
        EXPECT_EQ(jobs[1].kin.member, GetParam() >= 2 ? 3 : 0);
        store.write(std::vector<Change>{{jobs[1].id, jobs[1]}});
    }
}

INSTANTIATE_TEST_SUITE_P(All, LayoutTest, ::testing::Range(1, sqlite_layout_version() + 1));

TEST_P(LayoutTest, OfANewerVersionIsRefusedWithAMessage) {
    sql("PRAGMA user_version=" + std::to_string(sqlite_layout_version() + 1));
    try {
        SqliteStore store(file());
        FAIL() << "it was opened";
    } catch (StoreError const& error) {
        EXPECT_NE(std::string(error.what()).find("newer version"), std::string::npos);
    }
}

}  // namespace
}  // namespace vespa::uws
