#include "launch/cgroup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "launch/unique_fd.hpp"

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

/// Where the version 2 hierarchy is mounted: a line of /proc/self/mountinfo whose type, after " - ", is
/// cgroup2.
fs::path mount_point() {
    std::ifstream mounts("/proc/self/mountinfo");
    for (std::string line; std::getline(mounts, line);) {
        auto const dash = line.find(" - cgroup2 ");
        if (dash == std::string::npos) continue;
        std::istringstream fields(line);
        std::string id, parent, device, root, point;
        fields >> id >> parent >> device >> root >> point;
        return point;
    }
    return {};
}

/// The calling process's own group: the line "0::/path" of /proc/self/cgroup.
fs::path own_group() {
    auto const mount = mount_point();
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; !mount.empty() && std::getline(groups, line);)
        if (line.starts_with("0::/")) return mount / line.substr(4);
    return {};
}

bool write_word(char const* file, char const* word, std::size_t length) {
    int const fd = ::open(file, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return false;
    bool const written = ::write(fd, word, length) == static_cast<ssize_t>(length);
    ::close(fd);
    return written;
}

}  // namespace

Cgroup Cgroup::make(std::string const& parent, std::string const& name) {
    if (parent == "off") return {};
    auto const above = parent == "auto" ? own_group() : fs::path(parent);
    // a group without cgroup.kill (Linux before 5.14) would only seem to hold the job
    if (above.empty() || ::mkdir((above / name).c_str(), 0755) != 0) return {};
    Cgroup const group(above / name);
    if (::access((group.path_ / "cgroup.kill").c_str(), W_OK) == 0 &&
        ::access((group.path_ / "cgroup.procs").c_str(), W_OK) == 0)
        return group;
    group.remove();
    return {};
}

bool Cgroup::enter() const {
    char file[4096];
    auto const& path = path_.native();
    constexpr char leaf[] = "/cgroup.procs";
    if (path.size() + sizeof leaf > sizeof file) return false;
    path.copy(file, path.size());
    std::char_traits<char>::copy(file + path.size(), leaf, sizeof leaf);
    return write_word(file, "0", 1);
}

bool Cgroup::kill() const {
    return !path_.empty() && write_word((path_ / "cgroup.kill").c_str(), "1", 1);
}

bool Cgroup::populated() const {
    std::ifstream events(path_ / "cgroup.events");
    for (std::string name, value; events >> name >> value;)
        if (name == "populated") return value == "1";
    return false;
}

bool Cgroup::limit_memory(std::uint64_t bytes) const {
    if (path_.empty()) return false;
    constexpr char controller[] = "+memory";
    write_word((path_.parent_path() / "cgroup.subtree_control").c_str(), controller, sizeof controller - 1);
    auto const bound = std::to_string(bytes);
    return write_word((path_ / "memory.oom.group").c_str(), "1", 1) &&
           write_word((path_ / "memory.max").c_str(), bound.c_str(), bound.size());
}

bool Cgroup::memory_exceeded() const {
    std::ifstream events(path_ / "memory.events");
    std::uint64_t count = 0;
    for (std::string name; events >> name >> count;)
        if (name == "oom_kill") return count > 0;
    return false;
}

void Cgroup::remove() const {
    if (!path_.empty()) ::rmdir(path_.c_str());
}

}  // namespace vespa::uws
