#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "uws/job.hpp"

namespace vespa::uws {

/// By what a sender has shown who it is.
enum class Means { none, personal_token, configured_token, bearer, cookie };

/// Who sends a request.
struct Identity {
    std::string owner;                ///< as in Job::owner; empty = anonymous, a guest
    bool admin = false;               ///< may do everything with every job
    bool op = false;                  ///< an operator: sees every job, runs, aborts and deletes it
    std::string name = {};            ///< for people to read; empty = owner
    std::vector<std::string> groups;  ///< as entitlement.hpp writes them
    Means means = Means::none;
    /// Came, by itself or through a cookie, from a personal token: such a token makes no others.
    bool by_personal_token = false;
    bool sees_guests_jobs = true;  ///< of a guest: whether job lists hold those of all guests

    bool is_guest() const { return owner.empty(); }
    std::string const& shown_name() const { return name.empty() ? owner : name; }
};

/// What a request wants of a job.
enum class Deed {
    look,     ///< GET of it or of anything below it
    operate,  ///< RUN, ABORT, deletion
    alter     ///< anything else
};

/// Whether the sender may do that to the job and everything below it. A guest's job belongs to whoever knows
/// its id.
bool may_use(Identity const& identity, Job const& job, Deed deed);

/// Whether a job list of the sender holds the job.
bool may_list(Identity const& identity, Job const& job);

/// Whether the sender is in one of the groups, or there is none to be in.
bool is_in_any(Identity const& identity, std::vector<std::string> const& groups);

}  // namespace vespa::uws
