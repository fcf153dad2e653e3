#include "launch/process_identity.hpp"

#include <sys/syscall.h>

#include <fstream>

#include "launch/proc_stat.hpp"

namespace vespa::uws {
namespace {

std::string boot_id() {
    std::string id;
    std::ifstream("/proc/sys/kernel/random/boot_id") >> id;
    return id;
}

}  // namespace

std::optional<ProcessIdentity> identify(pid_t pid) {
    auto const stat = read_proc_stat(pid);
    if (!stat) return std::nullopt;
    return ProcessIdentity{pid, stat->start_time, boot_id()};
}

std::optional<std::time_t> boot_time() {
    std::ifstream stat("/proc/stat");
    for (std::string word; stat >> word;)
        if (std::time_t seconds = 0; word == "btime" && stat >> seconds) return seconds;
    return std::nullopt;
}

UniqueFd open_process(ProcessIdentity const& identity) {
    if (identity.pid <= 0) return {};
    UniqueFd fd(static_cast<int>(::syscall(SYS_pidfd_open, identity.pid, 0)));
    // asked after the descriptor was opened: from here on the process id cannot change hands unseen
    if (!fd || identify(identity.pid) != identity) return {};
    return fd;
}

}  // namespace vespa::uws
