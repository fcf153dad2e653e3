#include "launch/process_tree.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "launch/process_identity.hpp"
#include "launch/remove_tree.hpp"

namespace vespa::uws {
namespace {

/// SIGKILL, unless the process id has changed hands since `process` was read.
void kill_exactly(ProcStat const& process) {
    UniqueFd const fd(static_cast<int>(::syscall(SYS_pidfd_open, process.pid, 0)));
    if (!fd) return;
    auto const now = read_proc_stat(process.pid);
    if (now && now->start_time == process.start_time)
        ::syscall(SYS_pidfd_send_signal, fd.get(), SIGKILL, nullptr, 0);
}

/// Reaps whoever has ended. \returns whether children are left
bool reap() {
    for (;;) {
        auto const pid = ::waitpid(-1, nullptr, WNOHANG);
        if (pid == 0) return true;
        if (pid < 0 && errno != EINTR) return false;
    }
}

void pause_ms(long milliseconds) {
    timespec const time{0, milliseconds * 1000000};
    ::nanosleep(&time, nullptr);
}

bool carries(pid_t pid, std::string const& variable) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/environ", std::ios::binary);
    for (std::string entry; std::getline(file, entry, '\0');)
        if (entry == variable) return true;
    return false;
}

}  // namespace

std::vector<ProcStat> descendants_of(pid_t ancestor) {
    auto const processes = all_processes();
    std::set<pid_t> family = {ancestor};
    for (std::size_t before = 0; before != family.size();) {
        before = family.size();
        for (auto const& process : processes)
            if (family.contains(process.parent)) family.insert(process.pid);
    }
    std::vector<ProcStat> living;
    for (auto const& process : processes)
        if (process.pid != ancestor && process.state != 'Z' && family.contains(process.pid))
            living.push_back(process);
    return living;
}

void kill_descendants(pid_t ancestor) {
    for (auto const& process : descendants_of(ancestor))
        kill_exactly(process);
}

bool kill_all_children(Cgroup const& cgroup, std::chrono::milliseconds patience) {
    auto const deadline = std::chrono::steady_clock::now() + patience;
    for (long pause = 1; reap(); pause = pause < 32 ? 2 * pause : pause) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        if (cgroup) cgroup.kill();
        kill_descendants(::getpid());
        pause_ms(pause);
    }
    return true;
}

void kill_leftovers(JobFolder const& folder, ShimRecord const& record) {
    auto const self = identify(::getpid());
    if (self && self->boot_id == record.shim.boot_id) {
        Cgroup const cgroup{std::filesystem::path(record.cgroup)};
        auto const mark = std::string(job_variable) + "=" + folder.root().string();
        bool found = true;
        for (int round = 0; found && round < 20; ++round) {
            found = cgroup && cgroup.populated() && cgroup.kill();
            for (auto const& process : all_processes())
                if (process.state != 'Z' && carries(process.pid, mark)) kill_exactly(process), found = true;
            if (found) pause_ms(5);
        }
        cgroup.remove();
    }
    if (!record.scratch.empty()) remove_tree(record.scratch);
}

}  // namespace vespa::uws
