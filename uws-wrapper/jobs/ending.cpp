// The ends that clients and the calendar set: abort, delete, destruction.
#include "jobs/jobs.hpp"
#include "launch/remove_tree.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr auto longest_sleep = 60s;  // the system's clock may be set: look again at least this often

}  // namespace

void Jobs::abort(Entry& entry, Done done) {
    Job& job = entry.job;
    if (job.kin.members > 0) {
        job.abort_requested = true;
        changed(entry, [this, id = job.id, done = std::move(done)](std::string const& failure) {
            if (done) done(failure);
            if (auto const parent = table_.find_any(id)) abort_family(*parent);
        });
        return;
    }
    if (entry.run || entry.busy) {
        job.abort_requested = true;
        // The intent is on disk before the signal goes out: after a crash the end is still known as an abort.
        changed(entry, [this, id = job.id, done = std::move(done)](std::string const& failure) {
            auto const running = table_.find_any(id);
            if (running && running->run) parts_.launcher.stop(*running->run);
            if (done) done(failure);
        });
        return;
    }
    entry.retry.reset();
    budget_.remove(job.id);
    job.error = ErrorSummary{"aborted on request before it ran", "", false};
    move(entry, Phase::aborted);
    changed(entry, std::move(done));
    schedule();
}

void Jobs::remove(Entry& entry, Done done) {
    Job& job = entry.job;
    job.delete_requested = true;
    if (!is_ours(job)) {
        if (pass_on(entry, "ACTION=DELETE", done)) return entry.waiters.wake_all();
        job.server = parts_.server;
    }
    entry.waiters.wake_all();
    keys_.remove(job);
    estimates_.leaves(job.id);
    if (!job.kin.parent.empty()) leave_family(entry);
    remove_family(entry);
    if (!entry.run && !entry.busy) {
        entry.retry.reset();
        budget_.remove(job.id);
    }
    changed(entry, [this, id = job.id, done = std::move(done)](std::string const& failure) {
        if (done) done(failure);
        auto const leaving = table_.find_any(id);
        if (!leaving) return;
        if (leaving->run)
            parts_.launcher.kill(*leaving->run);  // its results are not wanted; apply() erases it
        else if (!leaving->busy)
            erase(*leaving);
    });
    schedule();
}

/// Folder first, then the row: after a crash between the two the row says what is left to do.
void Jobs::erase(Entry& entry) {
    entry.busy = true;
    worker_.run([this, root = folder_of(entry.job).root(), id = entry.job.id] {
        remove_tree(root);
        parts_.loop.post([this, id] {
            auto const gone = table_.find_any(id);
            if (!gone || !is_ours(gone->job)) return;
            if (parts_.admission != nullptr) parts_.admission->gone(gone->job, true);
            table_.remove(*gone);
            writer_.write(Change{id, std::nullopt});
        });
    });
}

/// When the calendar ends a job: its destruction time, for an archived one the end of the archive.
Instant Jobs::due(Job const& job) const {
    return *job.destruction + (job.phase == Phase::archived ? parts_.policy.archived_for : 0h);
}

/// The destruction time has come.
void Jobs::destroy(Entry& entry) {
    Job& job = entry.job;
    bool const never_ran = job.phase == Phase::pending || job.phase == Phase::held;
    if (parts_.policy.archived_for == 0h || job.phase == Phase::archived || never_ran)
        return remove(entry, {});
    if (!is_final(job.phase) && !job.abort_requested) abort(entry, {});
    if (is_final(job.phase)) archive(entry);  // else once it has ended: finished() sets the alarm anew
}

/// Folder first, then the row: after a crash between the two it is archived again.
void Jobs::archive(Entry& entry) {
    worker_.run([this, root = folder_of(entry.job).root(), id = entry.job.id] {
        remove_tree(root);
        parts_.loop.post([this, id] {
            auto const kept = table_.find_any(id);
            if (!kept || kept->job.delete_requested || !may_follow(kept->job.phase, Phase::archived)) return;
            kept->job.results.clear();
            kept->job.kin.provenance = false;
            move(*kept, Phase::archived);
            changed(*kept);
            set_alarm(kept->job);
        });
    });
}

void Jobs::set_alarm(Job const& job) {
    if (!job.destruction) return;
    // A younger job mostly goes later.
    auto const at = destructions_.emplace_hint(destructions_.end(), due(job), job.id);
    // Later ones are seen when the earlier ones are due.
    if (at == destructions_.begin()) sweep_timer_.after(0ms, [this] { sweep(); });
}

void Jobs::sweep() {
    Instant const present = now();
    while (!destructions_.empty() && destructions_.begin()->first <= present) {
        auto const [when, id] = *destructions_.begin();
        destructions_.erase(destructions_.begin());
        auto const entry = table_.find_any(id);
        // A time that was moved since has an entry of its own.
        bool const due_now = entry && entry->job.destruction && due(entry->job) == when;
        if (due_now && !entry->job.delete_requested && is_ours(entry->job)) destroy(*entry);
    }
    if (destructions_.empty()) return;
    auto const next =
        std::min<std::chrono::milliseconds>(destructions_.begin()->first - present, longest_sleep);
    sweep_timer_.after(next, [this] { sweep(); });
}

}  // namespace vespa::uws
