// Jobs of several ranks under a real mpirun.
#include "launch/mpirun.hpp"
#include "launch/launch_error.hpp"
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

class Ranks : public RunningJobsEitherWay {};
INSTANTIATE_TEST_SUITE_P(Cgroup, Ranks, testing::Values("auto", "off"));

TEST_P(Ranks, TwoRanksRunAndLeaveNothing) {
    auto task =
        shell("echo rank $OMPI_COMM_WORLD_RANK of $OMPI_COMM_WORLD_SIZE > rank.$OMPI_COMM_WORLD_RANK");
    task.ranks = 2;
    auto const record = run(launcher(GetParam()), folder(), task);
    EXPECT_EQ(record.exit_code, 0) << content_of(folder().stderr_log());
    EXPECT_EQ(content_of(folder().work() / "rank.0"), "rank 0 of 2\n");
    EXPECT_EQ(content_of(folder().work() / "rank.1"), "rank 1 of 2\n");
    EXPECT_EQ(alive(folder()), 0u);
    EXPECT_FALSE(std::filesystem::exists(read_spec(folder()).scratch));
}

TEST_P(Ranks, TheExitCodeIsTheRanks) {
    auto const record = run(launcher(GetParam()), folder(), selftest({"--exit_code=9"}, 2));
    EXPECT_EQ(record.reason, ExitReason::exited);
    EXPECT_EQ(record.exit_code, 9);
}

TEST_P(Ranks, AStopReachesEveryRank) {
    auto local = launcher(GetParam());
    auto const handle = local.start(folder(), selftest({"--seconds=600"}, 2));
    ASSERT_TRUE(eventually([&] { return running(folder(), "vespa-selftest", 2); }));
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "result.txt"); }));
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
    EXPECT_EQ(alive(folder()), 0u);
}

TEST_P(Ranks, StubbornRanksAndTheirChildrenDie) {
    auto local = launcher(GetParam());
    auto task = selftest({"--seconds=600", "--ignore_term=true", "--children=1"}, 2);
    task.grace_s = 0.5;
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return running(folder(), "vespa-selftest", 4); }));
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
    EXPECT_EQ(alive(folder()), 0u);
    EXPECT_FALSE(std::filesystem::exists(read_spec(folder()).scratch));
}

TEST_P(Ranks, AnOrphanedTreeDiesToo) {
    // mpirun itself killed, as the machine's memory guard would: its ranks have lost their parent
    auto local = launcher(GetParam());
    auto const handle = local.start(folder(), selftest({"--seconds=600", "--ignore_term=true"}, 2));
    ASSERT_TRUE(eventually([&] { return running(folder(), "vespa-selftest", 2); }));
    auto const record = read_shim_record(folder());
    ASSERT_TRUE(record);
    ::kill(record->program.pid, SIGKILL);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::signalled);
    EXPECT_EQ(alive(folder()), 0u);
}

TEST(MpirunCommand, IsAListOfArguments) {
    EXPECT_EQ(under_mpirun("/usr/bin/mpirun", 3, {"/bin/x", "--a=b c"}),
              (std::vector<std::string>{"/usr/bin/mpirun", "-n", "3", "/bin/x", "--a=b c"}));
    EXPECT_THROW(under_mpirun("/usr/bin/mpirun", 3, {"/bin/x", ":", "/bin/y"}), LaunchError);
}

TEST(MpirunEnvironment, OversubscribesOnlyIfAllowed) {
    EXPECT_TRUE(mpirun_environment("/s", true).contains("OMPI_MCA_rmaps_base_oversubscribe"));
    EXPECT_FALSE(mpirun_environment("/s", false).contains("OMPI_MCA_rmaps_base_oversubscribe"));
    EXPECT_EQ(mpirun_environment("/s", false).contains("OMPI_ALLOW_RUN_AS_ROOT"), ::geteuid() == 0);
    EXPECT_EQ(mpirun_environment("/s", false).at("OMPI_MCA_orte_tmpdir_base"), "/s");
}

TEST(CoresOfATask, AreItsRanks) {
    LocalLauncher::Settings settings{.shim = VESPA_SHIM, .mpirun = VESPA_MPIRUN, .cores = 2};
    Task task;
    EXPECT_EQ(LocalLauncher(settings).cores_for(task), 1);
    task.ranks = 2;
    EXPECT_EQ(LocalLauncher(settings).cores_for(task), 2);
    task.ranks = 3;
    EXPECT_THROW(LocalLauncher(settings).cores_for(task), LaunchError);
    settings.oversubscribe = true;
    EXPECT_EQ(LocalLauncher(settings).cores_for(task), 2);
}

}  // namespace
}  // namespace vespa::uws
