#include "core/record/file.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "core/parallel/reductions.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::parallel::AgreedError;
using vespa::parallel::in_agreement;
using vespa::testing::error_of;
using vespa::testing::part_exists;
using vespa::testing::ranks;
using vespa::testing::read_text;
using vespa::testing::scratch;
using vespa::testing::write_text;

/// A small complete file.
void write_file(std::filesystem::path const& path, Overwrite overwrite, double value) {
    auto file = File::create(ranks(), path, overwrite);
    auto table = file.root().create<double>("table", {1}, {"m", "a value"});
    table.write_rows(0, std::vector<double>(ranks().is_root() ? 1 : 0, value));
    file.commit();
}

double read_value(std::filesystem::path const& path) {
    return File::open(ranks(), path).root().dataset("table").read<double>()[0];
}

TEST(File, HasItsNameOnlyAfterTheCommit) {
    auto const path = scratch("commit.h5");
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        EXPECT_EQ(file.path(), path);
        EXPECT_TRUE(part_exists(path));
        EXPECT_FALSE(std::filesystem::exists(path));
        file.commit();
        EXPECT_TRUE(std::filesystem::exists(path));
        EXPECT_FALSE(part_exists(path));
    }
    EXPECT_TRUE(std::filesystem::exists(path));
}

TEST(File, WithoutCommitNothingRemains) {
    auto const path = scratch("dropped.h5");
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        auto const moved = std::move(file);
        EXPECT_TRUE(part_exists(path));
        ranks().barrier();
    }
    EXPECT_FALSE(part_exists(path));
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(File, AFailureOfOneRankLeavesNothingAndCanBeRecoveredFrom) {
    auto const path = scratch("failure.h5");
    auto const fail = [&] {
        auto file = File::create(ranks(), path, Overwrite::no);
        auto table = file.root().create<double>("table", {100}, {"m", "a value"});
        in_agreement(ranks(), [] {
            if (ranks().rank() == ranks().size() - 1) throw std::runtime_error("one rank fails");
        });
        file.commit();
    };

    for (int round = 0; round < 3; ++round) {
        EXPECT_NE(error_of(fail).find("one rank fails"), std::string::npos);
        ranks().barrier();
        EXPECT_FALSE(std::filesystem::exists(path));
        EXPECT_FALSE(part_exists(path));
    }
    write_file(path, Overwrite::no, 4.0);
    EXPECT_EQ(read_value(path), 4.0);
}

TEST(File, AnExistingFileIsNotTouched) {
    auto const path = scratch("existing.h5");
    write_text(path, "precious");

    auto const error = error_of([&] { File::create(ranks(), path, Overwrite::no); });

    EXPECT_EQ(error, "bad input: " + path.string() +
                         ": the file exists already; allowed: a new name, or the wish to overwrite");
    EXPECT_EQ(read_text(path), "precious");
    EXPECT_FALSE(part_exists(path));
}

TEST(File, OverwritingReplacesOnlyAtTheCommit) {
    auto const path = scratch("overwritten.h5");
    write_text(path, "old");
    { auto const file = File::create(ranks(), path, Overwrite::yes); }
    EXPECT_EQ(read_text(path), "old");
    ranks().barrier();

    write_file(path, Overwrite::yes, 2.5);

    EXPECT_EQ(read_value(path), 2.5);
}

TEST(File, ANameTakenMeanwhileIsNotReplaced) {
    auto const path = scratch("meanwhile.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    write_text(path, "somebody else's");

    EXPECT_NE(error_of([&] { file.commit(); }).find("exists already"), std::string::npos);

    EXPECT_EQ(read_text(path), "somebody else's");
}

TEST(File, AnOldPartIsReplaced) {
    auto const path = scratch("old_part.h5");
    write_text(path.string() + ".part", "left by a killed run");

    write_file(path, Overwrite::no, 3.0);

    EXPECT_EQ(read_value(path), 3.0);
    EXPECT_FALSE(part_exists(path));
}

TEST(File, NamesThatCannotBeWrittenAreExplained) {
    auto const create = [](std::filesystem::path const& path) {
        return error_of([&] { File::create(ranks(), path, Overwrite::yes); });
    };
    auto const text = scratch("not_a_folder");
    write_text(text, "text");

    EXPECT_EQ(create(text.parent_path()),
              "bad input: " + text.parent_path().string() + ": is a folder; allowed: the name of a file");
    EXPECT_NE(create(text.parent_path() / "absent" / "a.h5").find("bad input: "), std::string::npos);
    EXPECT_NE(create(text.parent_path() / "absent" / "a.h5").find("there is no folder"), std::string::npos);
    EXPECT_NE(create(text / "a.h5").find("there is no folder"), std::string::npos);
    // Nobody, not even root, makes files there.
    EXPECT_NE(create("/proc/a.h5").find("cannot write into the folder /proc: "), std::string::npos);
}

TEST(File, AWriteThatFailsSpoilsTheFile) {
    auto const path = scratch("limited.h5");
    auto const before = std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        auto table = file.root().create<double>("table", {1u << 19}, {"m", "4 MiB"});
        rlimit const small{1u << 20, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        auto const n = static_cast<std::uint64_t>(ranks().size());
        std::uint64_t const rows = (1u << 19) / n;
        std::vector<double> const values(rows, 1.0);
        auto const first = rows * static_cast<std::uint64_t>(ranks().rank());

        EXPECT_NE(
            error_of([&] { table.write_rows(first, values); }).find("limited.h5:/table: cannot write rows"),
            std::string::npos);
        EXPECT_NE(error_of([&] { file.commit(); }).find("a write failed before"), std::string::npos);
    }
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, before);
    ranks().barrier();
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_FALSE(part_exists(path));
}

TEST(File, ATableTheDiskHasNoRoomForIsRefusedWhenItIsMade) {
    auto const path = scratch("huge.h5");
    {
        auto file = File::create(ranks(), path, Overwrite::no);
        auto const error = error_of([&] {
            file.root().create<double>("table", {std::uint64_t{1} << 56}, {"m", "half an exabyte"});
        });
        // A file system that cannot reserve room finds out later.
        if (error == "no error") GTEST_SKIP() << "this file system cannot reserve room";

        EXPECT_NE(error.find("huge.h5: no room for 57646075230"), std::string::npos) << error;
        EXPECT_FALSE(file.root().has("table"));
        file.commit();
    }
    EXPECT_LT(std::filesystem::file_size(path), 10000u);
}

TEST(File, IsClosedAfterTheCommit) {
    auto const path = scratch("closed.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    auto root = file.root();
    auto table = root.create<double>("table", {1}, {"m", "a value"});
    file.commit();

    EXPECT_NE(error_of([&] { file.commit(); }).find("the file is closed"), std::string::npos);
    EXPECT_NE(error_of([&] { static_cast<void>(file.root()); }).find("the file is closed"),
              std::string::npos);
    EXPECT_NE(error_of([&] { root.set("a", 1.0); }).find("the file is closed"), std::string::npos);
    EXPECT_NE(error_of([&] { table.write_rows(0, std::vector{1.0}); }).find("the file is closed"),
              std::string::npos);
}

TEST(File, OnlyNewFilesAreCommittedAndOldOnesNotWritten) {
    auto const path = scratch("read_only.h5");
    write_file(path, Overwrite::no, 1.0);
    auto file = File::open(ranks(), path);

    EXPECT_NE(error_of([&] { file.commit(); }).find("opened for reading"), std::string::npos);
    EXPECT_NE(error_of([&] { file.root().set("a", 1.0); }).find("read_only.h5"), std::string::npos);
    EXPECT_EQ(file.root().dataset("table").read<double>()[0], 1.0);
}

TEST(File, RanksThatAskForDifferentNamesAreTold) {
    if (ranks().size() == 1) GTEST_SKIP() << "needs two ranks";
    auto const path = scratch("different.h5");
    auto const mine = path.string() + (ranks().is_root() ? "a" : "b");

    EXPECT_NE(error_of([&] { File::create(ranks(), mine, Overwrite::no); }).find("different things"),
              std::string::npos);
    EXPECT_FALSE(part_exists(mine));
}

TEST(File, WhatIsNoHdf5FileIsExplained) {
    auto const open = [](std::filesystem::path const& path) {
        return error_of([&] { File::open(ranks(), path); });
    };
    auto const text = scratch("text.h5");
    write_text(text, "not HDF5");
    auto const cut = scratch("cut.h5");
    write_file(cut, Overwrite::no, 1.0);
    vespa::parallel::on_root(ranks(), [&] { std::filesystem::resize_file(cut, 200); });

    EXPECT_EQ(open(scratch("absent.h5")).substr(0, 11), "bad input: ");
    EXPECT_NE(open(scratch("absent.h5")).find("there is no such file"), std::string::npos);
    EXPECT_NE(open(text.parent_path()).find("is not a file"), std::string::npos);
    EXPECT_NE(open(text).find("is not an HDF5 file"), std::string::npos);
    EXPECT_NE(open(cut).find("cannot open the file: "), std::string::npos);
    EXPECT_NE(open(cut).find("undamaged"), std::string::npos);
}

TEST(File, OnAPartOfTheRanks) {
    auto const path = scratch("part_of_ranks.h5");
    bool const takes_part = ranks().rank() == ranks().size() - 1;
    vespa::parallel::OwnedCommunicator const some(ranks(), takes_part ? 0 : 1, 0);
    if (takes_part) {
        auto file = File::create(some.view(), path, Overwrite::no);
        file.root().create<int>("table", {1}, {"", "one"}).write_rows(0, std::vector{42});
        file.commit();
        EXPECT_EQ(File::open(some.view(), path).root().dataset("table").read<int>(), std::vector{42});
    }
}

}  // namespace
