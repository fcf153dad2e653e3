#pragma once
#include <string>
#include <vector>

#include "codes/description.hpp"
#include "codes/placeholders.hpp"
#include "codes/values.hpp"
#include "launch/launcher.hpp"

namespace vespa::uws {

/// Number of ranks that the values ask for: `ranks`, else the description's default; 0 if the code is not run
/// under mpirun (no launch.mpi, or fewer than launch.mpirun_from).
int ranks_of(Description const& description, Values const& values, Places const& places);

/// Program and arguments: launch.argv and fixed arguments with their placeholders filled, progress file, then
/// each value given to a parameter with an option as one element `--option=value` in the description's order,
/// never seen by a shell. Files become ../in/NAME, relative to the working directory. A launch.script is run
/// by bash, which gets the values as variables only. Values are checked (check_complete). Throws BadValue,
/// also if a named file is missing in in/.
std::vector<std::string> build_argv(Description const& description, Values const& values,
                                    JobFolder const& folder, Places const& places);

/// All that a launcher needs; write_inputs() is still to be called. Throws BadValue also for values that the
/// templates of input files cannot hold. \param wall_time_s execution duration of the job, 0 = unlimited
Task make_task(Description const& description, Values const& values, JobFolder const& folder,
               Places const& places, double wall_time_s);

}  // namespace vespa::uws
