#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "launch/cgroup.hpp"
#include "launch/child.hpp"
#include "launch/job_folder.hpp"
#include "launch/records.hpp"
#include "launch/spec.hpp"

namespace vespa::uws {

/// Runs one job to its end inside the shim process, which it makes a subreaper: no process of the job
/// outlives run(). Signals to the shim: SIGTERM or SIGINT = stop politely, SIGUSR2 = kill all now.
class Supervisor {
  public:
    /// Blocks the signals above, SIGCHLD and SIGHUP: to be called first of all, so that no request is lost.
    static void block_signals();

    /// Opens the logs, makes scratch folder and cgroup. Throws LaunchError.
    Supervisor(JobFolder folder, Spec spec);
    /// Kills what is left, removes scratch folder and cgroup.
    ~Supervisor();
    Supervisor(Supervisor const&) = delete;
    Supervisor& operator=(Supervisor const&) = delete;

    /// The program, then, if it ended well, what follows it. Writes shim.json; leaves exit.json to the
    /// caller.
    ExitRecord run();

  private:
    using Clock = std::chrono::steady_clock;
    using Instant = Clock::time_point;

    Command command(std::vector<std::string> argv) const;
    ExitRecord run_program();
    AfterRecord run_after(AfterStep const& step);
    AfterRecord supervise_after(AfterStep const& step);
    int wait_for_program(pid_t pid);
    std::optional<int> reap(pid_t pid) const;
    int take_signal(std::optional<Instant> until) const;
    void begin_stop(pid_t pid, ExitReason cause);
    void look_at_memory(pid_t pid);
    void go_on_stopping(pid_t pid);
    std::optional<Instant> next_event() const;
    void kill_all() const;
    void describe_end(ExitRecord& record, int status) const;

    JobFolder folder_;
    Spec spec_;
    Cgroup cgroup_;
    UniqueFd stdout_, stderr_;
    Instant started_;
    std::optional<Instant> wall_end_;
    std::optional<ExitReason>
        stop_cause_;  ///< wall_time, memory or stopped, once the program is being stopped
    Instant stop_began_;
    bool terminated_ = false;     ///< SIGTERM was sent
    bool kill_now_ = false;       ///< grace is over or was not given
    bool watch_memory_ = false;   ///< there is a bound, and no cgroup that holds it
    bool skip_the_rest_ = false;  ///< a stop was asked for after the program had ended
};

}  // namespace vespa::uws
