#pragma once
#include <stdexcept>
#include <string>

namespace vespa::uws {

/// A job could not be started, or its folder is not what it must be: a fault of the machine or of its set-up,
/// never of the client. what() names the file or program and the reason.
class LaunchError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The same, of a cause that may go by itself: a full or read-only disk, no process or descriptor to be had,
/// a cluster's controller that does not answer. Worth another attempt later.
class PassingLaunchError : public LaunchError {
  public:
    using LaunchError::LaunchError;
};

/// Whether what this errno says may go by itself.
bool may_pass(int error);

/// Throws PassingLaunchError or LaunchError: "WHAT: the words for this errno".
[[noreturn]] void throw_launch_error(std::string const& what, int error);

}  // namespace vespa::uws
