#include "access/identity.hpp"

#include <algorithm>

namespace vespa::uws {

bool may_use(Identity const& identity, Job const& job, Deed deed) {
    if (job.owner.empty() || identity.admin || identity.owner == job.owner) return true;
    return identity.op && deed != Deed::alter;
}

bool may_list(Identity const& identity, Job const& job) {
    if (identity.is_guest() && job.owner.empty()) return identity.sees_guests_jobs;
    return identity.admin || identity.op || identity.owner == job.owner;
}

bool is_in_any(Identity const& identity, std::vector<std::string> const& groups) {
    if (groups.empty() || identity.admin) return true;
    return std::any_of(groups.begin(), groups.end(), [&](std::string const& group) {
        return std::find(identity.groups.begin(), identity.groups.end(), group) != identity.groups.end();
    });
}

}  // namespace vespa::uws
