#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace vespa::uws {

/// A control group (version 2) that holds one job's processes, so that all of them can be found and killed at
/// once whatever they did to hide. Needs write access to the hierarchy (root, or delegation by systemd).
class Cgroup {
  public:
    Cgroup() = default;  ///< none
    explicit Cgroup(std::filesystem::path path) : path_(std::move(path)) {}

    /// Makes a group. \param parent "auto" = that of the calling process, "off" = none, else its absolute
    /// path. None, too, if it cannot be made: the process tree is then followed without.
    static Cgroup make(std::string const& parent, std::string const& name);

    explicit operator bool() const { return !path_.empty(); }
    std::filesystem::path const& path() const { return path_; }

    /// Moves the calling process in; false if that is refused. Async-signal-safe: for use between fork and
    /// exec.
    bool enter() const;
    /// SIGKILL for all in it, also for those being forked (cgroup.kill, Linux 5.14; false if there is none).
    bool kill() const;
    bool populated() const;
    /// Bounds the memory of all in it together; all are killed if it is exceeded. False if the memory
    /// controller is not to be had here.
    bool limit_memory(std::uint64_t bytes) const;
    /// Whether that happened.
    bool memory_exceeded() const;
    /// Removes the empty group.
    void remove() const;

  private:
    std::filesystem::path path_;
};

}  // namespace vespa::uws
