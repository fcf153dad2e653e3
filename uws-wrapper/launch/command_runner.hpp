#pragma once
#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace vespa::uws {

/// How a helper command ended.
struct CommandResult {
    int exit_code = -1;  ///< 128 + signal if one ended it
    std::string output;  ///< of standard output, 16 MiB at most
    std::string error;   ///< last line of standard error
};

/// Runs a short command to its end: no shell, nothing inherited but what is given.
/// \param argv argv[0] is an absolute path
/// \param held descriptor that the command keeps open as long as it lives (a lock); -1 = none
/// Throws PassingLaunchError if it cannot be run, or does not end in time (it is killed then).
CommandResult run_command(std::vector<std::string> const& argv,
                          std::map<std::string, std::string> const& environment,
                          std::chrono::milliseconds patience, int held = -1);

}  // namespace vespa::uws
