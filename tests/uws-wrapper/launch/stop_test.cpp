// Stopping on request.
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

class Stop : public RunningJobsEitherWay {};
INSTANTIATE_TEST_SUITE_P(Cgroup, Stop, testing::Values("auto", "off"));

TEST_P(Stop, APoliteProgramEndsByItself) {
    auto local = launcher(GetParam());
    auto const handle = local.start(folder(), selftest({"--seconds=600"}));
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "result.txt"); }));
    EXPECT_EQ(local.poll(handle).kind, RunState::Kind::running);
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
    EXPECT_EQ(state.exit->exit_code, 3);
    EXPECT_EQ(state.exit->text, "stopped on request");
}

TEST_P(Stop, AStubbornTreeIsKilledWhenGraceIsOver) {
    auto local = launcher(GetParam());
    auto task = selftest({"--seconds=600", "--ignore_term=true", "--children=3"});
    task.grace_s = 0.3;
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return running(folder(), "vespa-selftest", 4); }));
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
    EXPECT_EQ(state.exit->signal, SIGKILL);
    EXPECT_EQ(alive(folder()), 0u);
}

TEST_P(Stop, SigtermFollowsWhereTheFirstSignalIsIgnored) {
    auto local = launcher(GetParam());
    auto task = shell("trap '' USR1; trap 'exit 9' TERM; touch ready; while :; do sleep 0.01; done");
    task.grace_s = 0.4;
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "ready"); }));
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->exit_code, 9);
}

TEST_P(Stop, TheFirstSignalIsTheOneAskedFor) {
    auto local = launcher(GetParam());
    auto task = shell("trap 'exit 8' INT; touch ready; while :; do sleep 0.01; done");
    task.stop_signal = SIGINT;
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "ready"); }));
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->exit_code, 8);
}

TEST_P(Stop, KillDoesNotWait) {
    auto local = launcher(GetParam());
    auto task = selftest({"--seconds=600", "--ignore_term=true", "--children=2"});
    task.grace_s = 3600;
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return running(folder(), "vespa-selftest", 3); }));
    local.kill(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
    EXPECT_EQ(state.exit->signal, SIGKILL);
    EXPECT_EQ(alive(folder()), 0u);
}

TEST_P(Stop, KillOvertakesAStop) {
    auto local = launcher(GetParam());
    auto task = selftest({"--seconds=600", "--ignore_term=true"});
    task.grace_s = 3600;
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "result.txt"); }));
    local.stop(handle);
    local.kill(handle);
    EXPECT_EQ(finish(local, handle).exit.value_or(ExitRecord{}).signal, SIGKILL);
}

TEST_P(Stop, ARequestRightAfterTheStartIsNotLost) {
    auto local = launcher(GetParam());
    auto const handle = local.start(folder(), selftest({"--seconds=600"}));
    local.stop(handle);  // before the shim can have run
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit) << state.why;
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
}

TEST_P(Stop, AfterTheEndItDoesNothing) {
    auto local = launcher(GetParam());
    auto const handle = local.start(folder(), shell("exit 0"));
    EXPECT_EQ(finish(local, handle).kind, RunState::Kind::ended);
    EXPECT_NO_THROW(local.stop(handle));
    EXPECT_NO_THROW(local.kill(handle));
    EXPECT_EQ(local.poll(handle).exit.value_or(ExitRecord{}).exit_code, 0);
}

}  // namespace
}  // namespace vespa::uws
