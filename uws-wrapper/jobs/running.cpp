// How a run begins: planned, queued for cores, started, watched.
#include <sys/stat.h>

#include <algorithm>
#include <iostream>
#include <utility>

#include "codes/filling.hpp"
#include "http/message.hpp"
#include "jobs/jobs.hpp"
#include "launch/durable_file.hpp"
#include "launch/launch_error.hpp"
#include "launch/progress.hpp"
#include "uws/xml.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr auto progress_interval = 500ms;  // no oftener does a report reach jobInfo
constexpr auto start_pause = 1s;           // between two attempts to start a job
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
        Task const task = make_task(description, values_of(description, job), folder_of(job), parts_.places,
                                    job.execution_duration);
        job.ranks = std::max(1, task.ranks);
        job.cores = parts_.launcher.cores_for(task);
    } catch (BadValue const& bad) {
        throw http::Refusal(400, bad.what());
    } catch (LaunchError const& never) {
        throw http::Refusal(400, never.what());
    }
}

/// How many members there will be. Throws Refusal 400 if a value of an axis cannot be made into a run.
void Jobs::plan_sweep(Job& job, Description const& description) const {
    Sweep const sweep(job, description, static_cast<std::size_t>(parts_.policy.most_members));
    Job member = job;
    std::size_t stride = 1;
    for (std::size_t axis = sweep.axes().size(); axis-- > 0; stride *= sweep.axes()[axis].values.size())
        for (std::size_t i = 0; i < sweep.axes()[axis].values.size(); ++i) {
            member.parameters = sweep.parameters(job, i * stride);
            plan(member, description);
            job.cores = std::max(job.cores, member.cores);  // of the widest member
        }
    job.kin.members = static_cast<int>(sweep.members());
}

/// What the new phase means for the predicted end, and for that of jobs to come.
void Jobs::estimate(Job& job) {
    if (job.kin.members > 0) return;
    if (job.phase == Phase::queued) {
        job.quote = estimates_.end_if_queued(job.code, now());
        return estimates_.waits(job.id, job.code, job.cores);
    }
    if (job.phase == Phase::executing) {
        job.quote = estimates_.end_if_started(job.code, *job.started);
        return estimates_.runs(job.id, job.code, job.cores, *job.started);
    }
    job.quote.reset();
    estimates_.leaves(job.id);
    if (job.phase == Phase::completed && job.started) estimates_.ran(job.code, *job.ended - *job.started);
}

void Jobs::enqueue(Entry& entry) {
    budget_.enqueue(entry.job.id, entry.job.owner, std::clamp(entry.job.cores, 1, budget_.cores()),
                    entry.job.code);
    schedule();
}

void Jobs::schedule() {
    if (closed_) return;
    for (auto const& id : budget_.admit(CoreBudget::Clock::now()))
        if (auto const entry = table_.find_any(id)) start(*entry);
    if (budget_.waiting() > 0) schedule_timer_.after(backfill_interval, [this] { schedule(); });
}

/// What became of a start in another thread.
struct StartedRun {
    std::shared_ptr<Handle const> run;
    RunState state;
    std::string failure;  ///< if there is no run
    bool may_pass = false;
};

namespace {

StartedRun start_run(Launcher& launcher, JobFolder const& folder, Task const& task,
                     std::vector<InputFile> const& files) {
    StartedRun result;
    try {
        folder.clear_failed_start();
        for (auto const& file : files) {
            folder.create();
            write_whole(file.path, file.content);
        }
        result.run = std::make_shared<Handle const>(launcher.start(folder, task));
        result.state = {RunState::Kind::running, std::nullopt, {}};
        result.state = launcher.poll(*result.run);
    } catch (PassingLaunchError const& error) {
        result.failure = error.what();
        result.may_pass = true;
    } catch (std::exception const& error) {
        result.failure = error.what();
    }
    return result;
}

}  // namespace

/// The job has its cores. Handing it over takes a few waits for the disk or the cluster: not in the loop.
void Jobs::start(Entry& entry) {
    Job const& job = entry.job;
    try {
        auto const* const description = description_of(job);
        if (description == nullptr) throw LaunchError("the code '" + job.code + "' is not offered any more");
        Task task = make_task(*description, values_of(*description, job), folder_of(job), parts_.places,
                              job.execution_duration);
        auto files = fill_inputs(*description, values_of(*description, job), folder_of(job), parts_.places);
        entry.busy = true;
        worker_.run(
            [this, id = job.id, folder = folder_of(job), task = std::move(task), files = std::move(files)] {
                auto result = start_run(parts_.launcher, folder, task, files);
                parts_.loop.post([this, id, result = std::move(result)] { started(id, result); });
            });
    } catch (std::exception const& error) {
        not_started(entry, error.what(), false);
    }
}

void Jobs::started(std::string const& id, StartedRun const& result) {
    auto const entry = table_.find_any(id);
    if (!entry) return;
    Job const& job = entry->job;
    entry->busy = false;
    if (!is_ours(job)) return;
    if (!result.run) return not_started(*entry, result.failure, result.may_pass);
    entry->run = result.run;
    if (job.delete_requested)
        parts_.launcher.kill(*entry->run);
    else if (job.abort_requested)
        parts_.launcher.stop(*entry->run);
    follow(*entry, goes_on(result.state.kind) ? result.state.kind : RunState::Kind::running);
    watch(*entry);
}

/// A cause that may pass is waited out: the job keeps its cores, so that the order of the queue stays and not
/// every job of it is tried in vain.
void Jobs::not_started(Entry& entry, std::string const& why, bool may_pass) {
    Job& job = entry.job;
    auto const present = std::chrono::steady_clock::now();
    if (!entry.failing_since) entry.failing_since = present;
    bool const wanted = !job.delete_requested && !job.abort_requested;
    if (wanted && may_pass && present - *entry.failing_since < parts_.policy.start_patience) {
        if (!std::exchange(in_trouble_, true))
            std::clog << "vespa-uwsd: jobs cannot be started now: " << why << std::endl;
        entry.retry.emplace(parts_.loop).after(start_pause, [this, id = job.id] {
            auto const waiting = table_.find_any(id);
            if (waiting && !closed_ && is_ours(waiting->job)) start(*waiting);
        });
        return;
    }
    entry.failing_since.reset();
    budget_.remove(job.id);
    parts_.loop.post([this] { schedule(); });
    if (job.delete_requested) return erase(entry);
    if (job.abort_requested) {
        job.error = ErrorSummary{"aborted on request before it ran", "", false};
        move(entry, Phase::aborted);
    } else {
        job.error = ErrorSummary{"the job could not be started: " + to_xml_text(why), "", true};
        move(entry, Phase::error);
    }
    changed(entry);
}

void Jobs::watch(Entry& entry) {
    follow_progress(entry.job.id);
    entry.watch.emplace(parts_.loop, entry.run->watch_fd(), [this, id = entry.job.id] {
        if (auto const there = table_.find_any(id)) look_at(*there);
    });
}

void Jobs::follow_progress(std::string const& id) {
    if (running_.empty()) progress_timer_.after(progress_interval, [this] { read_progress_files(); });
    running_.insert(id);
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
