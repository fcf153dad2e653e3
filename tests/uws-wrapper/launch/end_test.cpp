// How runs end, and what the shim says of it.
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

using Ends = RunningJobs;

TEST_F(Ends, ExitCodes) {
    auto const well = run(launcher(), folder("well"), shell("exit 0"));
    EXPECT_EQ(well.reason, ExitReason::exited);
    EXPECT_EQ(well.exit_code, 0);
    EXPECT_FALSE(well.signal);
    EXPECT_EQ(well.text, "");
    EXPECT_LE(well.start, well.end);
    EXPECT_EQ(well.start.size(), 24u);
    auto const badly = run(launcher(), folder("badly"), shell("exit 7"));
    EXPECT_EQ(badly.exit_code, 7);
    EXPECT_EQ(badly.text, "exit code 7");
}

TEST_F(Ends, Signals) {
    auto const record = run(launcher(), folder(), shell("kill -SEGV $$"));
    EXPECT_EQ(record.reason, ExitReason::signalled);
    EXPECT_EQ(record.signal, SIGSEGV);
    EXPECT_FALSE(record.exit_code);
    EXPECT_EQ(record.text, "ended by signal SEGV");
}

TEST_F(Ends, WhatIsPrintedIsKept) {
    run(launcher(), folder(), shell("printf 'to\\0out'; echo to err >&2"));
    EXPECT_EQ(content_of(folder().stdout_log()), std::string("to\0out", 6));
    EXPECT_EQ(content_of(folder().stderr_log()), "to err\n");
    EXPECT_EQ(content_of(folder().shim_log()), "");
}

TEST_F(Ends, CpuTimeOfTheTreeIsCounted) {
    // the grandchild works while its parent does not wait for it: only the shim's care counts it
    auto const record =
        run(launcher(), folder(),
            shell("sh -c 'i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done' & sleep 0.01; wait"));
    EXPECT_GT(record.user_s + record.system_s, 0.0);
    EXPECT_GT(record.max_resident_kb, 0.0);
    EXPECT_GT(record.wall_s, 0.0);
}

TEST_F(Ends, AMissingProgramIsALaunchThatFailed) {
    auto missing = shell("");
    missing.argv = {"/no/such/program", "--x=1"};
    auto const record = run(launcher(), folder(), missing);
    EXPECT_EQ(record.reason, ExitReason::launch_failed);
    EXPECT_EQ(record.text, "cannot run /no/such/program: No such file or directory");
    EXPECT_EQ(record.start, "");
    EXPECT_FALSE(record.exit_code);
}

TEST_F(Ends, AFileThatIsNoProgramToo) {
    std::ofstream(base_ / "plain") << "text";
    auto plain = shell("");
    plain.argv = {base_ / "plain"};
    auto const record = run(launcher(), folder(), plain);
    EXPECT_EQ(record.reason, ExitReason::launch_failed);
    EXPECT_NE(record.text.find("Permission denied"), std::string::npos) << record.text;
}

TEST_F(Ends, ALogThatCannotBeWrittenToo) {
    std::filesystem::create_directories(folder().stderr_log());
    auto const record = run(launcher(), folder(), shell("exit 0"));
    EXPECT_EQ(record.reason, ExitReason::launch_failed);
    EXPECT_NE(record.text.find("stderr.log: cannot write"), std::string::npos) << record.text;
}

class EndsEitherWay : public RunningJobsEitherWay {};
INSTANTIATE_TEST_SUITE_P(Cgroup, EndsEitherWay, testing::Values("auto", "off"));

TEST_P(EndsEitherWay, MemoryBeyondTheBound) {
    auto task = shell("/usr/bin/python3 -c 'x = bytearray(200 << 20); import time; time.sleep(600)' & wait");
    task.memory_bytes = 100 << 20;
    auto const record = run(launcher(GetParam()), folder(), task);
    EXPECT_EQ(record.reason, ExitReason::memory);
    EXPECT_NE(record.text.find("104857600 bytes of memory"), std::string::npos) << record.text;
    EXPECT_EQ(alive(folder()), 0u);
}

TEST_P(EndsEitherWay, MemoryWithinTheBound) {
    auto task = shell("/usr/bin/python3 -c 'x = bytearray(20 << 20); import time; time.sleep(1)'");
    task.memory_bytes = 400 << 20;
    EXPECT_EQ(run(launcher(GetParam()), folder(), task).exit_code, 0);
}

TEST_P(EndsEitherWay, NobodyStaysBehind) {
    // children, an orphan in another session, and one that also forgot the job's mark in its environment
    auto const record = run(launcher(GetParam()), folder(),
                            shell("sleep 300 & setsid sleep 300 & "
                                  "(setsid sh -c 'sleep 300 & exec sleep 300' &); "
                                  "env -i setsid sleep 300 & echo $! > hidden; exit 5"));
    EXPECT_EQ(record.exit_code, 5);
    EXPECT_EQ(alive(folder()), 0u);
    pid_t hidden = 0;
    std::ifstream(folder().work() / "hidden") >> hidden;
    ASSERT_GT(hidden, 0);
    auto const now = read_proc_stat(hidden);
    EXPECT_TRUE(!now || now->state == 'Z');
}

TEST_P(EndsEitherWay, TheWallTimeIsKept) {
    auto endless = selftest({"--seconds=600"});
    endless.wall_time_s = 0.3;
    auto const record = run(launcher(GetParam()), folder(), endless);
    EXPECT_EQ(record.reason, ExitReason::wall_time);
    EXPECT_EQ(record.exit_code, 3) << "the program was not asked politely";
    EXPECT_EQ(record.text, "the wall time of 0.3 s was over");
}

TEST_P(EndsEitherWay, TheWallTimeIsKeptAgainstResistance) {
    auto stubborn = selftest({"--seconds=600", "--ignore_term=true", "--children=2"});
    stubborn.wall_time_s = 0.3;
    stubborn.grace_s = 0.2;
    auto const record = run(launcher(GetParam()), folder(), stubborn);
    EXPECT_EQ(record.reason, ExitReason::wall_time);
    EXPECT_EQ(record.signal, SIGKILL);
    EXPECT_EQ(alive(folder()), 0u);
}

}  // namespace
}  // namespace vespa::uws
