// The life of a run: queued for cores, started, watched, finished.
#include <sys/stat.h>

#include "codes/filling.hpp"
#include "http/message.hpp"
#include "jobs/jobs.hpp"
#include "launch/launch_error.hpp"
#include "launch/progress.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr auto progress_interval = 500ms;  // no oftener does a report reach jobInfo
constexpr auto backfill_interval = 30s;    // ages of waiting jobs count: look again though nothing happened

/// When the file last changed, 0 if it is not there.
std::int64_t change_stamp(std::filesystem::path const& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return 0;
    return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

}  // namespace

/// What the job will take of the machine. Throws Refusal 400 if its values cannot be made into a run.
void Jobs::plan(Job& job, Description const& description) const {
    try {
        Task const task =
            make_task(description, values_of(job), folder_of(job), parts_.places, job.execution_duration);
        job.ranks = std::max(1, task.ranks);
        job.cores = parts_.launcher.cores_for(task);
    } catch (BadValue const& bad) {
        throw http::Refusal(400, bad.what());
    } catch (LaunchError const& never) {
        throw http::Refusal(400, never.what());
    }
}

void Jobs::enqueue(Entry& entry) {
    budget_.enqueue(entry.job.id, entry.job.owner, entry.job.cores);
    schedule();
}

void Jobs::schedule() {
    if (closed_) return;
    for (auto const& id : budget_.admit(CoreBudget::Clock::now()))
        if (auto const entry = table_.find_any(id)) start(*entry);
    if (budget_.waiting() > 0) schedule_timer_.after(backfill_interval, [this] { schedule(); });
}

void Jobs::start(Entry& entry) {
    Job& job = entry.job;
    try {
        auto const* const description = description_of(job);
        if (description == nullptr) throw LaunchError("the code '" + job.code + "' is not offered any more");
        Task const task =
            make_task(*description, values_of(job), folder_of(job), parts_.places, job.execution_duration);
        write_inputs(*description, values_of(job), folder_of(job), parts_.places);
        entry.run = parts_.launcher.start(folder_of(job), task);
        move(entry, Phase::executing);
        watch(entry);
    } catch (std::exception const& error) {
        budget_.remove(job.id);
        job.error = ErrorSummary{"the job could not be started: " + to_xml_text(error.what()), "", true};
        move(entry, Phase::error);
        parts_.loop.post([this] { schedule(); });
    }
    changed(entry);
}

void Jobs::watch(Entry& entry) {
    follow_progress(entry.job.id);
    entry.watch.emplace(parts_.loop, entry.run->watch_fd(),
                        [this, id = entry.job.id] { run_may_have_ended(id); });
}

void Jobs::follow_progress(std::string const& id) {
    if (running_.empty()) progress_timer_.after(progress_interval, [this] { read_progress_files(); });
    running_.insert(id);
}

void Jobs::run_may_have_ended(std::string const& id) {
    auto const entry = table_.find_any(id);
    if (!entry || !entry->run) return;
    RunState const state = parts_.launcher.poll(*entry->run);
    if (state.kind == RunState::Kind::running) return watch(*entry);
    entry->watch.reset();
    entry->run.reset();
    running_.erase(id);
    budget_.remove(id);
    finish(*entry, state);
    schedule();
}

/// The run is over: what it left is read and hashed aside, then the job gets its last phase.
void Jobs::finish(Entry& entry, RunState const& state) {
    Job const& job = entry.job;
    if (job.delete_requested) return erase(entry);
    auto const* const known = description_of(job);
    Description const description = known != nullptr ? *known : Description{};
    worker_.run([this, description, state, folder = folder_of(job), id = job.id, abort = job.abort_requested,
                 duration = job.execution_duration] {
        Outcome outcome = outcome_of(description, folder, state, abort, duration);
        parts_.loop.post([this, id, outcome = std::move(outcome)] { finished(id, outcome); });
    });
}

void Jobs::finished(std::string const& id, Outcome outcome) {
    auto const entry = table_.find_any(id);
    if (!entry || !is_ours(entry->job)) return;
    Job& job = entry->job;
    if (job.delete_requested) return erase(*entry);
    job.results = std::move(outcome.results);
    job.error = std::move(outcome.error);
    // What clients have been told stays; a run that the server did not see start has the shim's word.
    if (!job.started) job.started = outcome.started;
    job.ended = outcome.ended ? outcome.ended : now();
    move(*entry, outcome.phase);
    changed(*entry);
}

void Jobs::read_progress_files() {
    for (auto const& id : running_) {
        auto const entry = table_.find_any(id);
        if (!entry) continue;
        JobFolder const folder = folder_of(entry->job);
        auto const* const description = description_of(entry->job);
        bool const by_output = description != nullptr && !description->launch.progress_line.empty();
        auto const stamp = change_stamp(by_output ? folder.stdout_log() : folder.progress());
        if (stamp == entry->progress_stamp) continue;
        entry->progress_stamp = stamp;
        if (auto const report = by_output ? progress_of_output(description->launch.progress_line, folder)
                                          : read_progress(folder))
            entry->job.progress = JobProgress{report->fraction,
                                              report->done,
                                              report->total,
                                              to_xml_text(report->phase),
                                              to_xml_text(report->message),
                                              now()};
    }
    if (!running_.empty()) progress_timer_.after(progress_interval, [this] { read_progress_files(); });
}

}  // namespace vespa::uws
