#include "launch/job_folder.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>

#include <fstream>

#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "launch/remove_tree.hpp"
#include "launch/unique_fd.hpp"
#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {
namespace {

namespace fs = std::filesystem;

TEST(JobFolders, MustBeAbsolute) {
    EXPECT_THROW(JobFolder("jobs/1"), std::invalid_argument);
}

TEST(JobFolders, AreMadeOnceAndKept) {
    ScratchFolder scratch;
    JobFolder const folder(scratch.path() / "ab" / "abcd");
    folder.create();
    std::ofstream(folder.in() / "upload") << "x";
    folder.create();
    EXPECT_TRUE(fs::is_regular_file(folder.in() / "upload"));
    EXPECT_TRUE(fs::is_directory(folder.work()));
    EXPECT_EQ(fs::status(folder.root()).permissions() & fs::perms::others_all, fs::perms::none);
}

TEST(JobFolders, KnowWhetherTheyAreLocked) {
    ScratchFolder scratch;
    JobFolder const folder(scratch.path());
    EXPECT_FALSE(folder.locked());
    EXPECT_FALSE(folder.lock_holder());
    UniqueFd const lock(::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    EXPECT_FALSE(folder.locked());
    ASSERT_EQ(::flock(lock.get(), LOCK_EX | LOCK_NB), 0);
    EXPECT_TRUE(folder.locked());
    EXPECT_THROW(folder.clear_run(), LaunchError);
    std::ofstream(folder.lock()) << "4711\n";
    EXPECT_EQ(folder.lock_holder(), 4711);
    std::ofstream(folder.lock()) << "-1\n";
    EXPECT_FALSE(folder.lock_holder());
}

TEST(JobFolders, AreLockedByOneUntilItLetsGo) {
    ScratchFolder scratch;
    JobFolder const folder(scratch.path());
    auto lock = folder.take_lock();
    EXPECT_TRUE(lock);
    EXPECT_FALSE(folder.take_lock());
    lock.reset();
    EXPECT_TRUE(folder.take_lock());
    EXPECT_THROW(JobFolder(scratch.path() / "missing").take_lock(), LaunchError);
}

TEST(RemoveTree, TakesWhatAProgramMadeUnwritableAndFollowsNoLink) {
    ScratchFolder scratch;
    auto const tree = scratch.path() / "tree", kept = scratch.path() / "kept";
    fs::create_directories(tree / "a" / "b");
    fs::create_directory(kept);
    std::ofstream(kept / "file") << "x";
    std::ofstream(tree / "a" / "b" / "file") << "x";
    fs::create_directory_symlink(kept, tree / "a" / "link");
    fs::permissions(tree / "a" / "b", fs::perms::none);
    fs::permissions(tree / "a", fs::perms::owner_read);
    EXPECT_TRUE(remove_tree(tree));
    EXPECT_FALSE(fs::exists(tree));
    EXPECT_TRUE(fs::exists(kept / "file"));
    EXPECT_TRUE(remove_tree(tree)) << "what is not there need not be removed";
}

TEST(DurableFiles, ReplaceTheWhole) {
    ScratchFolder scratch;
    auto const file = scratch.path() / "file";
    write_durably(file, "a longer text");
    write_durably(file, std::string_view("a\0b", 3));
    EXPECT_EQ(read_whole(file, 100), std::string("a\0b", 3));
    EXPECT_THROW(read_whole(file, 2), LaunchError);
    EXPECT_FALSE(read_whole(scratch.path() / "missing", 2));
    EXPECT_THROW(write_durably(scratch.path() / "missing" / "file", ""), LaunchError);
    fs::create_symlink(file, scratch.path() / "link");
    EXPECT_THROW(read_whole(scratch.path() / "link", 100), LaunchError);
}

}  // namespace
}  // namespace vespa::uws
