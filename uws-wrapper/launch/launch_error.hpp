#pragma once
#include <stdexcept>

namespace vespa::uws {

/// A job could not be started, or its folder is not what it must be: a fault of the machine or of its set-up,
/// never of the client. what() names the file or program and the reason.
class LaunchError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace vespa::uws
