#include "launch/proc_stat.hpp"

#include <dirent.h>
#include <fcntl.h>

#include <charconv>
#include <cstring>
#include <memory>
#include <sstream>
#include <string>

#include "launch/unique_fd.hpp"

namespace vespa::uws {

std::optional<ProcStat> read_proc_stat(pid_t pid) {
    auto const path = "/proc/" + std::to_string(pid) + "/stat";
    UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return std::nullopt;
    char line[1024];
    auto const count = ::read(fd.get(), line, sizeof line - 1);
    if (count <= 0) return std::nullopt;
    line[count] = 0;
    // field 2 is the program's name in parentheses and may itself hold blanks and parentheses
    char const* const name_end = std::strrchr(line, ')');
    if (!name_end) return std::nullopt;
    std::istringstream fields(name_end + 1);
    ProcStat stat;
    stat.pid = pid;
    long skipped = 0;
    fields >> stat.state >> stat.parent >> skipped >> stat.session;  // fields 3 to 6
    for (int field = 7; field < 22; ++field)
        fields >> skipped;  // 7 to 21
    if (!(fields >> stat.start_time)) return std::nullopt;
    return stat;
}

std::vector<ProcStat> all_processes() {
    std::vector<ProcStat> processes;
    std::unique_ptr<DIR, int (*)(DIR*)> const proc(::opendir("/proc"), &::closedir);
    if (!proc) return processes;
    while (auto const* entry = ::readdir(proc.get())) {
        char const* const end = entry->d_name + std::strlen(entry->d_name);
        pid_t pid = 0;
        if (auto const [rest, error] = std::from_chars(entry->d_name, end, pid);
            error != std::errc() || rest != end)
            continue;
        if (auto const stat = read_proc_stat(pid)) processes.push_back(*stat);
    }
    return processes;
}

}  // namespace vespa::uws
