#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/form.hpp"
#include "uws/job.hpp"

namespace vespa::uws {

/// What a client asks of a job list: PHASE (repeatable), AFTER, LAST, and ours: BEFORE (for paging),
/// RUNID, PARENT and OWNER.
struct ListFilter {
    std::uint32_t phases = 0;  ///< bit per phase; 0 = all but ARCHIVED
    std::optional<Instant> after, before;
    std::optional<std::size_t> last;
    std::optional<std::string> run_id;
    std::optional<std::string> parent;  ///< members of this sweep
    std::optional<std::string> owner;

    /// Everything but `last`, which applies to what is left.
    bool admits(Job const& job) const;
};

/// Throws Refusal 400 for an unknown or empty PHASE, a malformed or repeated AFTER, BEFORE, LAST or RUNID,
/// LAST below 1. Other names are left alone.
ListFilter parse_list_filter(http::Form const& query);

/// How long a GET of a job may block (UWS 1.1, 2.2.1.1).
struct WaitRequest {
    bool asked = false;
    std::optional<int> seconds;  ///< nothing = as long as the server allows (WAIT=-1)
    std::optional<Phase> phase;  ///< answer at once if the job is not in it
};

/// Throws Refusal 400 if WAIT is not an integer, is below -1 or given twice, or PHASE no phase.
WaitRequest parse_wait(http::Form const& query);

/// The names by which UWS itself is spoken to, taken out of a form; the rest are the job's parameters.
struct Controls {
    std::optional<std::string> phase;   ///< "RUN" or "ABORT"
    std::optional<std::string> action;  ///< "DELETE"
    std::optional<std::string> run_id;
    std::optional<Instant> destruction;
    std::optional<int> execution_duration;  ///< seconds, 0 = unlimited
    std::optional<std::string> clone;       ///< id of a job whose parameters a new one begins with
    std::vector<std::string> sweep;  ///< each one axis, as given; an empty text takes the earlier ones away
    http::Form parameters;
};

/// Reads the control names (in any case) from query and body of one POST. Throws Refusal 400 for a control
/// given twice or with a value that it cannot have.
Controls parse_controls(http::Form query, http::Form body);

}  // namespace vespa::uws
