#pragma once
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "launch/local_launcher.hpp"
#include "launch/proc_stat.hpp"
#include "uws-wrapper/launch/scratch_folder.hpp"

namespace vespa::uws {

/// Waits until it is true, for up to 60 s: only the failure of what is waited for takes that long.
inline bool eventually(std::function<bool()> const& holds) {
    auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

/// A folder that goes with the test, and jobs in it: real programs under the real shim.
class RunningJobs : public testing::Test {
  protected:
    RunningJobs() {
        std::string name = std::filesystem::temp_directory_path() / "vespa-launch-XXXXXX";
        base_ = ::mkdtemp(name.data());
    }
    ~RunningJobs() override {
        for (auto const& pid : processes_under(base_.string()))
            ::kill(pid, SIGKILL);
        std::filesystem::remove_all(base_);
    }

    JobFolder folder(std::string const& name = "job") const { return JobFolder(base_ / name); }

    static LocalLauncher launcher(std::string const& cgroup = "auto") {
        LocalLauncher::Settings settings;
        settings.shim = VESPA_SHIM;
        settings.mpirun = VESPA_MPIRUN;
        settings.cores = 2;
        settings.oversubscribe = true;
        settings.cgroup = cgroup;
        return LocalLauncher(settings);
    }

    static Task shell(std::string const& script) { return task({"/bin/sh", "-c", script}); }
    static Task selftest(std::vector<std::string> arguments, int ranks = 0) {
        arguments.insert(arguments.begin(), VESPA_SELFTEST);
        auto made = task(std::move(arguments));
        made.ranks = ranks;
        return made;
    }

    /// The state after the end, for which it waits.
    static RunState finish(LocalLauncher& launcher, Handle const& handle) {
        pollfd entry{handle.watch_fd(), POLLIN, 0};
        EXPECT_EQ(::poll(&entry, 1, 60000), 1) << "the job does not end";
        return launcher.poll(handle);
    }
    static ExitRecord run(LocalLauncher launcher, JobFolder const& folder, Task const& task) {
        auto const handle = launcher.start(folder, task);
        auto const state = finish(launcher, handle);
        EXPECT_EQ(state.kind, RunState::Kind::ended) << state.why << content_of(folder.shim_log());
        return state.exit.value_or(ExitRecord{});
    }

    /// Living processes of the jobs below a path, shims left out.
    static std::vector<pid_t> processes_under(std::string const& path) {
        std::vector<pid_t> found;
        for (auto const& process : all_processes()) {
            auto const environment = content_of("/proc/" + std::to_string(process.pid) + "/environ");
            if (process.state != 'Z' && environment.find("VESPA_UWS_JOB=" + path) != std::string::npos)
                found.push_back(process.pid);
        }
        return found;
    }
    static std::size_t alive(JobFolder const& folder) {
        return processes_under(folder.root().string()).size();
    }

    /// Whether so many processes have the name, e.g. "vespa-selftest" cut at 15 bytes, and belong to the job.
    static bool running(JobFolder const& folder, std::string const& name, std::size_t count) {
        auto const all = processes_under(folder.root().string());
        return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](pid_t pid) {
                   return content_of("/proc/" + std::to_string(pid) + "/comm") == name.substr(0, 15) + "\n";
               })) >= count;
    }

    std::filesystem::path base_;

  private:
    static Task task(std::vector<std::string> argv) {
        Task made;
        made.argv = std::move(argv);
        made.grace_s = 30;
        return made;
    }
};

/// The same with and without a cgroup: where none can be made, both go the second way.
class RunningJobsEitherWay : public RunningJobs, public testing::WithParamInterface<char const*> {};

}  // namespace vespa::uws
