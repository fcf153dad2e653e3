#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "settings/settings.hpp"

namespace vespa::uws {

/// What one owner may have; 0 = no bound. All guests together are one owner.
struct Quota {
    std::int64_t jobs = 0;        ///< that the server keeps, in any phase
    std::int64_t active = 0;      ///< queued or running
    std::int64_t queued = 0;      ///< waiting for their turn
    std::int64_t cores = 0;       ///< of all active jobs together
    double core_hours = 0;        ///< used in a window
    std::uint64_t bytes = 0;      ///< of results that are kept
    std::uint64_t upload = 0;     ///< of one request
    std::int64_t duration_s = 0;  ///< wall time of a job
    std::int64_t lifetime_s = 0;  ///< from a job's creation to its destruction
};

/// [access.quotas]: tables guest, user and groups.NAME. What a group's table leaves out is as for every user.
struct QuotaSettings {
    Quota guest, user;
    std::map<std::string, Quota> groups;
    int window_days = 1;  ///< of core_hours: today (UTC) and the days before it
};

/// Throws BadSetting.
QuotaSettings read_quotas(Settings const& quotas);

/// Of a user in these groups: each bound is the widest that a group gives, the users' own without such a
/// group.
Quota quota_of(QuotaSettings const& settings, std::vector<std::string> const& groups);

}  // namespace vespa::uws
