// The server dies, the job does not: who starts anew finds out what became of it.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

using Kind = RunState::Kind;

class Restart : public RunningJobs {
  protected:
    /// A server that starts the job and is killed the moment after.
    void start_and_die(Task const& task) {
        auto const pid = ::fork();
        if (pid == 0) {
            auto const handle = launcher().start(folder(), task);
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        ::waitpid(pid, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << "the start failed: " << content_of(folder().shim_log());
    }
    static Task waits_for_file(std::string const& name) {
        return shell("echo $$ >> pids; while [ ! -e " + name + " ]; do sleep 0.01; done; exit 5");
    }
};

TEST_F(Restart, ARunningJobIsAdoptedAndWatched) {
    start_and_die(waits_for_file("go"));
    auto local = launcher();
    auto const adoption = local.adopt(folder());
    ASSERT_EQ(adoption.state.kind, Kind::running);
    ASSERT_TRUE(adoption.handle);
    EXPECT_EQ(local.poll(*adoption.handle).kind, Kind::running);
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "pids"); }));
    std::ofstream(folder().work() / "go") << "on";
    auto const state = finish(local, *adoption.handle);
    ASSERT_EQ(state.kind, Kind::ended);
    EXPECT_EQ(state.exit->exit_code, 5);
    auto const pids = content_of(folder().work() / "pids");
    EXPECT_EQ(std::count(pids.begin(), pids.end(), '\n'), 1) << "it ran twice";
}

TEST_F(Restart, AnAdoptedJobCanBeStopped) {
    start_and_die(selftest({"--seconds=600", "--ignore_term=true", "--children=1"}, 2));
    auto local = launcher();
    auto const adoption = local.adopt(folder());
    ASSERT_TRUE(adoption.handle);
    ASSERT_TRUE(eventually([&] { return running(folder(), "vespa-selftest", 4); }));
    local.kill(*adoption.handle);
    auto const state = finish(local, *adoption.handle);
    ASSERT_TRUE(state.exit);
    EXPECT_EQ(state.exit->reason, ExitReason::stopped);
    EXPECT_EQ(alive(folder()), 0u);
}

TEST_F(Restart, AJobThatEndedMeanwhileSaysHow) {
    start_and_die(shell("echo done; exit 7"));
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().exit()) && !folder().locked(); }));
    auto const adoption = launcher().adopt(folder());
    EXPECT_FALSE(adoption.handle);
    ASSERT_EQ(adoption.state.kind, Kind::ended);
    EXPECT_EQ(adoption.state.exit->exit_code, 7);
    EXPECT_EQ(content_of(folder().stdout_log()), "done\n");
}

TEST_F(Restart, AShimThatHasNotSpokenYetIsWaitedFor) {
    // the lock is taken, but nobody has signed it: as in the first moments of a shim
    folder().create();
    auto lock = folder().take_lock();
    ASSERT_TRUE(lock);
    std::thread speaks([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        std::ofstream(folder().lock()) << ::getpid() << '\n';
    });
    auto const adoption = launcher().adopt(folder());
    speaks.join();
    EXPECT_EQ(adoption.state.kind, Kind::running);
    EXPECT_TRUE(adoption.handle);
}

TEST_F(Restart, AJobThatNeverStartedCanBeStarted) {
    EXPECT_EQ(launcher().adopt(folder()).state.kind, Kind::not_started);
    folder().create();
    write_spec(folder(), launcher().spec_for(shell("exit 0"), base_ / "scratch"));
    EXPECT_EQ(launcher().adopt(folder()).state.kind, Kind::not_started);
    EXPECT_EQ(run(launcher(), folder(), shell("exit 0")).exit_code, 0);
}

TEST_F(Restart, AStartBeforeTheMachineWentDownIsLost) {
    folder().create();
    write_spec(folder(), launcher().spec_for(shell("exit 0"), base_ / "scratch"));
    auto const boot = boot_time();
    ASSERT_TRUE(boot);
    timespec const before[2] = {{*boot - 60, 0}, {*boot - 60, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, folder().spec().c_str(), before, 0), 0);
    EXPECT_EQ(launcher().adopt(folder()).state.kind, Kind::lost);
    folder().clear_run();
    EXPECT_EQ(folder().attempts(), 1);
    EXPECT_EQ(run(launcher(), folder(), shell("exit 0")).exit_code, 0);
}

TEST_F(Restart, WhatAStartLeftThatNeverCameToItsProgramIsCleared) {
    folder().create();
    std::ofstream(folder().stdout_log()) << "of an attempt that failed";
    std::ofstream(folder().work() / "half") << "done";
    folder().clear_failed_start();
    EXPECT_FALSE(std::filesystem::exists(folder().work() / "half"));
    auto const half_written = folder().spec().string() + ".1234.tmp";
    std::ofstream(half_written) << "{";
    folder().clear_failed_start();
    EXPECT_FALSE(std::filesystem::exists(half_written));
    EXPECT_EQ(folder().attempts(), 0);
    EXPECT_EQ(run(launcher(), folder(), shell("echo once")).exit_code, 0);
    folder().clear_failed_start();  // not of a run
    EXPECT_EQ(content_of(folder().stdout_log()), "once\n");
}

class LostShim : public Restart, public testing::WithParamInterface<char const*> {};
INSTANTIATE_TEST_SUITE_P(Cgroup, LostShim, testing::Values("auto", "off"));

TEST_P(LostShim, AJobWhoseShimWasKilledIsLostAndSweptAway) {
    auto local = launcher(GetParam());
    auto const handle =
        local.start(folder(), selftest({"--seconds=600", "--ignore_term=true", "--children=2"}, 2));
    ASSERT_TRUE(eventually([&] { return running(folder(), "vespa-selftest", 6); }));
    auto const record = read_shim_record(folder());
    ASSERT_TRUE(record);
    ::kill(record->shim.pid, SIGKILL);
    auto const state = finish(local, handle);
    EXPECT_EQ(state.kind, Kind::lost);
    EXPECT_NE(state.why.find("(signal 9)"), std::string::npos) << state.why;
    EXPECT_EQ(alive(folder()), 0u);
    EXPECT_FALSE(std::filesystem::exists(record->scratch));
    EXPECT_EQ(local.adopt(folder()).state.kind, Kind::lost);
    folder().clear_run();
    EXPECT_EQ(run(local, folder(), shell("exit 0")).exit_code, 0);
}

TEST_F(Restart, AnotherProcessOfTheSameNumberIsNotTakenForTheShim) {
    folder().create();
    auto const self = *identify(::getpid());
    auto earlier = self, other_boot = self;
    earlier.start_time -= 1;
    other_boot.boot_id = "00000000-0000-0000-0000-000000000000";
    for (auto const& impostor : {earlier, other_boot}) {
        write_record(folder(), ShimRecord{impostor, impostor, "", ""});
        auto const adoption = launcher().adopt(folder());
        EXPECT_EQ(adoption.state.kind, Kind::lost);  // and this process lives on to say so
        EXPECT_FALSE(adoption.handle);
    }
}

TEST_F(Restart, AShimThatCannotWriteIsLostWithItsReason) {
    auto local = launcher();
    auto const handle = local.start(folder(), waits_for_file("go"));
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "pids"); }));
    std::filesystem::create_directories(folder().exit() / "in the way");
    std::ofstream(folder().work() / "go") << "on";
    pollfd entry{handle.watch_fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&entry, 1, 60000), 1);
    EXPECT_NE(content_of(folder().shim_log()).find("exit.json: cannot rename to it"), std::string::npos);
}

}  // namespace
}  // namespace vespa::uws
