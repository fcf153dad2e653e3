#pragma once
#include "launch/job_folder.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws {

/// Exit codes of vespa-uws-run. The job's own end is in exit.json only.
enum ShimExit {
    shim_done = 0,            ///< exit.json is written
    shim_usage = 64,          ///< not called as it must be
    shim_cannot_write = 73,   ///< the folder cannot be used: standard error says why; without shim.json the
                              ///< program never ran
    shim_locked = 75,         ///< another shim runs this job
    shim_started_before = 76  ///< the folder holds a run already
};

/// Runs the job of the folder, whatever its spec.json asks for, once: the program vespa-uws-run.
/// \param lock open description of the folder's lock file, already locked by who starts the shim: so there is
/// no moment
///             between that start and the shim's own first step at which nobody holds the job. Invalid: it
///             locks itself.
int run_shim(JobFolder const& folder, UniqueFd lock);

}  // namespace vespa::uws
