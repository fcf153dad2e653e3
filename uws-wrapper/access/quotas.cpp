#include "access/quotas.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "http/message.hpp"

namespace vespa::uws {
namespace {

using http::Refusal;

bool is_under_way(Phase phase) {
    return phase == Phase::queued || phase == Phase::executing || phase == Phase::suspended ||
           phase == Phase::held;
}

bool has_run(Phase phase) {
    return phase == Phase::executing || phase == Phase::suspended;
}

std::uint64_t bytes_of(Job const& job) {
    std::uint64_t bytes = 0;
    for (auto const& result : job.results)
        bytes += result.size;
    return bytes;
}

std::string who(Job const& job) {
    return job.owner.empty() ? "all guests together may have" : "you may have";
}

std::string rounded(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.4g", number);
    return text.data();
}

/// Over a bound that passes by itself.
[[noreturn]] void refuse_for_now(std::string const& why, std::chrono::seconds retry) {
    throw Refusal(429, why, {{"Retry-After", std::to_string(retry.count())}});
}

constexpr std::chrono::seconds soon{60};  // jobs end; nobody knows when

}  // namespace

Quotas::Quotas(QuotaSettings settings, std::function<std::vector<std::string>(std::string const&)> groups_of,
               Usage& usage)
    : settings_(std::move(settings)), groups_of_(std::move(groups_of)), usage_(usage) {}

Quota Quotas::quota(std::string const& owner) const {
    return owner.empty() ? settings_.guest : quota_of(settings_, groups_of_(owner));
}

void Quotas::clamp(Job& job) const {
    Quota const most = quota(job.owner);
    if (most.duration_s > 0 && (job.execution_duration == 0 || job.execution_duration > most.duration_s))
        job.execution_duration = static_cast<int>(most.duration_s);
    if (most.lifetime_s > 0) {
        Instant const latest = job.created + std::chrono::seconds(most.lifetime_s);
        if (!job.destruction || *job.destruction > latest) job.destruction = latest;
    }
}

void Quotas::check_new(Job const& job) const {
    Quota const most = quota(job.owner);
    Tally const has = tally(job.owner);
    if (most.jobs > 0 && has.jobs >= most.jobs)
        throw Refusal(403, who(job) + " " + std::to_string(most.jobs) + " jobs here: delete some first");
    if (most.bytes > 0 && has.bytes >= most.bytes)
        throw Refusal(403, who(job) + " " + std::to_string(most.bytes) + " bytes of results here, and have " +
                               std::to_string(has.bytes) + ": delete some jobs first");
}

void Quotas::check_run(Job const& job) const {
    Quota const most = quota(job.owner);
    Tally const has = tally_without(job);
    std::int64_t const more = std::max(1, job.kin.members), cores = job.cores * more;
    std::string const what = job.kin.members > 0 ? "this sweep" : "this job";
    std::string const makes = what + " makes " + std::to_string(more) + " jobs; " + who(job) + " ";
    if (most.jobs > 0 && job.kin.members > 0 && has.jobs + 1 + more > most.jobs)
        throw Refusal(403, makes + std::to_string(most.jobs) + " here");
    if (most.active > 0 && more > most.active)
        throw Refusal(403, makes + std::to_string(most.active) + " queued or running at a time");
    if (most.queued > 0 && more > most.queued)
        throw Refusal(403, makes + std::to_string(most.queued) + " in the queue");
    if (most.cores > 0 && cores > most.cores)
        throw Refusal(403, what + " takes " + std::to_string(cores) + " cores; " + who(job) + " " +
                               std::to_string(most.cores));
    if (most.active > 0 && has.active + more > most.active)
        refuse_for_now(who(job) + " " + std::to_string(most.active) + " jobs queued or running at a time",
                       soon);
    if (most.queued > 0 && has.queued + more > most.queued)
        refuse_for_now(who(job) + " " + std::to_string(most.queued) + " jobs in the queue", soon);
    if (most.cores > 0 && has.cores + cores > most.cores)
        refuse_for_now(what + " takes " + std::to_string(cores) + " cores and " + std::to_string(has.cores) +
                           " are taken or queued for; " + who(job) + " " + std::to_string(most.cores),
                       soon);
    if (most.core_hours > 0 && core_hours(job.owner) >= most.core_hours) {
        Instant const present = now();
        auto const midnight = std::chrono::floor<std::chrono::days>(present) + std::chrono::days(1);
        refuse_for_now(who(job) + " " + rounded(most.core_hours) + " core hours in " +
                           std::to_string(settings_.window_days) +
                           (settings_.window_days == 1 ? " day" : " days") + " (UTC), which are used",
                       std::chrono::ceil<std::chrono::seconds>(midnight - present));
    }
}

/// A sweep runs nothing itself: its members count, those that are not made yet through it.
Quotas::Share Quotas::share_of(Job const& job) {
    if (job.kin.members == 0) return {job.phase, job.cores, bytes_of(job), job.started, 0};
    Share share;
    share.bytes = bytes_of(job);
    if (!is_under_way(job.phase) || job.kin.complete) return share;
    share.to_come = job.kin.members;
    share.cores = job.cores * share.to_come;
    return share;
}

void Quotas::count(Tally& tally, Share const& share, int sign) {
    bool const active = share.to_come > 0 || is_under_way(share.phase);
    std::int64_t const at_once = share.to_come > 0 ? share.to_come : 1;
    tally.jobs += sign * (1 + share.to_come);
    if (active) {
        tally.active += sign * at_once;
        tally.cores += sign * share.cores;
    }
    if (share.to_come > 0 || share.phase == Phase::queued) tally.queued += sign * at_once;
    tally.bytes = sign > 0 ? tally.bytes + share.bytes : tally.bytes - share.bytes;
}

void Quotas::put(Job const& job) {
    Owner& owner = owners_[job.owner];
    auto const [known, is_new] = owner.jobs.try_emplace(job.id);
    if (!is_new) count(owner.tally, known->second, -1);
    known->second = share_of(job);
    count(owner.tally, known->second, +1);
}

void Quotas::take_in(Job const& job) {
    put(job);
}

void Quotas::changed(Job const& job) {
    auto const owner = owners_.find(job.owner);
    bool ran = false;
    if (owner != owners_.end())
        if (auto const known = owner->second.jobs.find(job.id); known != owner->second.jobs.end())
            ran = has_run(known->second.phase);
    if (ran && is_final(job.phase) && job.started && job.ended) {
        std::chrono::duration<double> const lasted = *job.ended - *job.started;
        usage_.add(job.owner, *job.ended, {std::max(0.0, lasted.count()) * job.cores, bytes_of(job), 1});
    }
    put(job);
}

void Quotas::gone(Job const& job, bool ours) {
    auto const owner = owners_.find(job.owner);
    if (owner == owners_.end()) return;
    auto const known = owner->second.jobs.find(job.id);
    if (known == owner->second.jobs.end()) return;
    // Deleted while it ran: what it has used is used.
    if (ours && has_run(known->second.phase) && known->second.started) {
        std::chrono::duration<double> const lasted = now() - *known->second.started;
        usage_.add(job.owner, now(),
                   {std::max(0.0, lasted.count()) * static_cast<double>(known->second.cores), 0, 1});
    }
    count(owner->second.tally, known->second, -1);
    owner->second.jobs.erase(known);
    if (owner->second.jobs.empty()) owners_.erase(owner);
}

/// What the owner has beside the job: one that is HELD is asked for anew, and is counted already.
Quotas::Tally Quotas::tally_without(Job const& job) const {
    Tally has = tally(job.owner);
    auto const owner = owners_.find(job.owner);
    if (owner == owners_.end()) return has;
    auto const known = owner->second.jobs.find(job.id);
    if (known != owner->second.jobs.end()) count(has, known->second, -1);
    return has;
}

Quotas::Tally Quotas::tally(std::string const& owner) const {
    auto const found = owners_.find(owner);
    return found == owners_.end() ? Tally{} : found->second.tally;
}

double Quotas::core_hours(std::string const& owner) const {
    Instant const present = now();
    auto const today = std::chrono::floor<std::chrono::days>(present);
    double seconds = usage_.since(owner, today - std::chrono::days(settings_.window_days - 1)).core_seconds;
    if (auto const found = owners_.find(owner); found != owners_.end())
        for (auto const& [id, share] : found->second.jobs)
            if (has_run(share.phase) && share.started)
                seconds += std::chrono::duration<double>(present - *share.started).count() *
                           static_cast<double>(share.cores);
    return seconds / 3600;
}

}  // namespace vespa::uws
