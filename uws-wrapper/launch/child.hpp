#pragma once
#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "launch/cgroup.hpp"
#include "launch/spec.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws {

/// One command and all it is given.
struct Command {
    std::vector<std::string> argv;
    std::map<std::string, std::string> environment;
    std::filesystem::path working_directory;
    Limits limits;
    int stdout_fd = -1;
    int stderr_fd = -1;
};

/// A child process that waits, before exec, for a word: so its process id can be on disk before the program
/// runs. It leads a session of its own, is in the cgroup, and is killed if its parent dies.
class Child {
  public:
    /// Throws LaunchError if there can be no further process.
    Child(Command const& command, Cgroup const& cgroup);

    pid_t pid() const { return pid_; }

    /// Lets it exec. \returns empty if the program runs now, else why not, for a human; the child then ends
    /// with 127.
    std::string release();

  private:
    pid_t pid_ = -1;
    UniqueFd gate_;    ///< a byte lets the child go on, end of file ends it
    UniqueFd report_;  ///< closed by exec, or carries what failed
    std::string program_;
    std::string directory_;
};

}  // namespace vespa::uws
