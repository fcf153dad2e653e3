#pragma once
#include <chrono>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/parallel/communicator.hpp"

namespace vespa::record {

/// What happened in a run and does not determine its result: when, where, how long. Written as JSON beside
/// the result.
///
/// Keys: program, version, revision, command_line (list), started and ended (ISO 8601, UTC), seconds, ranks,
/// hosts (list of {name, ranks}), phases (list of {name, seconds: the longest of all ranks, seconds_least}),
/// measures (numbers by name, if any), state, exit_code, message.
class RunRecord {
  public:
    /// Begins the record: takes the time and gathers the host names. \collective
    RunRecord(parallel::Communicator const& communicator, std::string program, std::string version,
              std::string revision, std::vector<std::string> command_line);

    /// Ends the phase under way, if any, and begins another. Local; all ranks name the same phases in the
    /// same order.
    void begin_phase(std::string name);

    /// Ends the phase under way and brings all ranks' timings to rank 0; without this only rank 0's are
    /// written. \throws AgreedError when the ranks name different phases \collective
    void gather_timings(parallel::Communicator const& communicator);

    /// Adds a number that tells of the run, e.g. how evenly work was shared, under "measures". Rank 0's is
    /// written. Local.
    void note(std::string name, double value);

    /// Writes the record, replacing a file of that name at once. Rank 0 only; local.
    /// \param state "completed", "stopped" or "failed"
    /// \param message the reason of a failure, else empty
    /// \throws std::runtime_error when it cannot be written
    void write(std::filesystem::path const& path, std::string const& state, int exit_code,
               std::string const& message = {});

  private:
    using Clock = std::chrono::steady_clock;
    struct Phase {
        std::string name;
        double seconds = 0.0;
        double seconds_least = 0.0;
    };
    struct Host {
        std::string name;
        int ranks = 0;
    };

    void end_phase();

    std::string program_, version_, revision_;
    std::vector<std::string> command_line_;
    int ranks_;
    std::vector<Host> hosts_;
    std::vector<Phase> phases_;
    std::vector<std::pair<std::string, double>> measures_;
    std::chrono::system_clock::time_point started_;
    Clock::time_point start_, phase_start_;
    bool in_phase_ = false;
};

/// "2026-11-22T10:28:58.123Z".
std::string iso_8601(std::chrono::system_clock::time_point time);

}  // namespace vespa::record
