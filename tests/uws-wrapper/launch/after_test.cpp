// Commands that follow the program.
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

class After : public RunningJobs {
  protected:
    static AfterStep step(std::string const& script, double wall_time_s = 300) {
        return {{"/bin/sh", "-c", script}, "picture", wall_time_s};
    }
};

TEST_F(After, FollowsAProgramThatEndedWell) {
    for (std::string const code : {"0", "3"}) {
        auto task = shell("echo rays > rays.h5; exit " + code);
        task.after = {step("cp rays.h5 rays.png; echo drawn"), step("test -s rays.png && echo again")};
        auto const record = run(launcher(), folder(code), task);
        EXPECT_EQ(record.exit_code, std::stoi(code));
        ASSERT_EQ(record.after.size(), 2u);
        EXPECT_EQ(record.after[0].result, "picture");
        EXPECT_EQ(record.after[0].exit_code, 0);
        EXPECT_EQ(record.after[0].text, "");
        EXPECT_EQ(content_of(folder(code).stdout_log()), "drawn\nagain\n");
    }
}

TEST_F(After, DoesNotFollowAFailure) {
    auto failed = shell("exit 1");
    failed.after = {step("touch followed")};
    EXPECT_TRUE(run(launcher(), folder("failed"), failed).after.empty());
    EXPECT_FALSE(std::filesystem::exists(folder("failed").work() / "followed"));
    auto killed = shell("kill -KILL $$");
    killed.after = {step("touch followed")};
    EXPECT_TRUE(run(launcher(), folder("killed"), killed).after.empty());
}

TEST_F(After, ItsFailureIsNotTheJobs) {
    auto task = shell("exit 0");
    AfterStep const missing{{"/no/such/plotter"}, "picture", 300};
    task.after = {step("exit 4"), missing, step("touch third")};
    auto const record = run(launcher(), folder(), task);
    EXPECT_EQ(record.reason, ExitReason::exited);
    EXPECT_EQ(record.exit_code, 0);
    EXPECT_EQ(record.text, "");
    ASSERT_EQ(record.after.size(), 3u);
    EXPECT_EQ(record.after[0].exit_code, 4);
    EXPECT_EQ(record.after[0].text, "exit code 4");
    EXPECT_FALSE(record.after[1].exit_code);
    EXPECT_EQ(record.after[1].text, "cannot run /no/such/plotter: No such file or directory");
    EXPECT_EQ(record.after[2].text, "");
    EXPECT_NE(content_of(folder().stderr_log()).find("/no/such/plotter (after the program): cannot run"),
              std::string::npos);
}

TEST_F(After, ItsTimeIsBounded) {
    auto task = shell("exit 0");
    task.after = {step("setsid sleep 300 & sleep 300", 0.2), step("touch second")};
    auto const record = run(launcher(), folder(), task);
    ASSERT_EQ(record.after.size(), 2u);
    EXPECT_EQ(record.after[0].text, "its time was over");
    EXPECT_EQ(record.after[1].text, "");
    EXPECT_EQ(alive(folder()), 0u);
}

TEST_F(After, AStopEndsItAndSkipsTheRest) {
    auto local = launcher();
    auto task = shell("exit 0");
    task.after = {step("touch begun; sleep 300"), step("touch second")};
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "begun"); }));
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::exited) << "the program itself had ended well";
    ASSERT_EQ(state.exit->after.size(), 2u);
    EXPECT_EQ(state.exit->after[0].text, "stopped on request");
    EXPECT_EQ(state.exit->after[1].text, "not run: stopped on request");
    EXPECT_FALSE(std::filesystem::exists(folder().work() / "second"));
    EXPECT_EQ(alive(folder()), 0u);
}

TEST_F(After, APartialResultOfAStoppedRunIsDrawnWithinTheGrace) {
    auto local = launcher();
    auto task = selftest({"--seconds=600"});
    task.after = {step("cp result.txt drawn")};
    auto const handle = local.start(folder(), task);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "result.txt"); }));
    local.stop(handle);
    auto const state = finish(local, handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
    ASSERT_EQ(state.exit->after.size(), 1u);
    EXPECT_EQ(state.exit->after[0].text, "");
    EXPECT_TRUE(std::filesystem::exists(folder().work() / "drawn"));
}

}  // namespace
}  // namespace vespa::uws
