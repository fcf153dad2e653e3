#include "jobs/policy.hpp"

#include <algorithm>

namespace vespa::uws {

int allowed_duration(Policy const& policy, LaunchBlock const& launch, std::optional<int> asked_s) {
    int const preset =
        launch.wall_time_s > 0 ? static_cast<int>(launch.wall_time_s) : policy.default_duration_s;
    int const longest =
        launch.wall_time_max_s > 0 ? static_cast<int>(launch.wall_time_max_s) : policy.longest_duration_s;
    int const wanted = asked_s.value_or(preset);
    if (longest == 0) return wanted;
    return wanted == 0 ? longest : std::min(wanted, longest);
}

Instant allowed_destruction(Policy const& policy, Instant created, Instant now,
                            std::optional<Instant> asked) {
    if (!asked) return created + policy.default_lifetime;
    return std::clamp(*asked, now, std::max(now, created + policy.longest_lifetime));
}

}  // namespace vespa::uws
