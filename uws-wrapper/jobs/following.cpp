// What becomes of a run: its phases at a cluster, its end, another attempt if it was lost.
#include <iostream>
#include <utility>

#include "jobs/jobs.hpp"
#include "launch/launch_error.hpp"
#include "provenance/files.hpp"

namespace vespa::uws {

/// What another thread found out about a run.
struct RunNews {
    RunState state;
    Outcome outcome;       ///< of a run that is over
    bool cleared = false;  ///< it was lost, and its folder is ready for another attempt
};

namespace {

using Kind = RunState::Kind;

/// What must be known of a job to judge the end of its run away from the loop.
struct Judgement {
    Description description;
    JobFolder folder;
    bool abort_requested;
    int execution_duration_s;
    bool again;  ///< a lost run of this code may be tried once more
    Job job;     ///< as it is before its end, for its provenance
};

/// Writes where the results come from, beside them; that there is none is told in the log only.
void add_provenance(Outcome& outcome, Judgement const& about) {
    Job job = about.job;
    outcome.ended = outcome.ended.value_or(now());
    take_over(outcome, job);
    job.phase = outcome.phase;
    auto const failure = write_provenance(job, about.description, about.folder);
    outcome.provenance = failure.empty();
    if (!failure.empty()) std::clog << "vespa-uwsd: no provenance of job " + job.id + ": " + failure + "\n";
}

RunNews judged(RunState state, Judgement const& about) {
    RunNews news{std::move(state), {}, false};
    if (goes_on(news.state.kind) || news.state.kind == Kind::not_started) return news;
    try {
        if (news.state.kind == Kind::lost && about.again &&
            about.folder.attempts() + 1 < about.description.launch.attempts) {
            about.folder.clear_run();
            news.cleared = true;
            return news;
        }
    } catch (std::exception const&) {
        // what is left there cannot be cleared away: then the run stays lost
    }
    news.outcome = outcome_of(about.description, about.folder, news.state, about.abort_requested,
                              about.execution_duration_s);
    add_provenance(news.outcome, about);
    return news;
}

Phase phase_of(Kind kind) {
    switch (kind) {
        case Kind::queued:
            return Phase::queued;
        case Kind::held:
            return Phase::held;
        case Kind::suspended:
            return Phase::suspended;
        default:
            return Phase::executing;
    }
}

}  // namespace

/// Asks the launcher how the run is and, if it is over, reads what it left: not in the loop.
void Jobs::look_at(Entry& entry) {
    Job const& job = entry.job;
    auto const* const known = description_of(job);
    Judgement about{known != nullptr ? *known : Description{},
                    folder_of(job),
                    job.abort_requested,
                    job.execution_duration,
                    !job.abort_requested && !job.delete_requested,
                    job};
    entry.busy = true;
    entry.watch.reset();
    worker_.run([this, id = job.id, run = entry.run, about = std::move(about)] {
        RunState state;
        try {
            state = parts_.launcher.poll(*run);
        } catch (std::exception const& error) {
            state = {Kind::lost, std::nullopt, error.what()};
        }
        auto news = std::make_shared<RunNews>(judged(std::move(state), about));
        parts_.loop.post([this, id, news] { apply(id, *news); });
    });
}

/// The same for a run that ended while there was no server.
void Jobs::finish(Entry& entry, RunState const& state) {
    Job const& job = entry.job;
    auto const* const known = description_of(job);
    Judgement about{known != nullptr ? *known : Description{},
                    folder_of(job),
                    job.abort_requested,
                    job.execution_duration,
                    !job.abort_requested && !job.delete_requested,
                    job};
    entry.busy = true;
    worker_.run([this, id = job.id, state, about = std::move(about)] {
        auto news = std::make_shared<RunNews>(judged(state, about));
        parts_.loop.post([this, id, news] { apply(id, *news); });
    });
}

void Jobs::apply(std::string const& id, RunNews& news) {
    auto const entry = table_.find_any(id);
    if (!entry) return;
    entry->busy = false;
    if (!is_ours(entry->job)) return;  // another server has taken it over meanwhile
    Kind const kind = news.state.kind;
    if (kind != Kind::not_started) {
        entry->failing_since.reset();
        in_trouble_ = false;
    }
    if (goes_on(kind)) {
        follow(*entry, kind);
        return watch(*entry);
    }
    forget_run(*entry);
    if (kind == Kind::not_started) {
        back_to_queue(*entry);
        return not_started(*entry, news.state.why, true);
    }
    budget_.remove(id);
    if (entry->job.delete_requested) {
        erase(*entry);
    } else if (news.cleared && !entry->job.abort_requested) {
        back_to_queue(*entry);
        enqueue(*entry);
    } else if (news.cleared) {
        entry->job.error = ErrorSummary{"aborted on request", "", false};
        move(*entry, Phase::aborted);
        changed(*entry);
    } else {
        finished(*entry, std::move(news.outcome));
    }
    schedule();
}

/// What a cluster does with a run shows as the job's phase.
void Jobs::follow(Entry& entry, Kind kind) {
    Job const& job = entry.job;
    Phase const phase = phase_of(kind);
    if (phase == job.phase) return;
    if (phase == Phase::queued && !may_follow(job.phase, phase)) return back_to_queue(entry);
    if (!may_follow(job.phase, phase)) move(entry, Phase::executing);
    move(entry, phase);
    changed(entry);
}

void Jobs::forget_run(Entry& entry) {
    entry.watch.reset();
    entry.run.reset();
    running_.erase(entry.job.id);
}

/// A run that came to nothing through no fault of its own is no run: the job waits again as if it never had
/// run. The standard's diagram has no such way back; to clients it is as if they had looked earlier.
void Jobs::back_to_queue(Entry& entry) {
    Job& job = entry.job;
    if (job.phase == Phase::queued) return;
    Phase const from = std::exchange(job.phase, Phase::queued);
    job.started.reset();
    job.progress.reset();
    entry.progress_stamp = 0;
    estimate(job);
    entry.waiters.wake_all();
    changed(entry);
    if (!job.kin.parent.empty()) member_moved(entry, from);
}

/// A job that a cluster holds: PHASE=RUN asks to let it go on.
void Jobs::let_go_on(Entry& entry, Done done) {
    move(entry, Phase::queued);
    changed(entry, [this, id = entry.job.id, done = std::move(done)](std::string const& failure) {
        if (done) done(failure);
        auto const held = table_.find_any(id);
        if (held && held->run) parts_.launcher.release(*held->run);
    });
}

void Jobs::finished(Entry& entry, Outcome outcome) {
    Job& job = entry.job;
    take_over(outcome, job);
    if (!may_follow(job.phase, outcome.phase)) move(entry, Phase::executing);
    move(entry, outcome.phase);
    changed(entry);
    set_alarm(job);  // its destruction may have waited for its end
}

}  // namespace vespa::uws
