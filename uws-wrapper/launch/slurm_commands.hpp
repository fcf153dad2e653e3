#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "launch/command_runner.hpp"
#include "launch/job_folder.hpp"
#include "launch/slurm_queue.hpp"
#include "launch/spec.hpp"

namespace vespa::uws {

/// What a site's Slurm wants to be told.
struct SlurmSettings {
    std::filesystem::path commands = "/usr/bin";  ///< where sbatch, squeue, scancel, scontrol (and sacct) are
    std::filesystem::path configuration;          ///< slurm.conf; empty = as the site has it
    std::string partition, account, qos, constraint;  ///< empty = the site's default
    int nodes = 1;                                    ///< of a job; 0 = as many as Slurm takes
    std::uint64_t memory_per_core = 0;                ///< bytes; 0 = the site's default
    std::chrono::milliseconds interval{2000};         ///< between two looks at the queue
    std::chrono::milliseconds lag{30000};       ///< how long a shared file system may take to show a file
    std::chrono::milliseconds patience{30000};  ///< for an answer of a command
};

/// Slurm by its commands, each an argument list.
class SlurmCommands {
  public:
    /// Throws LaunchError if a command is missing.
    explicit SlurmCommands(SlurmSettings settings);

    /// Hands a job over; its batch script is a fixed file that runs `program` with the folder.
    /// \param held as for run_command(): stays locked until Slurm has it or has it not
    /// \returns its number. Throws PassingLaunchError if Slurm does not answer, LaunchError with its words if
    /// it refuses.
    long submit(std::vector<std::string> const& arguments, int held) const;
    /// The arguments of sbatch for a job. Throws LaunchError if the folder's path means more to Slurm than a
    /// path.
    std::vector<std::string> submission(std::string const& name, JobFolder const& folder, Spec const& spec,
                                        std::filesystem::path const& batch_script,
                                        std::filesystem::path const& shim) const;

    /// All jobs of this user. Throws PassingLaunchError.
    SlurmQueue queue() const;
    /// State of a job that has left the queue, if there is an accounting that knows it.
    std::optional<std::string> state_in_accounting(long number) const;

    // These do nothing for a job that is not there any more. Throw PassingLaunchError.
    void cancel(long number) const;
    void signal_shim(long number, char const* signal) const;
    void release(long number) const;

    SlurmSettings const& settings() const { return settings_; }

  private:
    CommandResult run(std::vector<std::string> argv, int held = -1) const;

    SlurmSettings settings_;
};

}  // namespace vespa::uws
