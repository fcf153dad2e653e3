#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "launch/launcher.hpp"
#include "launch/records.hpp"

namespace vespa::uws {

/// A job as Slurm's queue shows it.
struct SlurmJob {
    long number = 0;
    std::string state;   ///< "PENDING", "RUNNING", ...
    std::string reason;  ///< why it waits: "Priority", "JobHeldUser", ...
};

/// Jobs by name; of several of one name the latest.
using SlurmQueue = std::map<std::string, SlurmJob>;

/// What squeue is asked to print: one line a job.
inline constexpr char slurm_queue_format[] = "%A|%T|%j|%r";

/// Reads squeue's answer in that format. Lines of jobs that are not ours ("uws-...") are passed over.
SlurmQueue parse_slurm_queue(std::string_view text);

/// What a state of Slurm means for a run. A run that Slurm has ended itself says by what; how one ended that
/// came to its own end stands in exit.json only.
struct SlurmMeaning {
    RunState::Kind kind = RunState::Kind::running;
    std::optional<ExitReason> ended_by;
    std::string text;  ///< for a human, of an end by Slurm, a loss or a hold
};

/// Nothing for a word that this program does not know.
std::optional<SlurmMeaning> meaning_of(std::string_view state, std::string_view reason);

}  // namespace vespa::uws
