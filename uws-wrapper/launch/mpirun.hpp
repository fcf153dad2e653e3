#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vespa::uws {

/// `mpirun -n RANKS argv...`. Throws LaunchError if an argument is ":", which mpirun takes as a separator of
/// programs.
std::vector<std::string> under_mpirun(std::filesystem::path const& mpirun, int ranks,
                                      std::vector<std::string> const& argv);

/// What every job's environment starts from: search path, C.UTF-8, scratch as home and temporary folder, one
/// thread a process. Nothing comes from the server's own.
std::map<std::string, std::string> base_environment(std::filesystem::path const& scratch);

/// Settings of Open MPI 4.1 for jobs that share a machine: without binding, since two jobs would both be
/// bound to the first cores; yielding when idle (a factor of 6 for two 2-rank jobs on 2 cores); on one
/// machine over the loopback interface only, so that no port is open to the network; as root only if this is
/// root; session files and shared memory in `scratch`, to go with the job even if it is killed.
std::map<std::string, std::string> mpirun_environment(std::filesystem::path const& scratch,
                                                      bool oversubscribe, bool one_machine = true);

}  // namespace vespa::uws
