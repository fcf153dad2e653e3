#include "jobs/policy.hpp"

#include <algorithm>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds year = 366 * 24h;

int seconds_of(Settings const& limits, char const* key, int otherwise, std::chrono::seconds least) {
    return static_cast<int>(limits.duration(key, std::chrono::seconds(otherwise), least, 10 * year).count());
}

std::chrono::hours hours_of(Settings const& limits, char const* key, std::chrono::hours otherwise) {
    return std::chrono::duration_cast<std::chrono::hours>(limits.duration(key, otherwise, 1h, 10 * year));
}

}  // namespace

Policy read_policy(Settings const& limits) {
    Policy policy;
    policy.longest_duration_s = seconds_of(limits, "longest-duration", policy.longest_duration_s, 0s);
    policy.default_duration_s = seconds_of(limits, "default-duration", policy.default_duration_s, 1s);
    if (policy.longest_duration_s > 0 && policy.default_duration_s > policy.longest_duration_s)
        limits.refuse("default-duration", "is above longest-duration");
    policy.longest_lifetime = hours_of(limits, "longest-lifetime", policy.longest_lifetime);
    policy.default_lifetime = hours_of(limits, "default-lifetime", policy.default_lifetime);
    if (policy.default_lifetime > policy.longest_lifetime)
        limits.refuse("default-lifetime", "is above longest-lifetime");
    policy.longest_wait = limits.duration("longest-wait", policy.longest_wait, 0s, 1h);
    policy.longest_list = static_cast<std::size_t>(limits.whole("longest-list", 0, 0, 1'000'000));
    policy.most_waiters = static_cast<std::size_t>(
        limits.whole("most-waiters", static_cast<std::int64_t>(policy.most_waiters), 0, 1'000'000));
    policy.largest_upload = limits.bytes("upload", policy.largest_upload);
    policy.key_lifetime = limits.duration("idempotency", policy.key_lifetime, 0s, year);
    policy.most_members = static_cast<int>(limits.whole("sweep", policy.most_members, 1, 100'000));
    policy.archived_for = std::chrono::duration_cast<std::chrono::hours>(
        limits.duration("archive", policy.archived_for, 0s, 10 * year));
    policy.start_patience = limits.duration("start-patience", policy.start_patience, 0s, 24h);
    limits.finish();
    return policy;
}

std::uint64_t allowed_upload(Policy const& policy, LaunchBlock const& launch) {
    return launch.upload_bytes > 0 ? launch.upload_bytes : policy.largest_upload;
}

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
