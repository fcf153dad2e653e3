// What a server that starts anew makes of the jobs it finds.
#include <algorithm>

#include "jobs/jobs.hpp"
#include "launch/launch_error.hpp"

namespace vespa::uws {

void Jobs::recover(std::vector<Job> stored) {
    std::vector<std::shared_ptr<Entry>> ours;
    for (auto& job : stored) {
        auto const entry = table_.take_in(std::move(job));
        if (is_ours(entry->job)) ours.push_back(entry);
    }
    recover_all(ours);
}

void Jobs::recover_all(std::vector<std::shared_ptr<Entry>> const& entries) {
    std::vector<std::shared_ptr<Entry>> queued;
    for (auto const& entry : entries) {
        set_alarm(entry->job);
        Phase const phase = entry->job.phase;
        if (phase == Phase::queued || phase == Phase::executing || phase == Phase::suspended)
            recover_run(*entry);
        else if (entry->job.delete_requested)
            erase(*entry);
        if (entry->job.phase == Phase::queued && !entry->job.delete_requested) queued.push_back(entry);
    }
    std::stable_sort(queued.begin(), queued.end(),
                     [](auto const& a, auto const& b) { return a->job.queued < b->job.queued; });
    for (auto const& entry : queued)
        budget_.enqueue(entry->job.id, entry->job.owner, std::clamp(entry->job.cores, 1, budget_.cores()));
    schedule();
}

/// The row says QUEUED or EXECUTING; the folder knows better.
void Jobs::recover_run(Entry& entry) {
    using Kind = RunState::Kind;
    Job& job = entry.job;
    Launcher::Adoption adoption;
    try {
        adoption = parts_.launcher.adopt(folder_of(job));
    } catch (LaunchError const& error) {
        adoption.state = RunState{Kind::lost, std::nullopt, error.what()};
    }
    Kind const kind = adoption.state.kind;
    if (kind == Kind::not_started) {
        // Never ran: PENDING work to be deleted or aborted goes, the rest waits for cores (again).
        if (job.delete_requested) return erase(entry);
        if (job.abort_requested) {
            job.error = ErrorSummary{"aborted on request before it ran", "", false};
            move(entry, Phase::aborted);
        } else {
            job.phase = Phase::queued;
            job.started.reset();
        }
        return changed(entry);
    }
    if (job.phase == Phase::queued) {
        move(entry, Phase::executing);
        changed(entry);
    }
    if (kind != Kind::running) return finish(entry, adoption.state);
    entry.run = std::move(adoption.handle);
    budget_.occupy(job.id, std::max(1, job.cores));
    watch(entry);
    if (job.delete_requested)
        parts_.launcher.kill(*entry.run);
    else if (job.abort_requested)
        parts_.launcher.stop(*entry.run);
}

}  // namespace vespa::uws
