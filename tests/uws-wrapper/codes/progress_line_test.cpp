#include "codes/progress_line.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {
namespace {

double fraction(char const* pattern, std::string_view line) {
    auto const progress = ProgressLine(pattern).read(line);
    return progress ? progress->fraction : -1;
}

TEST(ProgressLines, HoldNumbers) {
    EXPECT_EQ(fraction("step {done} of {total}", " step  5 of  20, dt = 3"), 0.25);
    EXPECT_EQ(fraction("{percent} %", "Working: [###  ]  40.5 %"), 0.405);
    EXPECT_EQ(fraction("done {fraction}", "done .5"), 0.5);
    EXPECT_EQ(fraction("{done}/{total}", "12/48"), 0.25) << "not from the middle of a number";
    auto const progress = ProgressLine("step {done} of {total}").read("step 5 of 20");
    EXPECT_EQ(progress->done, 5);
    EXPECT_EQ(progress->total, 20);
}

TEST(ProgressLines, AreNoOtherLines) {
    for (char const* const line : {"", "step", "step x of 20", "step 5 of", "step 5 of 0", "step 21 of 20",
                                   "step -1 of 20", "step nan of 20", "step inf of inf", "Step 5 of 20"})
        EXPECT_EQ(fraction("step {done} of {total}", line), -1) << line;
    EXPECT_EQ(fraction("step {done} of {total}", std::string(100000, ' ') + "step 1 of 2"), -1)
        << "too long a line";
}

TEST(ProgressLines, TheLastWholeOneCounts) {
    ProgressLine const pattern("{done} of {total}");
    EXPECT_EQ(pattern.read_last("1 of 9\n2 of 9\nnoise\n3 of")->done, 2);
    EXPECT_EQ(pattern.read_last("1 of 9\r2 of 9\r3 of 90")->done, 2) << "3 of 900 may be on its way";
    EXPECT_FALSE(pattern.read_last("1 of 9"));
    EXPECT_FALSE(pattern.read_last("\n\n"));
    EXPECT_FALSE(ProgressLine().read_last("1 of 9\n"));
}

TEST(ProgressLines, FaultsAreNamed) {
    for (char const* const bad : {"", "step", "{done}", "{total}", "{done}{total}", "{done} {step}",
                                  "{percent} {percent}", "{percent:3}"})
        EXPECT_THROW(ProgressLine pattern(bad), std::invalid_argument) << bad;
}

TEST(ProgressLines, AreReadFromTheEndOfALongOutput) {
    ScratchFolder const scratch;
    JobFolder const job(scratch.path() / "job");
    ProgressLine const pattern("{percent} %");
    job.create();
    EXPECT_FALSE(progress_of_output(pattern, job)) << "nothing printed yet";
    std::ofstream(job.stdout_log()) << std::string(100000, 'x') << "\n 42 %\n";
    EXPECT_EQ(progress_of_output(pattern, job)->fraction, 0.42);
    EXPECT_FALSE(progress_of_output(ProgressLine(), job));
}

}  // namespace
}  // namespace vespa::uws
