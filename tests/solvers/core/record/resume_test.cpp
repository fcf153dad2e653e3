// Columns that any rank writes by itself, and files that outlive their writer.
#include <gtest/gtest.h>

#include <numeric>

#include "core/record/file.hpp"
#include "scratch.hpp"

namespace {

using namespace vespa::record;
using vespa::parallel::Range;
using vespa::testing::error_of;
using vespa::testing::part_exists;
using vespa::testing::ranks;
using vespa::testing::read_text;
using vespa::testing::scratch;

constexpr std::uint64_t width = 5, blocks = 7;
std::string const unfinished("stopped\0", 8);

std::vector<double> columns_of(std::uint64_t block) {
    std::vector<double> values(2 * 3 * width);
    std::iota(values.begin(), values.end(), 100.0 * static_cast<double>(block));
    return values;
}

void begin(File& file) {
    auto root = file.root();
    root.set("status", unfinished);
    root.create<double>("cube", {2, 3, width * blocks}, {"km", "a cube"});
    root.create<std::uint8_t>("done", {blocks}, {"", "1 where a block is written"});
    file.keep_unfinished();
}

/// Each rank writes those of the blocks whose turn is its own.
void write(File& file, Range some) {
    auto cube = file.root().dataset("cube");
    auto done = file.root().dataset("done");
    for (auto block = some.first; block < some.last; ++block) {
        if (block % static_cast<std::uint64_t>(ranks().size()) != static_cast<std::uint64_t>(ranks().rank()))
            continue;
        cube.write_columns(block * width, columns_of(block));
        done.write_columns(block, std::vector<std::uint8_t>{1});
    }
}

void finish(File& file) {
    file.root().set("status", "complete");
    file.commit();
}

TEST(Columns, ComeBackAsTheyWereWrittenByWhicheverRank) {
    auto const path = scratch("columns.h5");
    auto file = File::create(ranks(), path, Overwrite::no);
    begin(file);
    write(file, {0, blocks});
    ranks().barrier();
    auto const cube = file.root().dataset("cube");
    EXPECT_EQ(cube.read_columns<double>({3 * width, 4 * width}), columns_of(3));
    auto const all = cube.read<double>();
    EXPECT_EQ(all[2 * width * blocks + 4 * width + 1], columns_of(4)[2 * width + 1]);
    EXPECT_THROW(static_cast<void>(cube.read_columns<float>({0, 1})), std::logic_error);
    EXPECT_THROW(static_cast<void>(cube.read_columns<double>({0, width * blocks + 1})), std::logic_error);
    finish(file);
    EXPECT_FALSE(part_exists(path));
}

TEST(Resume, GivesTheBytesOfAnUninterruptedRun) {
    auto const whole = scratch("whole.h5"), parts = scratch("parts.h5");
    {
        auto file = File::create(ranks(), whole, Overwrite::no);
        begin(file);
        write(file, {0, blocks});
        finish(file);
    }
    {
        auto file = File::create(ranks(), parts, Overwrite::no);
        begin(file);
        write(file, {0, 3});
    }
    ASSERT_TRUE(part_exists(parts));
    ASSERT_FALSE(std::filesystem::exists(parts));
    {
        auto file = File::resume(ranks(), parts);
        EXPECT_EQ(file.root().attribute<std::string>("status"), "stopped");
        EXPECT_EQ(file.root().dataset("done").read<std::uint8_t>(),
                  (std::vector<std::uint8_t>{1, 1, 1, 0, 0, 0, 0}));
        ranks().barrier();
        write(file, {3, 5});
        file.commit();  // a stopped run: it takes its name
    }
    ASSERT_FALSE(part_exists(parts));
    {
        auto file = File::resume(ranks(), parts);
        write(file, {5, blocks});
        finish(file);
    }
    EXPECT_EQ(read_text(whole), read_text(parts));
    EXPECT_EQ(File::open(ranks(), parts).root().attribute<std::string>("status"), "complete");
}

TEST(Resume, NeedsAnUnfinishedFile) {
    auto const path = scratch("absent.h5");
    auto const part = scratch("absent.h5.part");  // of a former run of the test
    EXPECT_EQ(error_of([&] { File::resume(ranks(), path); }),
              "bad input: " + path.string() + ": there is no unfinished file " + path.string() + ".part");
    vespa::testing::write_text(part, "no HDF5");
    ranks().barrier();
    EXPECT_EQ(error_of([&] { File::resume(ranks(), path); }),
              "bad input: " + part.string() + ": is not an HDF5 file");
    vespa::testing::write_text(path, "something");
    ranks().barrier();
    EXPECT_NE(error_of([&] { File::resume(ranks(), path); }).find("stands beside absent.h5.part"),
              std::string::npos);
    ranks().barrier();
}

TEST(Resume, WithoutKeepingNothingRemains) {
    auto const path = scratch("gone.h5");
    { auto file = File::create(ranks(), path, Overwrite::no); }
    ranks().barrier();
    EXPECT_FALSE(part_exists(path));
}

}  // namespace
