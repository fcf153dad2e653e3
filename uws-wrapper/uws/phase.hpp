#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace vespa::uws {

/// The phases of a job (UWS 1.1, 2.1.3).
enum class Phase {
    pending,
    queued,
    executing,
    completed,
    error,
    aborted,
    held,
    suspended,
    unknown,
    archived
};

inline constexpr std::array<Phase, 10> all_phases = {
    Phase::pending, Phase::queued, Phase::executing, Phase::completed, Phase::error,
    Phase::aborted, Phase::held,   Phase::suspended, Phase::unknown,   Phase::archived};

/// "PENDING", "QUEUED", ...
std::string_view phase_name(Phase phase);
/// The phase of that name (case counts); nothing for any other word.
std::optional<Phase> phase_named(std::string_view name);

/// PENDING, QUEUED, EXECUTING: a blocking request waits in these only.
bool is_active(Phase phase);
/// COMPLETED, ERROR, ABORTED, ARCHIVED: the job has an end time.
bool is_final(Phase phase);
/// Whether the state diagram of UWS 1.1 and its text allow a job to go from one phase to the other.
bool may_follow(Phase from, Phase to);

}  // namespace vespa::uws
