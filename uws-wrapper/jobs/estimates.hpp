#pragma once
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>

#include "uws/instant.hpp"

namespace vespa::uws {

/// When a job will have ended, by what its code's jobs took and by what stands before it: the sum of their
/// work over the cores there are. An estimate, good to a factor.
class Estimates {
  public:
    using Seconds = std::chrono::duration<double>;

    explicit Estimates(int cores) : cores_(cores) {}

    /// A job of the code has completed after running that long.
    void ran(std::string const& code, Seconds duration);
    /// Median of the latest runs; nothing before the first.
    std::optional<Seconds> typical(std::string const& code) const;

    /// A job that waits, or runs since `started`, counts until leaves().
    void waits(std::string const& job, std::string const& code, int cores);
    void runs(std::string const& job, std::string const& code, int cores, Instant started);
    void leaves(std::string const& job);

    /// When a job will have ended that goes to the end of the queue now; nothing if its code has never run.
    std::optional<Instant> end_if_queued(std::string const& code, Instant now) const;
    /// When a job will have ended that runs since `started`.
    std::optional<Instant> end_if_started(std::string const& code, Instant started) const;

  private:
    struct Running {
        Instant end;
        int cores;
    };
    int cores_;
    std::map<std::string, std::deque<Seconds>> durations_;
    std::map<std::string, double> waiting_;  ///< core seconds of each job
    double waiting_work_ = 0;                ///< their sum
    std::map<std::string, Running> running_;
};

}  // namespace vespa::uws
