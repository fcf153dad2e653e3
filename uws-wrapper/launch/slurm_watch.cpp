// What the Slurm launcher's thread does: carries out what was asked, looks at the queue, tells what changed.
#include <dirent.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <utility>

#include "launch/clock.hpp"
#include "launch/launch_error.hpp"
#include "launch/remove_tree.hpp"
#include "launch/slurm_launcher.hpp"
#include "launch/spec.hpp"

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

using Kind = RunState::Kind;

constexpr std::chrono::seconds kill_patience(
    10);  // for the shim to carry out a kill before Slurm is asked to

/// A network file system shows a new file at the latest once its folder has been read.
void refresh(fs::path const& folder) {
    if (DIR* const entries = ::opendir(folder.c_str())) {
        while (::readdir(entries)) {
        }
        ::closedir(entries);
    }
}

std::string last_line_of(fs::path const& file) {
    std::ifstream log(file);
    std::string line, last;
    while (std::getline(log, line))
        if (!line.empty()) last = line;
    return last.substr(0, 500);
}

/// The end that Slurm made, for a run whose shim could not write it down any more.
ExitRecord end_by_cluster(SlurmMeaning const& meaning) {
    ExitRecord record;
    record.reason = *meaning.ended_by;
    record.text = meaning.text;
    record.end = utc_text(std::chrono::system_clock::now());
    return record;
}

}  // namespace

void SlurmLauncher::look_after_runs() {
    bool failing = false;
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return ending_ || !runs_.empty(); });
        wake_.wait_for(lock, settings_.slurm.interval, [this] { return ending_ || urgent_; });
        if (ending_) return;
        urgent_ = false;
        lock.unlock();
        try {
            round();
            failing = false;
        } catch (std::exception const& error) {
            if (!failing) std::clog << "vespa-uwsd: Slurm does not answer: " << error.what() << std::endl;
            failing = true;
        }
        lock.lock();
    }
}

/// Carries out what was asked for, then one look at the queue for all.
void SlurmLauncher::round() {
    Runs runs;
    {
        std::lock_guard const lock(mutex_);
        for (auto const& [folder, run] : runs_)
            if (goes_on(run->state.kind)) runs.push_back(run);
    }
    for (auto const& run : runs)
        carry_out(*run);
    auto const asked = Clock::now();
    auto const queue = commands_.queue();
    for (auto const& run : runs) {
        try {
            tell(*run, state_of(*run, queue, asked));
        } catch (PassingLaunchError const&) {
            // a full disk here, say: the run is as it was, and looked at again
        } catch (std::exception const& error) {
            tell(*run, {Kind::lost, std::nullopt, error.what()});
        }
    }
}

/// A job that waits is taken from the queue; one that runs is told through its shim, which then writes how it
/// ended.
void SlurmLauncher::carry_out(Run& run) {
    bool stop = false, kill = false, release = false;
    {
        std::lock_guard const lock(mutex_);
        stop = run.stop;
        kill = run.kill;
        release = std::exchange(run.release, false);
    }
    auto const kind = run.state.kind;
    if (release && kind == Kind::held) {
        commands_.release(run.number);
        std::lock_guard const lock(mutex_);
        run.state.kind = Kind::queued;  // as clients have been told; if it is held still, that is news
    }
    if (kill) {
        bool const first = !run.killed_at;
        if (!first && Clock::now() - *run.killed_at < kill_patience) return;
        if (first && kind == Kind::running)
            commands_.signal_shim(run.number, "USR2");
        else
            commands_.cancel(run.number);
        run.killed_at = Clock::now();
    } else if (stop && run.stopped_as != kind) {
        if (kind == Kind::running)
            commands_.signal_shim(run.number, "TERM");
        else
            commands_.cancel(run.number);
        run.stopped_as = kind;
    }
}

RunState SlurmLauncher::state_of(Run& run, SlurmQueue const& queue, Clock::time_point asked) const {
    auto const found = queue.find(run.name);
    if (found == queue.end() || found->second.number < run.number) {
        if (run.since >= asked) return run.state;  // the look was before it was handed over
        return settled(run, std::nullopt);
    }
    auto meaning = meaning_of(found->second.state, found->second.reason);
    if (!meaning) return run.state;
    if (!goes_on(meaning->kind)) return settled(run, std::move(meaning));
    run.over_since.reset();
    return {meaning->kind, std::nullopt, std::move(meaning->text)};
}

/// Slurm says that the run is over, or does not know it any more (no meaning). What the shim wrote counts,
/// once the shared file system shows it.
RunState SlurmLauncher::settled(Run& run, std::optional<SlurmMeaning> meaning) const {
    auto const& folder = run.folder;
    refresh(folder.root());
    if (auto exit = read_exit_record(folder)) {
        bool const by_slurm = meaning && meaning->ended_by && *meaning->ended_by != ExitReason::stopped;
        if (by_slurm && exit->reason != ExitReason::exited) {
            exit->reason = *meaning->ended_by;
            exit->text = meaning->text;
        }
        return {Kind::ended, std::move(exit), {}};
    }
    bool const ran = fs::exists(folder.shim());
    bool const waited_only = run.state.kind == Kind::queued || run.state.kind == Kind::held;
    if (!run.over_since) run.over_since = Clock::now();
    bool const sure = meaning && meaning->ended_by && !ran && waited_only;
    if (!sure && Clock::now() - *run.over_since < settings_.slurm.lag) return run.state;
    if (!meaning)
        if (auto const state = commands_.state_in_accounting(run.number)) meaning = meaning_of(*state, "");
    if (auto const scratch = read_spec(folder).scratch; !scratch.empty()) remove_tree(scratch);
    if (meaning && meaning->ended_by) {
        write_record(folder, end_by_cluster(*meaning));
        return {Kind::ended, read_exit_record(folder), {}};
    }
    if (meaning && meaning->kind == Kind::ended && !ran) {
        fs::remove(folder.submission());  // it may be handed over again
        return {Kind::not_started, std::nullopt,
                "its batch step ended before the program ran: " + last_line_of(folder.cluster_log())};
    }
    auto const why = !meaning                       ? "the cluster does not know the job any more"
                     : meaning->kind == Kind::ended ? "its batch step ended without a word"
                                                    : meaning->text;
    return {Kind::lost, std::nullopt, why};
}

void SlurmLauncher::tell(Run& run, RunState state) {
    std::lock_guard const lock(mutex_);
    if (state.kind == run.state.kind) return;
    run.state = std::move(state);
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = ::write(run.news.get(), &one, sizeof one);
}

}  // namespace vespa::uws
