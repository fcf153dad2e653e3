#include "codes/command_line.hpp"

#include <gtest/gtest.h>

#include "uws-wrapper/codes/sample.hpp"

namespace vespa::uws {
namespace {

using Argv = std::vector<std::string>;

class CommandLine : public testing::Test {
  protected:
    CommandLine() { job_.create(); }
    Argv argv(Values const& values) const { return build_argv(description_, values, job_, places_); }

    ScratchFolder scratch_;
    JobFolder job_{scratch_.path() / "job"};
    Description description_ = sample();
    Places places_{.programs = "/opt/vespa/bin", .scripts = "/opt/vespa/scripts", .max_ranks = 8};
};

TEST_F(CommandLine, IsTheProgramItsFixedArgumentsAndTheValues) {
    EXPECT_EQ(
        argv({{"mode", "x"}, {"FREQUENCIES", "1,2"}, {"tolerance", "1e-9"}}),
        (Argv{"/opt/vespa/bin/vespa-raytrace", "--output", "rays.h5", "--quiet", "--inputs-within=../in",
              "--progress-file=../progress.json", "--tolerance=1e-9", "--mode=x", "--frequencies=1,2"}));
}

TEST_F(CommandLine, RepeatsWhatMayBeRepeated) {
    auto const line = argv({{"model", "b:x=1"}, {"frequencies", "1"}, {"model", "a"}});
    EXPECT_EQ(Argv(line.end() - 2, line.end()), (Argv{"--model=b:x=1", "--model=a"}));
}

TEST_F(CommandLine, WritesBooleansOneWay) {
    EXPECT_EQ(argv({{"frequencies", "1"}, {"samples", "1"}}).back(), "--samples=true");
    EXPECT_EQ(argv({{"frequencies", "1"}, {"samples", "0"}}).back(), "--samples=false");
}

TEST_F(CommandLine, KeepsValuesThatLookLikeOptions) {
    EXPECT_EQ(argv({{"frequencies", "--output=/etc/passwd"}}).back(), "--frequencies=--output=/etc/passwd");
    EXPECT_EQ(argv({{"frequencies", "{program}{python}"}}).back(), "--frequencies={program}{python}");
}

TEST_F(CommandLine, NamesUploadedFilesBesideTheWorkingDirectory) {
    std::ofstream(job_.in() / "my rays.txt") << "x";
    EXPECT_EQ(argv({{"frequencies", "1"}, {"launch-list", "my rays.txt"}}).back(),
              "--launch-list=../in/my rays.txt");
    EXPECT_THROW(argv({{"frequencies", "1"}, {"launch-list", "other.txt"}}), BadValue);
    EXPECT_THROW(argv({{"frequencies", "1"}, {"launch-list", "../spec.json"}}), BadValue);
    std::filesystem::create_symlink("/etc/hostname", job_.in() / "link");
    EXPECT_THROW(argv({{"frequencies", "1"}, {"launch-list", "link"}}), BadValue);
}

TEST_F(CommandLine, RefusesWhatIsIncomplete) {
    EXPECT_THROW(argv({}), BadValue);
    EXPECT_THROW(argv({{"frequencies", "1"}, {"unknown", "1"}}), BadValue);
}

TEST_F(CommandLine, RanksAreNoArgument) {
    auto const line = argv({{"frequencies", "1"}, {"ranks", "4"}});
    EXPECT_EQ(line.back(), "--frequencies=1");
}

TEST_F(CommandLine, RanksAreBounded) {
    EXPECT_EQ(ranks_of(description_, {}, places_), 2);
    EXPECT_EQ(ranks_of(description_, {{"RANKS", "8"}}, places_), 8);
    EXPECT_EQ(ranks_of(description_, {{"ranks", "+3"}}, places_), 3);
    EXPECT_THROW(ranks_of(description_, {{"ranks", "9"}}, places_), BadValue);
    EXPECT_THROW(ranks_of(description_, {{"ranks", "99999999999999999999"}}, places_), BadValue);
    description_.launch.ranks_max = 3;
    EXPECT_THROW(ranks_of(description_, {{"ranks", "4"}}, places_), BadValue);
    places_.max_ranks = 1;
    EXPECT_EQ(ranks_of(description_, {}, places_), 1) << "a small machine runs it on what it has";
}

TEST_F(CommandLine, FewRanksCanDoWithoutMpirun) {
    description_.launch.mpirun_from = 2;
    EXPECT_EQ(ranks_of(description_, {{"ranks", "1"}}, places_), 0);
    EXPECT_EQ(ranks_of(description_, {{"ranks", "2"}}, places_), 2);
    description_.launch.mpi = false;
    EXPECT_EQ(ranks_of(description_, {}, places_), 0);
}

TEST(Placeholders, AreReplacedOnce) {
    Places const places{.programs = "/p", .scripts = "/{python}", .python = "/py"};
    EXPECT_EQ(expand("{program} {scripts}/x{python}{", places, "/prog"), "/prog /{python}/x/py{");
    EXPECT_EQ(expand("{}{1}{{program}", places, "/prog"), "{}{1}{program}");
    EXPECT_EQ(unknown_placeholder("{scripts}{home}"), "home");
    EXPECT_EQ(unknown_placeholder("{\"json\": {python}}"), "");
}

}  // namespace
}  // namespace vespa::uws
