#pragma once
#include <sys/types.h>

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>

#include "launch/unique_fd.hpp"

namespace vespa::uws {

/// A process beyond doubt: a process id alone is used again, also after the machine was started anew.
struct ProcessIdentity {
    pid_t pid = 0;
    std::uint64_t start_time = 0;  ///< clock ticks since boot, field 22 of /proc/PID/stat
    std::string boot_id;           ///< /proc/sys/kernel/random/boot_id

    bool operator==(ProcessIdentity const&) const = default;
};

/// Nothing if there is no such process.
std::optional<ProcessIdentity> identify(pid_t pid);

/// When this machine was started, in seconds since 1970; nothing if /proc does not say.
std::optional<std::time_t> boot_time();

/// A pidfd of exactly that process: readable once it has ended. Invalid (operator bool) if it lives no more.
UniqueFd open_process(ProcessIdentity const& identity);

}  // namespace vespa::uws
