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
            table_.remove(*gone);
            writer_.write(Change{id, std::nullopt});
        });
    });
}

void Jobs::set_alarm(Job const& job) {
    if (!job.destruction) return;
    auto const [at, added] = destructions_.emplace(*job.destruction, job.id);
    // Later ones are seen when the earlier ones are due.
    if (added && at == destructions_.begin()) sweep_timer_.after(0ms, [this] { sweep(); });
}

void Jobs::sweep() {
    Instant const present = now();
    while (!destructions_.empty() && destructions_.begin()->first <= present) {
        auto const [when, id] = *destructions_.begin();
        destructions_.erase(destructions_.begin());
        auto const entry = table_.find_any(id);
        // A time that was moved since has an entry of its own.
        if (entry && entry->job.destruction == when && !entry->job.delete_requested && is_ours(entry->job))
            remove(*entry, {});
    }
    if (destructions_.empty()) return;
    auto const next =
        std::min<std::chrono::milliseconds>(destructions_.begin()->first - present, longest_sleep);
    sweep_timer_.after(next, [this] { sweep(); });
}

}  // namespace vespa::uws
