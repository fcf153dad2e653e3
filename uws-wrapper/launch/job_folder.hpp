#pragma once
#include <sys/types.h>

#include <filesystem>
#include <optional>

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
///     shim.json      who runs the job (ShimRecord), on disk before the program starts
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

    /// Makes root, in/ and work/ (mode 0750) where they are missing. Throws
    /// std::filesystem::filesystem_error.
    void create() const;

    /// Removes what an earlier attempt left (shim.json, exit.json, progress.json, logs, everything in work/),
    /// keeps in/ and spec.json: the job can then be started again. Throws LaunchError while a shim holds the
    /// lock.
    void clear_run() const;

    /// Takes the lock, which lasts until no process has the descriptor open any more; invalid if another has
    /// it. Throws LaunchError if the lock file cannot be made.
    UniqueFd take_lock() const;
    /// Whether a shim holds the lock now.
    bool locked() const;
    /// The process id in the lock file; nothing if none stands there. Means something only while locked().
    std::optional<pid_t> lock_holder() const;

  private:
    std::filesystem::path root_;
};

}  // namespace vespa::uws
