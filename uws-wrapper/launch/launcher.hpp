#pragma once
#include <cstdint>
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
    std::uint64_t memory_bytes = 0;  ///< as in Spec
    std::vector<AfterStep> after;
};

/// What is known of a run now.
struct RunState {
    enum class Kind {
        not_started,  ///< the program never ran: it can be started (again); `why` says what came between
        queued,       ///< waits for the cluster
        held,         ///< the cluster will not run it until somebody releases it; `why` says who holds it
        running,
        suspended,  ///< the cluster has paused it and will go on with it
        ended,      ///< `exit` says how
        lost        ///< the shim is gone without a word (killed, machine started anew); what it left has been
                    ///< killed
    };
    Kind kind = Kind::not_started;
    std::optional<ExitRecord> exit;  ///< if ended
    std::string why;                 ///< if lost, held or not_started
};

/// Whether a run in this state may still change it.
inline bool goes_on(RunState::Kind kind) {
    using Kind = RunState::Kind;
    return kind == Kind::queued || kind == Kind::held || kind == Kind::running || kind == Kind::suspended;
}

/// A run that a launcher started or adopted. Movable; dropping it does not touch the run.
class Handle {
  public:
    Handle(JobFolder folder, UniqueFd shim) : folder_(std::move(folder)), shim_(std::move(shim)) {}

    JobFolder const& folder() const { return folder_; }
    /// Becomes readable when poll() has news: once the run has ended (a pidfd), or whenever its state at a
    /// cluster changed (an eventfd, which poll() resets). The handle keeps owning it.
    int watch_fd() const { return shim_.get(); }

  private:
    JobFolder folder_;
    UniqueFd shim_;
};

/// Starts jobs somewhere and knows how they are. No call waits for a job. Calls come from several threads;
/// those for one job follow each other, but for stop(), kill() and release(), which may come while another
/// works.
class Launcher {
  public:
    virtual ~Launcher() = default;

    /// Cores of the machine that the task will take, the unit of CoreBudget. Throws LaunchError if it never
    /// can run.
    virtual int cores_for(Task const& task) const = 0;

    /// Makes the folder, writes spec.json and starts the job, or hands it over to the cluster's queue. Throws
    /// LaunchError if it cannot, also when the folder has been started before (JobFolder::clear_run() makes
    /// way for another attempt); PassingLaunchError if another attempt may succeed. That the program itself
    /// cannot be run shows later, as ExitReason::launch_failed.
    virtual Handle start(JobFolder const& folder, Task const& task) = 0;

    /// Asks politely: stop signal, SIGTERM at half the grace, SIGKILL for all at its end. Does nothing after
    /// the end.
    virtual void stop(Handle const& handle) = 0;

    /// SIGKILL for the whole tree now; exit.json is written all the same. Does nothing after the end.
    virtual void kill(Handle const& handle) = 0;

    /// Asks for a held run to be let go on; what comes of it shows in poll(). Does nothing where runs are
    /// never held.
    virtual void release(Handle const&) {}

    /// What the run does now; call it when watch_fd() became readable, and once after start().
    virtual RunState poll(Handle const& handle) = 0;

    /// What a folder says after the server was started anew. `handle` is set if, and only if, it goes on.
    struct Adoption {
        RunState state;
        std::optional<Handle> handle;
    };
    virtual Adoption adopt(JobFolder const& folder) = 0;
};

}  // namespace vespa::uws
