#pragma once
#include "launch/job_folder.hpp"

namespace vespa::uws {

/// Exit codes of vespa-uws-run. The job's own end is in exit.json only.
enum ShimExit {
    shim_done = 0,            ///< exit.json is written
    shim_usage = 64,          ///< not called with one absolute path
    shim_cannot_write = 73,   ///< the folder cannot be used: standard error says why
    shim_locked = 75,         ///< another shim runs this job
    shim_started_before = 76  ///< the folder holds a run already
};

/// Runs the job of the folder, whatever its spec.json asks for, once: the program vespa-uws-run.
int run_shim(JobFolder const& folder);

}  // namespace vespa::uws
