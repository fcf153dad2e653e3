#pragma once
#include <sys/types.h>

#include <chrono>
#include <vector>

#include "launch/cgroup.hpp"
#include "launch/proc_stat.hpp"
#include "launch/records.hpp"

namespace vespa::uws {

/// Living descendants of a process, itself not among them.
std::vector<ProcStat> descendants_of(pid_t ancestor);

/// SIGKILL for every descendant of `ancestor`, once, and itself not. Complete if the ancestor is a subreaper
/// and this is repeated until it has no children: whoever loses its parent becomes the subreaper's child,
/// setsid or not.
void kill_descendants(pid_t ancestor);

/// Kills and reaps all children of the calling process, which must be a subreaper, and their descendants.
/// \returns false if some live on after `patience` (only a process stuck in the kernel can)
bool kill_all_children(Cgroup const& cgroup, std::chrono::milliseconds patience);

/// For a shim that was killed itself: SIGKILL for what is left of its job, found through the cgroup and
/// through VESPA_UWS_JOB in the processes' environment (not by process or session ids, which may be others'
/// by now); then removes cgroup and scratch folder. After another boot only the folder is left to remove.
void kill_leftovers(JobFolder const& folder, ShimRecord const& record);

/// Names the job folder in the environment of every process of a job.
inline constexpr char job_variable[] = "VESPA_UWS_JOB";

}  // namespace vespa::uws
