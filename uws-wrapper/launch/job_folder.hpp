#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <vector>

#include "launch/unique_fd.hpp"

namespace vespa::uws {

/// The folder of one job: the whole truth about its run, so that neither the server nor the shim need the
/// other alive.
///
///     spec.json      what is to be run (Spec), written by the server before the start
///     in/            uploaded files
///     work/          the program's working directory; results lie here under the names its description gives
///     stdout.log     what the program (and what follows it) printed
///     stderr.log
///     shim.log       what the shim itself had to say: empty unless something is wrong with this machine
///     progress.json  replaced by the program through a rename
///     lock           flock()ed by the shim as long as it lives, holds its process id
///     submit.lock    flock()ed while the job is handed over to a cluster
///     submission.json  its number at the cluster, once that has it
///     cluster.log    what the cluster's batch step had to say: empty unless something is wrong there
///     attempts       how many runs were lost and cleared away; not there if none
///     shim.json      who runs the job (ShimRecord), there before the program starts
///     exit.json      how it ended (ExitRecord), the last thing the shim writes
///
/// A value: holds a path, opens nothing.
class JobFolder {
  public:
    /// \param root absolute path; need not exist yet. Throws std::invalid_argument if it is relative.
    explicit JobFolder(std::filesystem::path root);

    std::filesystem::path const& root() const { return root_; }
    std::filesystem::path spec() const { return root_ / "spec.json"; }
    std::filesystem::path in() const { return root_ / "in"; }
    std::filesystem::path work() const { return root_ / "work"; }
    std::filesystem::path stdout_log() const { return root_ / "stdout.log"; }
    std::filesystem::path stderr_log() const { return root_ / "stderr.log"; }
    std::filesystem::path shim_log() const { return root_ / "shim.log"; }
    std::filesystem::path progress() const { return root_ / "progress.json"; }
    std::filesystem::path lock() const { return root_ / "lock"; }
    std::filesystem::path shim() const { return root_ / "shim.json"; }
    std::filesystem::path exit() const { return root_ / "exit.json"; }
    std::filesystem::path submit_lock() const { return root_ / "submit.lock"; }
    std::filesystem::path submission() const { return root_ / "submission.json"; }
    std::filesystem::path cluster_log() const { return root_ / "cluster.log"; }
    std::filesystem::path attempts_file() const { return root_ / "attempts"; }

    /// Makes root, in/ and work/ (mode 0750) where they are missing. Throws
    /// std::filesystem::filesystem_error.
    void create() const;

    /// Removes what an earlier attempt left (shim.json, exit.json, progress.json, logs, everything in work/),
    /// keeps in/ and spec.json and counts it in attempts(): the job can then be started again. Throws
    /// LaunchError while a shim holds the lock, or if something cannot be removed.
    void clear_run() const;
    /// Removes what is left of an attempt that never came to its program, or that a failure of power took
    /// (logs without shim.json and exit.json, half-written files). Does nothing while a shim holds the lock.
    /// Throws as clear_run().
    void clear_failed_start() const;
    /// How many runs have been cleared away.
    int attempts() const;

    /// Takes the lock, which lasts until no process has the descriptor open any more; invalid if another has
    /// it. Throws LaunchError if the lock file cannot be made.
    UniqueFd take_lock() const;
    /// Whether a shim holds the lock now.
    bool locked() const;
    /// The process id in the lock file; nothing if none stands there. Means something only while locked().
    std::optional<pid_t> lock_holder() const;

  private:
    std::vector<std::filesystem::path> half_written_files() const;
    void remove_run_files() const;

    std::filesystem::path root_;
};

}  // namespace vespa::uws
