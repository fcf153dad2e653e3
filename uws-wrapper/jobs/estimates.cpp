#include "jobs/estimates.hpp"

#include <algorithm>
#include <vector>

namespace vespa::uws {
namespace {

constexpr std::size_t remembered = 63;  // runs of a code: what it does lately counts

Instant later(Instant instant, Estimates::Seconds by) {
    return instant + std::chrono::duration_cast<std::chrono::milliseconds>(by);
}

}  // namespace

void Estimates::ran(std::string const& code, Seconds duration) {
    auto& durations = durations_[code];
    durations.push_back(duration);
    if (durations.size() > remembered) durations.pop_front();
}

std::optional<Estimates::Seconds> Estimates::typical(std::string const& code) const {
    auto const found = durations_.find(code);
    if (found == durations_.end()) return std::nullopt;
    std::vector<Seconds> sorted(found->second.begin(), found->second.end());
    auto const middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

void Estimates::waits(std::string const& job, std::string const& code, int cores) {
    leaves(job);
    double const work = typical(code).value_or(Seconds(0)).count() * cores;
    waiting_.emplace(job, work);
    waiting_work_ += work;
}

void Estimates::runs(std::string const& job, std::string const& code, int cores, Instant started) {
    leaves(job);
    running_.insert_or_assign(job, Running{later(started, typical(code).value_or(Seconds(0))), cores});
}

void Estimates::leaves(std::string const& job) {
    running_.erase(job);
    auto const found = waiting_.find(job);
    if (found == waiting_.end()) return;
    waiting_work_ -= found->second;
    waiting_.erase(found);
    if (waiting_.empty()) waiting_work_ = 0;  // no rounding errors are kept
}

std::optional<Instant> Estimates::end_if_queued(std::string const& code, Instant now) const {
    auto const own = typical(code);
    if (!own) return std::nullopt;
    double work = waiting_work_;
    int taken = 0;
    for (auto const& [job, running] : running_) {
        taken += running.cores;
        work += std::max(0.0, Seconds(running.end - now).count()) * running.cores;
    }
    bool const at_once = waiting_.empty() && taken < cores_;
    return later(now, *own + Seconds(at_once ? 0 : work / cores_));
}

std::optional<Instant> Estimates::end_if_started(std::string const& code, Instant started) const {
    auto const own = typical(code);
    if (!own) return std::nullopt;
    return later(started, *own);
}

}  // namespace vespa::uws
