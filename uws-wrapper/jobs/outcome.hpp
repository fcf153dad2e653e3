#pragma once
#include <optional>
#include <string>
#include <vector>

#include "codes/description.hpp"
#include "launch/launcher.hpp"
#include "uws/job.hpp"

namespace vespa::uws {

/// What a run that is over makes of its job.
struct Outcome {
    Phase phase = Phase::error;
    std::optional<ErrorSummary> error;
    std::optional<Instant> started, ended;  ///< as the shim saw them
    std::vector<JobResult> results;
    bool provenance = false;  ///< its files have been written
};

/// Takes an outcome over into its job, but for the phase. What clients have been told stays, but the shim's
/// word counts for a run whose start was seen late or never.
void take_over(Outcome const& outcome, Job& job);

/// Reads the end of a run. Exit code 0 is COMPLETED; a stop on request, the end of the wall time and exit
/// code 3 (stopped, partial results kept) are ABORTED; everything else is ERROR with the last lines of
/// stderr. Never throws: whatever goes wrong here is an ERROR of the job. \param state     ended or lost
/// \param abort_requested the client asked for the end
Outcome outcome_of(Description const& description, JobFolder const& folder, RunState const& state,
                   bool abort_requested, int execution_duration_s);

/// The lines of a program's stderr that say what went wrong: the last few, without the frames of text and the
/// backtraces that Open MPI puts around a failure. Always text that XML can hold.
std::string telling_lines(std::string const& stderr_tail);

/// The declared results that are there, with size and checksum. Throws std::runtime_error if one cannot be
/// read.
std::vector<JobResult> collect_results(Description const& description, JobFolder const& folder);

}  // namespace vespa::uws
