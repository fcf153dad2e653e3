#include "rest/log_follower.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace vespa::uws {
namespace {

class Following : public testing::Test {
  protected:
    Following() {
        std::filesystem::remove(folder / "log");
        follower = LogFollower(folder, "log");
    }
    void grow(std::string const& text) { std::ofstream(folder / "log", std::ios::app) << text; }

    std::filesystem::path folder = testing::TempDir();
    LogFollower follower{folder, "log"};
};

TEST_F(Following, GivesWholeLinesAsTheyCome) {
    EXPECT_EQ(follower.next(100, false), "");
    grow("one\ntw");
    EXPECT_EQ(follower.next(100, false), "one\n");
    EXPECT_EQ(follower.next(100, false), "");
    grow("o\n");
    EXPECT_EQ(follower.next(100, false), "two\n");
    EXPECT_EQ(follower.offset(), 8u);
    grow("end");
    EXPECT_EQ(follower.next(100, true), "end");
}

TEST_F(Following, GivesALongLineInPieces) {
    grow("abcdefgh");
    EXPECT_EQ(follower.next(3, false), "abc");
    EXPECT_TRUE(follower.more());
    EXPECT_EQ(follower.next(3, false), "def");
    EXPECT_EQ(follower.next(3, false), "");
    EXPECT_EQ(follower.next(3, true), "gh");
    EXPECT_FALSE(follower.more());
}

TEST_F(Following, StartsWhereItIsTold) {
    grow("first\nsecond\nthird\n");
    follower.start_at(6);
    EXPECT_EQ(follower.next(100, false), "second\nthird\n");
    follower.start_at(10000);
    EXPECT_EQ(follower.offset(), 19u);
    follower.start_near_end(9);
    EXPECT_EQ(follower.next(100, false), "third\n");
    follower.start_near_end(1000);
    EXPECT_EQ(follower.next(7, false), "first\n");
}

TEST_F(Following, ALogThatBeginsAnewIsToldAnew) {
    grow("a long line\n");
    follower.start_at(12);
    std::filesystem::remove(folder / "log");
    grow("new\n");
    EXPECT_EQ(follower.next(100, false), "new\n");
}

TEST_F(Following, ALinkIsNoLog) {
    std::filesystem::create_symlink("/etc/passwd", folder / "log");
    EXPECT_EQ(follower.next(100, true), "");
}

}  // namespace
}  // namespace vespa::uws
