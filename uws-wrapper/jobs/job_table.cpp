#include "jobs/job_table.hpp"

#include <algorithm>

namespace vespa::uws {

std::shared_ptr<Entry> JobTable::add(Job job) {
    // AFTER is strict at a millisecond, and a list has one order: no two jobs may share an instant.
    job.created = std::max(job.created, newest_ + std::chrono::milliseconds(1));
    return take_in(std::move(job));
}

std::shared_ptr<Entry> JobTable::take_in(Job job) {
    auto& jobs = by_code_[job.code];
    if (!jobs.empty() && jobs.rbegin()->first >= job.created)
        while (jobs.count(job.created) > 0)
            job.created += std::chrono::milliseconds(1);
    newest_ = std::max(newest_, job.created);
    auto entry = std::make_shared<Entry>(std::move(job), loop_, waiters_);
    by_id_.emplace(entry->job.id, entry);
    jobs.emplace_hint(jobs.end(), entry->job.created, entry.get());
    return entry;
}

void JobTable::remove(Entry const& entry) {
    by_code_[entry.job.code].erase(entry.job.created);
    by_id_.erase(entry.job.id);
}

std::shared_ptr<Entry> JobTable::find(std::string_view code, std::string const& id) const {
    auto entry = find_any(id);
    return entry && entry->job.code == code && !entry->job.delete_requested ? entry : nullptr;
}

std::shared_ptr<Entry> JobTable::find_any(std::string const& id) const {
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

std::vector<Entry const*> JobTable::list(std::string const& code, ListFilter const& filter,
                                         std::function<bool(Job const&)> const& visible) const {
    std::vector<Entry const*> listed;
    auto const jobs = by_code_.find(code);
    if (jobs == by_code_.end()) return listed;
    for (auto at = jobs->second.rbegin(); at != jobs->second.rend(); ++at) {
        Job const& job = at->second->job;
        if (filter.last && listed.size() == *filter.last) break;
        if (filter.after && job.created <= *filter.after) break;  // all that follow are older
        if (!job.delete_requested && filter.admits(job) && visible(job)) listed.push_back(at->second);
    }
    return listed;
}

std::array<std::size_t, all_phases.size()> JobTable::count_by_phase() const {
    std::array<std::size_t, all_phases.size()> counts{};
    for (auto const& [id, entry] : by_id_)
        ++counts[static_cast<std::size_t>(entry->job.phase)];
    return counts;
}

std::vector<std::shared_ptr<Entry>> JobTable::all() const {
    std::vector<std::shared_ptr<Entry>> entries;
    entries.reserve(by_id_.size());
    for (auto const& [id, entry] : by_id_)
        entries.push_back(entry);
    std::sort(entries.begin(), entries.end(),
              [](auto const& a, auto const& b) { return a->job.created < b->job.created; });
    return entries;
}

}  // namespace vespa::uws
