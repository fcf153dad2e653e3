#include "access/quota_settings.hpp"

#include <algorithm>

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds longest = 10 * 366 * 24h;

Quota read_quota(Settings const& table, Quota quota) {
    constexpr std::int64_t many = 1'000'000'000;
    quota.jobs = table.whole("jobs", quota.jobs, 0, many);
    quota.active = table.whole("active-jobs", quota.active, 0, many);
    quota.queued = table.whole("queued-jobs", quota.queued, 0, many);
    quota.cores = table.whole("cores", quota.cores, 0, many);
    quota.core_hours = table.number("core-hours", quota.core_hours, 0, 1e12);
    quota.bytes = table.bytes("stored", quota.bytes);
    quota.upload = table.bytes("upload", quota.upload);
    quota.duration_s =
        table.duration("longest-duration", std::chrono::seconds(quota.duration_s), 0s, longest).count();
    quota.lifetime_s =
        table.duration("longest-lifetime", std::chrono::seconds(quota.lifetime_s), 0s, longest).count();
    table.finish();
    return quota;
}

template <class Number>
Number wider(Number a, Number b) {
    return a == 0 || b == 0 ? Number{} : std::max(a, b);
}

Quota wider(Quota const& a, Quota const& b) {
    return {wider(a.jobs, b.jobs),     wider(a.active, b.active),         wider(a.queued, b.queued),
            wider(a.cores, b.cores),   wider(a.core_hours, b.core_hours), wider(a.bytes, b.bytes),
            wider(a.upload, b.upload), wider(a.duration_s, b.duration_s), wider(a.lifetime_s, b.lifetime_s)};
}

}  // namespace

QuotaSettings read_quotas(Settings const& quotas) {
    QuotaSettings settings;
    auto const window = quotas.duration("window", 24h, 24h, 366 * 24h);
    if (window % 24h != 0s) quotas.refuse("window", "takes whole days");
    settings.window_days = static_cast<int>(window / 24h);
    settings.guest = read_quota(quotas.table("guest"), {});
    settings.user = read_quota(quotas.table("user"), {});
    Settings const groups = quotas.table("groups");
    for (auto const& [group, table] : groups.named_tables())
        settings.groups.emplace(group, read_quota(table, settings.user));
    groups.finish();
    quotas.finish();
    return settings;
}

Quota quota_of(QuotaSettings const& settings, std::vector<std::string> const& groups) {
    Quota const* only = nullptr;
    Quota widest;
    for (auto const& group : groups) {
        auto const found = settings.groups.find(group);
        if (found == settings.groups.end()) continue;
        widest = only == nullptr ? found->second : wider(widest, found->second);
        only = &found->second;
    }
    return only == nullptr ? settings.user : widest;
}

}  // namespace vespa::uws
