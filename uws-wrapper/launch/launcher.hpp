#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "launch/job_folder.hpp"
#include "launch/records.hpp"
#include "launch/spec.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws {

/// What is to be run, before a launcher decides how ranks come about.
struct Task {
    std::vector<std::string> argv;  ///< program (absolute path) and its arguments, without mpirun
    int ranks = 0;                  ///< under mpirun; 0 = a plain process
    std::map<std::string, std::string> environment;  ///< beside what the launcher sets
    double wall_time_s = 0;                          ///< these as in Spec
    double grace_s = 10;
    int stop_signal = SIGUSR1;
    Limits limits;
    std::vector<AfterStep> after;
};

/// What is known of a run now.
struct RunState {
    enum class Kind {
        not_started,  ///< no shim ever took the folder: it can be started
        running,
        ended,  ///< `exit` says how
        lost    ///< the shim is gone without a word (killed, machine started anew); what it left has been
                ///< killed
    };
    Kind kind = Kind::not_started;
    std::optional<ExitRecord> exit;  ///< if ended
    std::string why;                 ///< if lost
};

/// A run that a launcher started or adopted. Movable; dropping it does not touch the run.
class Handle {
  public:
    Handle(JobFolder folder, UniqueFd shim) : folder_(std::move(folder)), shim_(std::move(shim)) {}

    JobFolder const& folder() const { return folder_; }
    /// Becomes readable, and stays so, once the run has ended (a pidfd: wrap it in posix::stream_descriptor
    /// and async_wait(wait_read); the handle keeps owning it, so release() the descriptor before dropping
    /// either).
    int watch_fd() const { return shim_.get(); }

  private:
    JobFolder folder_;
    UniqueFd shim_;
};

/// Starts jobs somewhere and knows how they are. No call waits for a job; no call for one job overlaps
/// another for it.
class Launcher {
  public:
    virtual ~Launcher() = default;

    /// Cores of the machine that the task will take, the unit of CoreBudget. Throws LaunchError if it never
    /// can run.
    virtual int cores_for(Task const& task) const = 0;

    /// Makes the folder, writes spec.json and starts the job. Throws LaunchError if it cannot, also when the
    /// folder has been started before (JobFolder::clear_run() makes way for another attempt). That the
    /// program itself cannot be run shows later, as ExitReason::launch_failed.
    virtual Handle start(JobFolder const& folder, Task const& task) = 0;

    /// Asks politely: stop signal, SIGTERM at half the grace, SIGKILL for all at its end. Does nothing after
    /// the end.
    virtual void stop(Handle const& handle) = 0;

    /// SIGKILL for the whole tree now; exit.json is written all the same. Does nothing after the end.
    virtual void kill(Handle const& handle) = 0;

    /// running, ended or lost; call it when watch_fd() became readable.
    virtual RunState poll(Handle const& handle) = 0;

    /// What a folder says after the server was started anew. `handle` is set if, and only if, it is running.
    struct Adoption {
        RunState state;
        std::optional<Handle> handle;
    };
    virtual Adoption adopt(JobFolder const& folder) = 0;
};

}  // namespace vespa::uws
