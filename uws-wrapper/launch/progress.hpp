#pragma once
#include <optional>
#include <string>

#include "launch/job_folder.hpp"

namespace vespa::uws {

/// How far a program says it is (progress.json). A member that the program left out keeps its default.
struct Progress {
    double fraction = 0;  ///< 0 to 1
    double done = 0;      ///< in units of work of the program's choice
    double total = 0;     ///< 0 = not known
    std::string phase;    ///< what it is at, one word
    std::string message;  ///< what it is at, for a human
};

/// The progress as last reported; nothing if there is no file, or if it is not what a program of ours writes:
/// a report is a courtesy and its fault never the job's. Reads at most 64 kB.
std::optional<Progress> read_progress(JobFolder const& folder);

}  // namespace vespa::uws
