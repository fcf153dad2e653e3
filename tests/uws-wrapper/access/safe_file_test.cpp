#include "access/safe_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

class SafeFile : public ::testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/vespa-safe-XXXXXX";
        folder_ = ::mkdtemp(name);
        fs::create_directories(folder_ / "in" / "deep");
        std::ofstream(folder_ / "secret") << "secret";
        std::ofstream(folder_ / "in" / "file") << "one\ntwo\nthree\n";
        std::ofstream(folder_ / "in" / "deep" / "file") << "deep";
    }
    void TearDown() override { fs::remove_all(folder_); }
    bool opens(fs::path const& path) const { return open_below(folder_ / "in", path).has_value(); }
    fs::path folder_;
};

TEST_F(SafeFile, OpensWhatLiesBelow) {
    EXPECT_TRUE(opens("file"));
    EXPECT_TRUE(opens("deep/file"));
    EXPECT_TRUE(opens("deep/../file"));
    auto const file = open_below(folder_ / "in", "file");
    EXPECT_EQ(file->status.st_size, 14);
}

TEST_F(SafeFile, NothingLeadsOut) {
    fs::create_symlink("../secret", folder_ / "in" / "link");
    fs::create_symlink(folder_, folder_ / "in" / "folder_link");
    fs::create_symlink("file", folder_ / "in" / "inner_link");
    ASSERT_EQ(::mkfifo((folder_ / "in" / "fifo").c_str(), 0600), 0);
    for (char const* const path : {"../secret", "link", "folder_link/secret", "inner_link", "fifo", "deep",
                                   ".", "", "none", "deep/../../secret"})
        EXPECT_FALSE(opens(path)) << path;
    EXPECT_FALSE(opens(folder_ / "secret"));
    EXPECT_FALSE(open_below(folder_ / "none", "file"));
}

TEST_F(SafeFile, TheTailIsWholeLines) {
    auto const file = open_below(folder_ / "in", "file");
    ASSERT_TRUE(file);
    EXPECT_EQ(tail_of(*file, 0, 100), "");
    EXPECT_EQ(tail_of(*file, 1, 100), "three\n");
    EXPECT_EQ(tail_of(*file, 2, 100), "two\nthree\n");
    EXPECT_EQ(tail_of(*file, 9, 100), "one\ntwo\nthree\n");
    EXPECT_EQ(tail_of(*file, 9, 3), "ee\n");
}

}  // namespace
}  // namespace vespa::uws
