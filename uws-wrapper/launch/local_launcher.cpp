#include "launch/local_launcher.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <thread>

#include "launch/launch_error.hpp"
#include "launch/mpirun.hpp"
#include "launch/process_tree.hpp"
#include "launch/random_name.hpp"

namespace vespa::uws {
namespace fs = std::filesystem;
namespace {

/// A name that no other job has, for shared memory and the like.
fs::path new_scratch(fs::path const& root, JobFolder const& folder) {
    return (::access(root.c_str(), W_OK) == 0 ? root : folder.root()) / random_name();
}

/// Attributes of the shim: a session of its own, no inherited descriptor but the lock, and every signal that
/// it takes as a request blocked from the first instruction on.
struct SpawnPlan {
    static constexpr int lock_fd = 3;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t files;

    SpawnPlan(fs::path const& log, UniqueFd const& lock) {
        ::posix_spawnattr_init(&attributes);
        ::posix_spawn_file_actions_init(&files);
        sigset_t all, requests;
        sigfillset(&all);
        sigemptyset(&requests);
        for (int const signal : {SIGTERM, SIGINT, SIGUSR1, SIGUSR2, SIGHUP})
            sigaddset(&requests, signal);
        ::posix_spawnattr_setsigdefault(&attributes, &all);
        ::posix_spawnattr_setsigmask(&attributes, &requests);
        ::posix_spawnattr_setflags(&attributes,
                                   POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0640);
        ::posix_spawn_file_actions_adddup2(&files, 1, 2);
        ::posix_spawn_file_actions_adddup2(&files, lock.get(), lock_fd);
        ::posix_spawn_file_actions_addclosefrom_np(&files, lock_fd + 1);
    }
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
    }
    SpawnPlan(SpawnPlan const&) = delete;
    SpawnPlan& operator=(SpawnPlan const&) = delete;
};

bool readable(int fd) {
    pollfd entry{fd, POLLIN, 0};
    return ::poll(&entry, 1, 0) > 0;
}

void send(Handle const& handle, int signal) {
    if (::syscall(SYS_pidfd_send_signal, handle.watch_fd(), signal, nullptr, 0) != 0 && errno != ESRCH)
        throw_launch_error(handle.folder().root().string() + ": cannot signal the shim", errno);
}

/// Whether a start of the job was under way when the machine went down, before anything else of it was on
/// disk.
bool started_before_boot(JobFolder const& folder) {
    struct stat status {};
    auto const boot = boot_time();
    return boot && ::stat(folder.spec().c_str(), &status) == 0 && status.st_mtim.tv_sec < *boot &&
           !fs::exists(folder.shim()) && !fs::exists(folder.exit()) && !folder.locked();
}

/// What the shim said of itself: the end of its log.
std::string last_words(JobFolder const& folder) {
    std::ifstream log(folder.shim_log());
    std::string line, last = "it said nothing";
    while (std::getline(log, line))
        if (!line.empty()) last = line;
    return last.substr(0, 500);
}

/// What the files of a folder say when no shim is alive there.
RunState state_without_shim(JobFolder const& folder) {
    using Kind = RunState::Kind;
    if (auto exit = read_exit_record(folder)) return {Kind::ended, std::move(exit), {}};
    auto const shim = read_shim_record(folder);
    if (!shim) return {};
    kill_leftovers(folder, *shim);
    return {Kind::lost, std::nullopt, "the shim of the job was killed, or the machine started anew"};
}

}  // namespace

LocalLauncher::LocalLauncher(Settings settings) : settings_(std::move(settings)) {
    if (settings_.cores < 1) throw LaunchError("a launcher needs at least one core");
    for (auto const& program : {settings_.shim, settings_.mpirun})
        if (!program.is_absolute() || ::access(program.c_str(), X_OK) != 0)
            throw LaunchError(program.string() + ": is not the absolute path of a program");
}

int LocalLauncher::cores_for(Task const& task) const {
    int const wanted = std::max(1, task.ranks);
    if (wanted > settings_.cores && !settings_.oversubscribe)
        throw LaunchError(std::to_string(wanted) + " ranks are asked for, there are " +
                          std::to_string(settings_.cores) + " cores");
    return std::min(wanted, settings_.cores);
}

Spec LocalLauncher::spec_for(Task const& task, fs::path const& scratch) const {
    Spec spec;
    spec.argv = task.ranks > 0 ? under_mpirun(settings_.mpirun, task.ranks, task.argv) : task.argv;
    spec.environment = base_environment(scratch);
    if (task.ranks > 0) spec.environment.merge(mpirun_environment(scratch, settings_.oversubscribe));
    for (auto const& [name, value] : task.environment)
        spec.environment[name] = value;
    spec.wall_time_s = task.wall_time_s;
    spec.grace_s = task.grace_s;
    spec.stop_signal = task.stop_signal;
    spec.cores = cores_for(task);
    spec.cgroup = settings_.cgroup;
    spec.scratch = scratch;
    spec.limits = task.limits;
    spec.memory_bytes = task.memory_bytes;
    spec.after = task.after;
    return spec;
}

Handle LocalLauncher::start(JobFolder const& folder, Task const& task) {
    try {
        folder.create();
    } catch (fs::filesystem_error const& error) {
        throw_launch_error(error.path1().string() + ": cannot make the folder", error.code().value());
    }
    auto const lock = folder.take_lock();
    if (!lock || fs::exists(folder.shim()) || fs::exists(folder.exit()))
        throw LaunchError(folder.root().string() + ": this job has been started before");
    write_spec(folder, spec_for(task, new_scratch(settings_.scratch_root, folder)));
    SpawnPlan const plan(folder.shim_log(), lock);
    auto shim = settings_.shim.string(), root = folder.root().string(),
         lock_fd = std::to_string(plan.lock_fd);
    char* const argv[] = {shim.data(), root.data(), lock_fd.data(), nullptr};
    char* const environment[] = {nullptr};
    pid_t pid = -1;
    if (int const error = ::posix_spawn(&pid, shim.c_str(), &plan.files, &plan.attributes, argv, environment))
        throw PassingLaunchError("cannot run " + shim + ": " + std::strerror(error));  // being replaced, say
    // nobody else waits for our children, so the process id is still this one's
    UniqueFd watch(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!watch) {
        int const error = errno;
        ::kill(pid, SIGUSR2);
        throw_launch_error(root + ": cannot watch the shim", error);
    }
    return {folder, std::move(watch)};
}

void LocalLauncher::stop(Handle const& handle) {
    send(handle, SIGTERM);
}

void LocalLauncher::kill(Handle const& handle) {
    send(handle, SIGUSR2);
}

RunState LocalLauncher::poll(Handle const& handle) {
    if (!readable(handle.watch_fd())) return {RunState::Kind::running, std::nullopt, {}};
    siginfo_t info{};
    // ECHILD after an adoption: then its parent reaps it
    bool const ours = ::waitid(P_PIDFD, static_cast<id_t>(handle.watch_fd()), &info, WEXITED) == 0;
    auto state = state_without_shim(handle.folder());
    if (state.kind == RunState::Kind::not_started)
        state.why = "the shim ended before the program ran: " + last_words(handle.folder());
    if (state.kind != RunState::Kind::ended && ours)
        state.why += info.si_code == CLD_EXITED ? " (exit code " + std::to_string(info.si_status) + ")"
                                                : " (signal " + std::to_string(info.si_status) + ")";
    return state;
}

Launcher::Adoption LocalLauncher::adopt(JobFolder const& folder) {
    using namespace std::chrono_literals;
    if (started_before_boot(folder))
        return {{RunState::Kind::lost, std::nullopt, "the machine was started anew while it ran"},
                std::nullopt};
    // until it has written its id to the lock file, a shim that was just started is nameless
    for (auto const deadline = std::chrono::steady_clock::now() + 2s;
         std::chrono::steady_clock::now() < deadline;) {
        if (!folder.locked()) return {state_without_shim(folder), std::nullopt};
        auto const record = read_shim_record(folder);
        auto const pid = folder.lock_holder();
        auto const shim = record ? std::optional(record->shim) : pid ? identify(*pid) : std::nullopt;
        UniqueFd watch = shim ? open_process(*shim) : UniqueFd();
        if (watch) return {{RunState::Kind::running, std::nullopt, {}}, Handle(folder, std::move(watch))};
        std::this_thread::sleep_for(1ms);
    }
    throw LaunchError(folder.root().string() + ": is locked by a process that cannot be found");
}

int usable_cores() {
    cpu_set_t set;
    CPU_ZERO(&set);
    return ::sched_getaffinity(0, sizeof set, &set) == 0 ? std::max(1, CPU_COUNT(&set)) : 1;
}

}  // namespace vespa::uws
