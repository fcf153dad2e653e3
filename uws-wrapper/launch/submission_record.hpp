#pragma once
#include <optional>

#include "launch/job_folder.hpp"

namespace vespa::uws {

/// Writes the number that a cluster gave the job (submission.json), whole at any time. Throws LaunchError.
void write_submission(JobFolder const& folder, long number);

/// The number; nothing if the job was never handed over. Throws LaunchError if the file is damaged.
std::optional<long> read_submission(JobFolder const& folder);

}  // namespace vespa::uws
