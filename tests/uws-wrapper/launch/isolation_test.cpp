// What a job gets of its surroundings: nothing that was not given.
#include <fcntl.h>

#include <csignal>
#include <sstream>

#include "launch/launch_error.hpp"
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

using Isolation = RunningJobs;

TEST_F(Isolation, TheServersEnvironmentIsNotInherited) {
    ::setenv("VESPA_TEST_SECRET", "token", 1);
    auto task = shell("env");
    task.environment = {{"GIVEN", "a b;$(c)"}, {"OMP_NUM_THREADS", "3"}};
    run(launcher(), folder(), task);
    ::unsetenv("VESPA_TEST_SECRET");
    auto const environment = content_of(folder().stdout_log());
    EXPECT_EQ(environment.find("VESPA_TEST_SECRET"), std::string::npos);
    EXPECT_NE(environment.find("GIVEN=a b;$(c)\n"), std::string::npos);
    EXPECT_NE(environment.find("OMP_NUM_THREADS=3\n"), std::string::npos);
    EXPECT_NE(environment.find("OPENBLAS_NUM_THREADS=1\n"), std::string::npos);
}

TEST_F(Isolation, DescriptorsAreNotInherited) {
    int const secret = ::open("/dev/null", O_RDONLY);  // as a socket that a library forgot to close on exec
    ASSERT_GE(secret, 3);
    run(launcher(), folder(), shell("exec ls /proc/self/fd"));
    ::close(secret);
    EXPECT_EQ(content_of(folder().stdout_log()), "0\n1\n2\n3\n");  // 3 is ls reading the folder
}

TEST_F(Isolation, StandardInputIsEmpty) {
    EXPECT_EQ(run(launcher(), folder(), shell("read line || exit 6")).exit_code, 6);
}

TEST_F(Isolation, ItStartsInItsWorkFolder) {
    run(launcher(), folder(), shell("pwd -P; umask"));
    auto const work = std::filesystem::canonical(folder().work()).string();
    EXPECT_EQ(content_of(folder().stdout_log()), work + "\n0027\n");
}

TEST_F(Isolation, SignalsAreAtTheirDefaults) {
    std::signal(SIGUSR1, SIG_IGN);  // what a server ignores must not make its jobs deaf
    run(launcher(), folder(), shell("exec grep -E 'Sig(Blk|Ign)' /proc/self/status"));
    std::signal(SIGUSR1, SIG_DFL);
    std::istringstream printed(content_of(folder().stdout_log()));
    std::string blocked, ignored;
    printed >> blocked >> blocked >> ignored >> ignored;
    // beyond 31 are those of the C library's threads, which nobody can set
    EXPECT_EQ(std::stoull(blocked, nullptr, 16) & 0x7fffffff, 0u) << blocked;
    EXPECT_EQ(std::stoull(ignored, nullptr, 16) & 0x7fffffff, 0u) << ignored;
}

TEST_F(Isolation, LimitsAreSet) {
    auto task = shell("ulimit -c; ulimit -f; ulimit -v; ulimit -n");
    task.limits = {.file_bytes = 1 << 20, .memory_bytes = std::uint64_t{1} << 30, .open_files = 64};
    run(launcher(), folder(), task);
    EXPECT_EQ(content_of(folder().stdout_log()), "0\n2048\n1048576\n64\n");
}

TEST_F(Isolation, AFileTooLargeEndsTheProgram) {
    auto task = shell("exec head -c 100000 /dev/zero > large");
    task.limits.file_bytes = 4096;
    auto const record = run(launcher(), folder(), task);
    EXPECT_EQ(record.signal, SIGXFSZ);
    EXPECT_EQ(std::filesystem::file_size(folder().work() / "large"), 4096u);
}

TEST_F(Isolation, ScratchGoesWithTheJob) {
    run(launcher(), folder(), shell("echo x > $TMPDIR/file; echo $TMPDIR $HOME; chmod a-w $TMPDIR"));
    auto const printed = content_of(folder().stdout_log());
    auto const scratch = printed.substr(0, printed.find(' '));
    EXPECT_EQ(printed, scratch + " " + scratch + "\n");
    EXPECT_TRUE(scratch.starts_with("/")) << scratch;
    EXPECT_FALSE(std::filesystem::exists(scratch));
}

TEST_F(Isolation, CgroupsGoWithTheJob) {
    run(launcher(), folder(), shell("exit 0"));
    auto const record = read_shim_record(folder());
    ASSERT_TRUE(record);
    if (record->cgroup.empty()) GTEST_SKIP() << "no cgroup can be made on this machine";
    EXPECT_FALSE(std::filesystem::exists(record->cgroup));
}

TEST_F(Isolation, TheProgramIsInItsCgroup) {
    run(launcher(), folder(), shell("cat /proc/self/cgroup"));
    auto const record = read_shim_record(folder());
    ASSERT_TRUE(record);
    if (record->cgroup.empty()) GTEST_SKIP() << "no cgroup can be made on this machine";
    auto const name = std::filesystem::path(record->cgroup).filename().string();
    EXPECT_NE(content_of(folder().stdout_log()).find("/" + name + "\n"), std::string::npos);
}

}  // namespace
}  // namespace vespa::uws
