#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "launch/job_folder.hpp"
#include "launch/process_identity.hpp"

namespace vespa::uws {

/// Who runs a job: shim.json, there before the program starts.
struct ShimRecord {
    ProcessIdentity shim;
    ProcessIdentity program;  ///< leads a session of its own: its process id is the session's
    std::string cgroup;       ///< absolute path of the job's cgroup; empty = none
    std::string scratch;      ///< as in the spec
};

/// Why a run ended.
enum class ExitReason {
    exited,        ///< by itself, with an exit code
    signalled,     ///< by a signal that the shim did not send
    wall_time,     ///< the wall time was over
    memory,        ///< it took more memory than it may
    stopped,       ///< on request (stop or kill)
    launch_failed  ///< the program never ran
};

/// How one command of `after` ended.
struct AfterRecord {
    std::string result;
    std::optional<int> exit_code;  ///< none if a signal ended it or it never ran
    std::string text;              ///< for a human; empty = it went well
};

/// How a run ended: exit.json.
struct ExitRecord {
    ExitReason reason = ExitReason::exited;
    std::optional<int> exit_code;  ///< of the program (of mpirun); none if a signal ended it or it never ran
    std::optional<int> signal;     ///< that ended the program
    std::string text;              ///< one sentence for a human; empty for a plain end with code 0
    std::string start, end;        ///< UTC, YYYY-MM-DDThh:mm:ss.fffZ; start is empty if the program never ran
    double wall_s = 0;             ///< between the two, by a clock that does not jump
    double user_s = 0, system_s = 0;  ///< CPU time of the whole tree
    double max_resident_kb = 0;       ///< largest single process
    std::vector<AfterRecord> after;
};

/// Whole at any time; who runs a job means nothing any more after a failure of power, so nobody waits for the
/// disk. Throws LaunchError.
void write_record(JobFolder const& folder, ShimRecord const& record);
/// Durable (temporary file, fsync, rename, fsync of the folder). Throws LaunchError.
void write_record(JobFolder const& folder, ExitRecord const& record);

/// Nothing if the file does not exist; throw LaunchError with file and JSON path if it is damaged.
std::optional<ShimRecord> read_shim_record(JobFolder const& folder);
std::optional<ExitRecord> read_exit_record(JobFolder const& folder);

/// "exited", "signalled", "wall_time", "memory", "stopped", "launch_failed".
std::string reason_name(ExitReason reason);

}  // namespace vespa::uws
