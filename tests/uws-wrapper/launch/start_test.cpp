// Starts that must not happen, and second attempts.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "launch/launch_error.hpp"
#include "launch/shim.hpp"
#include "uws-wrapper/launch/running_jobs.hpp"

namespace vespa::uws {
namespace {

class Start : public RunningJobs {
  protected:
    /// Exit code of a shim started by hand.
    static int shim(std::vector<std::string> arguments) {
        std::vector<char*> argv;
        arguments.insert(arguments.begin(), VESPA_SHIM);
        for (auto& argument : arguments)
            argv.push_back(argument.data());
        argv.push_back(nullptr);
        posix_spawn_file_actions_t files;
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
        pid_t pid = -1;
        EXPECT_EQ(::posix_spawn(&pid, VESPA_SHIM, &files, nullptr, argv.data(), environ), 0);
        ::posix_spawn_file_actions_destroy(&files);
        int status = -1;
        ::waitpid(pid, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
};

TEST_F(Start, AFolderThatCannotBeMadeIsSaidAtOnce) {
    EXPECT_THROW(launcher().start(JobFolder("/proc/vespa/job"), shell("exit 0")), LaunchError);
    std::ofstream(base_ / "file") << "in the way";
    EXPECT_THROW(launcher().start(JobFolder(base_ / "file" / "job"), shell("exit 0")), LaunchError);
}

TEST_F(Start, AFolderThatCannotBeWrittenIsSaidAtOnce) {
    if (::geteuid() == 0) {
        // root writes everywhere but where nothing can be written: /proc/self is a folder without room for
        // spec.json
        EXPECT_THROW(write_spec(JobFolder("/proc/self"), Spec{.argv = {"/bin/true"}}), LaunchError);
        return;
    }
    folder().create();
    std::filesystem::permissions(folder().root(),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);
    EXPECT_THROW(launcher().start(folder(), shell("exit 0")), LaunchError);
    std::filesystem::permissions(folder().root(), std::filesystem::perms::owner_all);
}

TEST_F(Start, ATaskThatCannotRunIsRefusedBeforeAnythingStarts) {
    EXPECT_THROW(launcher().start(folder("a"), Task{}), LaunchError);
    auto relative = shell("");
    relative.argv = {"sh"};
    EXPECT_THROW(launcher().start(folder("b"), relative), LaunchError);
    LocalLauncher::Settings settings{.shim = VESPA_SHIM, .mpirun = VESPA_MPIRUN, .cores = 2};
    EXPECT_THROW(LocalLauncher(settings).start(folder("c"), selftest({}, 3)), LaunchError);
    settings.shim = "/no/such/shim";
    EXPECT_THROW(LocalLauncher{settings}, LaunchError);
}

TEST_F(Start, OnlyOnceWhileItRuns) {
    auto local = launcher();
    auto const handle = local.start(folder(), selftest({"--seconds=600"}));
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(folder().work() / "result.txt"); }));
    EXPECT_THROW(local.start(folder(), shell("exit 0")), LaunchError);
    EXPECT_THROW(folder().clear_run(), LaunchError);
    EXPECT_EQ(shim({folder().root()}), shim_locked);
    local.stop(handle);
    EXPECT_EQ(finish(local, handle).exit.value_or(ExitRecord{}).exit_code, 3);
}

TEST_F(Start, OnlyOnceAfterItRan) {
    run(launcher(), folder(), selftest({}));
    EXPECT_THROW(launcher().start(folder(), selftest({})), LaunchError);
    EXPECT_EQ(shim({folder().root()}), shim_started_before);
    auto const log = content_of(folder().work() / "result.txt");
    EXPECT_EQ(log.find("started"), log.rfind("started")) << log;
}

TEST_F(Start, ManyShimsAtOnceAreOneRun) {
    folder().create();
    write_spec(folder(), launcher().spec_for(selftest({"--seconds=0.2"}), base_ / "scratch"));
    std::vector<std::thread> threads;
    std::vector<int> codes(8);
    for (auto& code : codes)
        threads.emplace_back([&code, this] { code = shim({folder().root()}); });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(std::count(codes.begin(), codes.end(), shim_done), 1);
    auto const log = content_of(folder().work() / "result.txt");
    EXPECT_EQ(log.find("started"), log.rfind("started")) << log;
}

TEST_F(Start, AClearedFolderRunsAgain) {
    std::filesystem::create_directories(folder().in());
    std::ofstream(folder().in() / "upload") << "kept";
    run(launcher(), folder(), shell("mkdir d; touch d/f; echo one; exit 4"));
    folder().clear_run();
    EXPECT_FALSE(std::filesystem::exists(folder().exit()));
    EXPECT_TRUE(std::filesystem::is_empty(folder().work()));
    EXPECT_EQ(run(launcher(), folder(), shell("echo two")).exit_code, 0);
    EXPECT_EQ(content_of(folder().stdout_log()), "two\n");
    EXPECT_EQ(content_of(folder().in() / "upload"), "kept");
}

TEST_F(Start, TheShimRefusesWhatItCannotUse) {
    EXPECT_EQ(shim({}), shim_usage);
    EXPECT_EQ(shim({"relative"}), shim_usage);
    EXPECT_EQ(shim({base_, base_}), shim_usage);
    EXPECT_EQ(shim({base_, "2"}), shim_usage);
    EXPECT_EQ(shim({base_, "3", "4"}), shim_usage);
    EXPECT_EQ(shim({base_ / "missing"}), shim_cannot_write);
    EXPECT_EQ(shim({"/proc/self"}), shim_cannot_write);
}

TEST_F(Start, ADamagedSpecIsALaunchThatFailed) {
    folder().create();
    std::ofstream(folder().spec()) << "{\"format\":\"vespa-spec/1\"";
    EXPECT_EQ(shim({folder().root()}), shim_done);
    auto const record = read_exit_record(folder());
    ASSERT_TRUE(record);
    EXPECT_EQ(record->reason, ExitReason::launch_failed);
    EXPECT_NE(record->text.find("spec.json: not JSON"), std::string::npos) << record->text;
}

}  // namespace
}  // namespace vespa::uws
