#include "launch/slurm_launcher.hpp"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "launch/launch_error.hpp"
#include "launch/mpirun.hpp"
#include "launch/random_name.hpp"
#include "launch/submission_record.hpp"

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

using Kind = RunState::Kind;

std::string name_of(JobFolder const& folder) {
    int const attempts = folder.attempts();
    return "uws-" + folder.root().filename().string() + (attempts > 0 ? "." + std::to_string(attempts) : "");
}

UniqueFd open_submit_lock(JobFolder const& folder) {
    UniqueFd lock(::open(folder.submit_lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!lock) throw_launch_error(folder.submit_lock().string(), errno);
    return lock;
}

/// Whether nobody hands the job over right now; waits for who does.
bool wait_for_submission(JobFolder const& folder, std::chrono::milliseconds patience) {
    UniqueFd const lock(::open(folder.submit_lock().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    if (!lock) return true;
    for (auto const deadline = std::chrono::steady_clock::now() + patience;
         ::flock(lock.get(), LOCK_SH | LOCK_NB) != 0;) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace

SlurmLauncher::SlurmLauncher(Settings settings) : settings_(std::move(settings)), commands_(settings_.slurm) {
    if (settings_.cores < 1) throw LaunchError("a launcher needs at least one core");
    if (!settings_.shim.is_absolute() || ::access(settings_.shim.c_str(), X_OK) != 0)
        throw LaunchError(settings_.shim.string() + ": is not the absolute path of a program");
    if (!settings_.batch_script.is_absolute() || ::access(settings_.batch_script.c_str(), R_OK) != 0)
        throw LaunchError(settings_.batch_script.string() + ": the batch script is not there");
    thread_ = std::thread([this] { look_after_runs(); });
}

SlurmLauncher::~SlurmLauncher() {
    {
        std::lock_guard const lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

int SlurmLauncher::cores_for(Task const& task) const {
    int const wanted = std::max(1, task.ranks);
    if (wanted > settings_.cores)
        throw LaunchError(std::to_string(wanted) + " ranks are asked for, jobs may have " +
                          std::to_string(settings_.cores) + " cores of the cluster together");
    return wanted;
}

Spec SlurmLauncher::spec_for(Task const& task) const {
    Spec spec;
    auto const scratch = settings_.scratch_root / random_name();
    spec.argv = task.ranks > 0 ? under_mpirun(settings_.mpirun, task.ranks, task.argv) : task.argv;
    spec.environment = base_environment(scratch);
    if (task.ranks > 0)
        spec.environment.merge(mpirun_environment(scratch, false, settings_.slurm.nodes == 1));
    for (auto const& [name, value] : task.environment)
        spec.environment[name] = value;
    spec.inherit = {"SLURM_"};  // how mpirun knows its nodes and slots
    spec.wall_time_s = task.wall_time_s;
    spec.grace_s = task.grace_s;
    spec.stop_signal = task.stop_signal;
    spec.cores = cores_for(task);
    spec.cgroup = "off";  // the step's cgroup is Slurm's
    spec.scratch = scratch;
    spec.limits = task.limits;
    spec.memory_bytes = task.memory_bytes;
    spec.after = task.after;
    return spec;
}

Handle SlurmLauncher::start(JobFolder const& folder, Task const& task) {
    try {
        folder.create();
    } catch (fs::filesystem_error const& error) {
        throw_launch_error(error.path1().string() + ": cannot make the folder", error.code().value());
    }
    for (auto const& file : {folder.shim(), folder.exit(), folder.submission()})
        if (fs::exists(file))
            throw LaunchError(folder.root().string() + ": this job has been started before");
    auto const lock = open_submit_lock(folder);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        throw LaunchError(folder.root().string() + ": somebody else hands this job over");
    auto const spec = spec_for(task);
    write_spec(folder, spec);
    auto const number = commands_.submit(
        commands_.submission(name_of(folder), folder, spec, settings_.batch_script, settings_.shim),
        lock.get());
    write_submission(folder, number);
    return take_in(folder, number, Kind::queued);
}

Handle SlurmLauncher::take_in(JobFolder const& folder, long number, Kind kind) {
    UniqueFd news(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    UniqueFd watch(news ? ::fcntl(news.get(), F_DUPFD_CLOEXEC, 0) : -1);
    if (!watch) throw_launch_error("cannot watch job " + std::to_string(number) + " of Slurm", errno);
    RunState const state{kind, std::nullopt, {}};
    auto run = std::make_shared<Run>(Run{folder,
                                         name_of(folder),
                                         number,
                                         std::move(news),
                                         state,
                                         false,
                                         false,
                                         false,
                                         Clock::now(),
                                         {},
                                         {},
                                         {}});
    std::lock_guard const lock(mutex_);
    runs_.insert_or_assign(folder.root().string(), std::move(run));
    wake_.notify_one();
    return {folder, std::move(watch)};
}

void SlurmLauncher::ask(Handle const& handle, bool Run::*what) {
    std::lock_guard const lock(mutex_);
    auto const found = runs_.find(handle.folder().root().string());
    if (found == runs_.end()) return;
    (*found->second).*what = true;
    urgent_ = true;
    wake_.notify_one();
}

void SlurmLauncher::stop(Handle const& handle) {
    ask(handle, &Run::stop);
}

void SlurmLauncher::kill(Handle const& handle) {
    ask(handle, &Run::kill);
}

void SlurmLauncher::release(Handle const& handle) {
    ask(handle, &Run::release);
}

RunState SlurmLauncher::poll(Handle const& handle) {
    std::uint64_t count = 0;
    [[maybe_unused]] auto const reset = ::read(handle.watch_fd(), &count, sizeof count);
    std::lock_guard const lock(mutex_);
    auto const found = runs_.find(handle.folder().root().string());
    if (found == runs_.end()) {
        if (auto exit = read_exit_record(handle.folder())) return {Kind::ended, std::move(exit), {}};
        return {Kind::lost, std::nullopt, "the cluster does not know the job any more"};
    }
    auto const state = found->second->state;
    if (!goes_on(state.kind)) runs_.erase(found);
    return state;
}

/// The queue as this server found it when it started, or as it is now.
SlurmQueue const& SlurmLauncher::queue_for_adoption(bool anew) {
    auto const present = Clock::now();
    if (anew || !adoption_queue_asked_ || present - *adoption_queue_asked_ > settings_.slurm.interval) {
        adoption_queue_ = commands_.queue();
        adoption_queue_asked_ = present;
    }
    return adoption_queue_;
}

Launcher::Adoption SlurmLauncher::adopt(JobFolder const& folder) {
    if (auto exit = read_exit_record(folder)) return {{Kind::ended, std::move(exit), {}}, std::nullopt};
    if (!fs::exists(folder.spec())) return {};
    if (!wait_for_submission(folder, settings_.slurm.patience))
        throw PassingLaunchError(folder.root().string() + ": is still being handed over to Slurm");
    auto const name = name_of(folder);
    bool const known = queue_for_adoption(false).contains(name);
    auto const& queue = queue_for_adoption(!known);
    if (auto const found = queue.find(name); found != queue.end()) {
        auto const meaning = meaning_of(found->second.state, found->second.reason);
        // what is over, or not understood, is settled by the thread that looks after runs
        auto const kind = meaning && goes_on(meaning->kind) ? meaning->kind : Kind::running;
        write_submission(folder, found->second.number);
        return {{kind, std::nullopt, meaning ? meaning->text : ""},
                take_in(folder, found->second.number, kind)};
    }
    auto const number = read_submission(folder);
    if (!number && !fs::exists(folder.shim())) return {};  // Slurm never had it
    return {{Kind::running, std::nullopt, {}}, take_in(folder, number.value_or(0), Kind::running)};
}

}  // namespace vespa::uws
