#pragma once
#include <csignal>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "launch/job_folder.hpp"

namespace vespa::uws {

/// Bounds of every process of a job (setrlimit); 0 leaves what the server has. Core dumps are always off.
struct Limits {
    std::uint64_t file_bytes = 0;    ///< largest file it may write
    std::uint64_t memory_bytes = 0;  ///< address space of one process
    std::uint64_t open_files = 0;
};

/// A command that follows the program when that ended with one of Spec::success. Its failure is recorded in
/// exit.json and in stderr.log, and leaves the job what it is.
struct AfterStep {
    std::vector<std::string> argv;  ///< argv[0] is an absolute path
    std::string result;             ///< the result it makes, for the record
    double wall_time_s = 300;       ///< killed then
};

/// What the shim runs: spec.json.
struct Spec {
    std::vector<std::string> argv;  ///< argv[0] is an absolute path; never seen by a shell
    std::map<std::string, std::string> environment = {};  ///< the whole environment, but for inherit
    std::vector<std::string> inherit = {};   ///< variables that begin so are taken over from the shim's own
    std::string working_directory = "work";  ///< relative to the job folder
    double wall_time_s = 0;                  ///< from exec to the first signal; 0 = no limit
    /// From the first signal of a stop to SIGKILL for everything. stop_signal comes first, SIGTERM at half of
    /// it.
    double grace_s = 10;
    int stop_signal = SIGUSR1;  ///< USR1, TERM or INT, sent to the program (mpirun hands it to the ranks)
    int cores = 1;              ///< what the job takes of the machine, for the record
    /// Where the job's cgroup (v2) is made: "auto" = below the shim's own if that can be written, "off" =
    /// none, else an absolute path of an existing cgroup. Without one the tree is found through the
    /// subreaper.
    std::string cgroup = "auto";
    std::string scratch = {};  ///< folder made for the job and removed with it (absolute); empty = none
    Limits limits = {};
    /// Memory of all processes together; 0 = no bound. Held by the cgroup (memory.max) where it can, else
    /// watched (private_memory_below()) twice a second. Exceeded, all are killed: ExitReason::memory.
    std::uint64_t memory_bytes = 0;
    std::vector<int> success = {0, 3};  ///< exit codes after which `after` is run
    std::vector<AfterStep> after = {};
};

/// Throws LaunchError naming the member if the spec cannot be run (empty or relative argv[0], NUL in a text,
/// names of variables with '=', times that are negative or not finite, ...).
void check(Spec const& spec);

/// Writes spec.json after check(): whole at any time, and made anew if a failure of power took it. Throws
/// LaunchError.
void write_spec(JobFolder const& folder, Spec const& spec);

/// Reads and checks spec.json. Throws LaunchError with file and JSON path.
Spec read_spec(JobFolder const& folder);

}  // namespace vespa::uws
