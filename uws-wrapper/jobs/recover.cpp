// What a server that starts anew makes of the jobs it finds.
#include <algorithm>
#include <iostream>
#include <utility>

#include "jobs/jobs.hpp"
#include "launch/launch_error.hpp"

namespace vespa::uws {
namespace {

constexpr std::chrono::seconds adoption_pause(2);  // between two attempts to learn of a run

}  // namespace

void Jobs::recover(std::vector<Job> stored) {
    std::vector<std::shared_ptr<Entry>> ours;
    ours.reserve(stored.size());
    table_.expect(stored.size());
    for (auto& job : stored) {
        auto const entry = table_.take_in(std::move(job));
        if (!entry->job.delete_requested) keys_.add(entry->job);
        if (parts_.admission != nullptr) parts_.admission->take_in(entry->job);
        if (is_ours(entry->job)) ours.push_back(entry);
    }
    recover_all(ours);
}

void Jobs::recover_all(std::vector<std::shared_ptr<Entry>> const& entries) {
    std::vector<std::shared_ptr<Entry>> queued, parents;
    for (auto const& entry : entries) {
        set_alarm(entry->job);
        Phase const phase = entry->job.phase;
        if (phase == Phase::completed) estimate(entry->job);
        if (entry->job.kin.members > 0) {
            parents.push_back(entry);
            continue;
        }
        if (phase == Phase::queued || phase == Phase::executing || phase == Phase::suspended ||
            phase == Phase::held)
            recover_run(*entry);
        else if (entry->job.delete_requested)
            erase(*entry);
        bool const waits = entry->job.phase == Phase::queued && !entry->run && !entry->busy;
        if (waits && !entry->job.delete_requested) queued.push_back(entry);
    }
    std::stable_sort(queued.begin(), queued.end(),
                     [](auto const& a, auto const& b) { return a->job.queued < b->job.queued; });
    for (auto const& entry : queued) {
        budget_.enqueue(entry->job.id, entry->job.owner, std::clamp(entry->job.cores, 1, budget_.cores()),
                        entry->job.code);
        estimate(entry->job);
    }
    // After all of them have been found where they are, so that a family is counted right.
    for (auto const& entry : table_.all())
        if (!entry->job.kin.parent.empty() && !entry->job.delete_requested) join_family(*entry);
    recover_families(parents);
    schedule();
}

/// The row says QUEUED or EXECUTING; the folder, or the cluster, knows better.
void Jobs::recover_run(Entry& entry) {
    try {
        adopt(entry, parts_.launcher.adopt(folder_of(entry.job)));
    } catch (PassingLaunchError const& error) {
        // whether it runs is not known now: ask again rather than run it twice
        if (!std::exchange(in_trouble_, true))
            std::clog << "vespa-uwsd: runs cannot be looked for now: " << error.what() << std::endl;
        entry.busy = true;
        entry.retry.emplace(parts_.loop).after(adoption_pause, [this, id = entry.job.id] {
            auto const found = table_.find_any(id);
            if (!found || closed_ || !is_ours(found->job)) return;
            found->busy = false;
            recover_run(*found);
            if (!found->busy && !found->run && found->job.phase == Phase::queued) enqueue(*found);
        });
    } catch (LaunchError const& error) {
        adopt(entry, {{RunState::Kind::lost, std::nullopt, error.what()}, std::nullopt});
    }
}

void Jobs::adopt(Entry& entry, Launcher::Adoption adoption) {
    Job& job = entry.job;
    auto const kind = adoption.state.kind;
    if (kind == RunState::Kind::not_started) {
        // Never ran: what is to be deleted or aborted goes, the rest waits for cores (again).
        if (job.delete_requested) return erase(entry);
        if (!job.abort_requested) return back_to_queue(entry);
        job.error = ErrorSummary{"aborted on request before it ran", "", false};
        move(entry, Phase::aborted);
        return changed(entry);
    }
    if (!goes_on(kind)) return finish(entry, adoption.state);
    entry.run = std::make_shared<Handle const>(std::move(*adoption.handle));
    budget_.occupy(job.id, std::max(1, job.cores), job.code);
    follow(entry, kind);
    estimate(job);
    watch(entry);
    if (job.delete_requested)
        parts_.launcher.kill(*entry.run);
    else if (job.abort_requested)
        parts_.launcher.stop(*entry.run);
}

}  // namespace vespa::uws
