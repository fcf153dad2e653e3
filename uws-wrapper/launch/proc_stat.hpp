#pragma once
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <vector>

namespace vespa::uws {

/// What /proc/PID/stat says of a process (proc(5)).
struct ProcStat {
    pid_t pid = 0;
    char state = 0;  ///< 'Z' = ended, waits for its parent
    pid_t parent = 0;
    pid_t session = 0;
    std::uint64_t start_time = 0;  ///< clock ticks since boot
};

/// Nothing if there is no such process.
std::optional<ProcStat> read_proc_stat(pid_t pid);

/// All processes that can be seen.
std::vector<ProcStat> all_processes();

}  // namespace vespa::uws
