#pragma once
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "launch/launcher.hpp"
#include "launch/slurm_commands.hpp"

namespace vespa::uws {

/// Hands jobs over to Slurm. The shim runs inside the batch step of each and writes exit.json, so this needs
/// job folders that server and nodes share, and vespa-uws-run, mpirun and the codes' programs under the same
/// paths on the nodes.
///
/// One squeue every few seconds, in a thread of its own, tells of all jobs. A job is known to Slurm by its
/// name, uws-ID (uws-ID.N the Nth further attempt), so that a server that starts anew finds what it had
/// handed over, also if it was killed between sbatch and its answer: sbatch holds the folder's submit.lock
/// while it lives.
class SlurmLauncher : public Launcher {
  public:
    struct Settings {
        std::filesystem::path shim;                        ///< vespa-uws-run, absolute
        std::filesystem::path batch_script;                ///< uws-batch-step, absolute
        std::filesystem::path mpirun = "/usr/bin/mpirun";  ///< absolute, on the nodes
        int cores = 1;                                     ///< that jobs may have asked Slurm for together
        std::filesystem::path scratch_root = "/dev/shm";   ///< on the nodes, for shared memory of ranks
        SlurmSettings slurm;
    };

    /// Throws LaunchError if a program or command is missing.
    explicit SlurmLauncher(Settings settings);
    ~SlurmLauncher() override;
    SlurmLauncher(SlurmLauncher const&) = delete;
    SlurmLauncher& operator=(SlurmLauncher const&) = delete;

    int cores_for(Task const& task) const override;
    Handle start(JobFolder const& folder, Task const& task) override;
    void stop(Handle const& handle) override;
    void kill(Handle const& handle) override;
    void release(Handle const& handle) override;
    RunState poll(Handle const& handle) override;
    Adoption adopt(JobFolder const& folder) override;

    /// The spec that start() writes.
    Spec spec_for(Task const& task) const;

  private:
    using Clock = std::chrono::steady_clock;
    struct Run {
        JobFolder folder;
        std::string name;
        long number;
        UniqueFd news;  ///< an eventfd, the handle has another descriptor of it
        // under the mutex
        RunState state;                                    ///< as last told; changed by the thread alone
        bool stop = false, kill = false, release = false;  ///< asked for
        // of the thread alone
        Clock::time_point since;                      ///< when it was taken in
        std::optional<RunState::Kind> stopped_as;     ///< in what state it was when it was told to stop
        std::optional<Clock::time_point> killed_at;   ///< when it was last told to
        std::optional<Clock::time_point> over_since;  ///< Slurm says it is over, exit.json is not seen yet
    };
    using Runs = std::vector<std::shared_ptr<Run>>;

    Handle take_in(JobFolder const& folder, long number, RunState::Kind kind);
    void ask(Handle const& handle, bool Run::*what);
    SlurmQueue const& queue_for_adoption(bool anew);
    // slurm_watch.cpp
    void look_after_runs();
    void round();
    void carry_out(Run& run);
    RunState state_of(Run& run, SlurmQueue const& queue, Clock::time_point asked) const;
    RunState settled(Run& run, std::optional<SlurmMeaning> meaning) const;
    void tell(Run& run, RunState state);

    Settings settings_;
    SlurmCommands commands_;
    SlurmQueue adoption_queue_;
    std::optional<Clock::time_point> adoption_queue_asked_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::map<std::string, std::shared_ptr<Run>> runs_;  ///< by folder
    bool urgent_ = false, ending_ = false;
    std::thread thread_;
};

}  // namespace vespa::uws
