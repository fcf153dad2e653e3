#include "launch/supervisor.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "launch/clock.hpp"
#include "launch/launch_error.hpp"
#include "launch/memory_watch.hpp"
#include "launch/process_identity.hpp"
#include "launch/process_tree.hpp"
#include "launch/remove_tree.hpp"
#include "launch/signals.hpp"

namespace vespa::uws {
namespace {

using namespace std::chrono_literals;

constexpr auto kill_patience = 30s;
constexpr auto kill_interval = 20ms;
constexpr auto memory_interval = 500ms;

sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int const signal : {SIGCHLD, SIGTERM, SIGINT, SIGUSR1, SIGUSR2, SIGHUP})
        sigaddset(&set, signal);
    return set;
}

bool asks_to_stop(int signal) {
    return signal == SIGTERM || signal == SIGINT || signal == SIGUSR1 || signal == SIGUSR2;
}

std::chrono::nanoseconds seconds(double value) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(value));
}

std::string plain_number(double value) {
    auto text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

/// What the spec does not say itself and wants from the shim's own surroundings (a cluster's variables).
void inherit(Spec& spec) {
    for (char* const* entry = ::environ; *entry; ++entry) {
        std::string_view const text = *entry;
        auto const equals = text.find('=');
        auto const wanted = [&](std::string const& prefix) { return text.starts_with(prefix); };
        if (equals != std::string_view::npos && std::any_of(spec.inherit.begin(), spec.inherit.end(), wanted))
            spec.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
}

UniqueFd open_log(std::filesystem::path const& file) {
    UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!fd) throw_launch_error(file.string() + ": cannot write", errno);
    return fd;
}

/// Only an end by the program's own doing has a text of its own.
std::string end_text(int status) {
    if (WIFSIGNALED(status)) return "ended by signal " + signal_name(WTERMSIG(status));
    return WEXITSTATUS(status) == 0 ? "" : "exit code " + std::to_string(WEXITSTATUS(status));
}

double cpu_seconds(timeval const& time) {
    return double(time.tv_sec) + 1e-6 * double(time.tv_usec);
}

void add_usage(ExitRecord& record) {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    record.user_s = cpu_seconds(usage.ru_utime);
    record.system_s = cpu_seconds(usage.ru_stime);
    record.max_resident_kb = double(usage.ru_maxrss);
}

}  // namespace

void Supervisor::block_signals() {
    auto const signals = watched_signals();
    ::sigprocmask(SIG_BLOCK, &signals, nullptr);
}

Supervisor::Supervisor(JobFolder folder, Spec spec)
    : folder_(std::move(folder)),
      spec_(std::move(spec)),
      stdout_(open_log(folder_.stdout_log())),
      stderr_(open_log(folder_.stderr_log())) {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    inherit(spec_);
    spec_.environment[job_variable] = folder_.root().string();
    if (!spec_.scratch.empty() && ::mkdir(spec_.scratch.c_str(), 0700) != 0)
        throw_launch_error(spec_.scratch + ": cannot make the folder", errno);
    cgroup_ = Cgroup::make(spec_.cgroup,
                           "vespa-" + folder_.root().filename().string() + "-" + std::to_string(::getpid()));
    watch_memory_ = spec_.memory_bytes > 0 && !(cgroup_ && cgroup_.limit_memory(spec_.memory_bytes));
}

Supervisor::~Supervisor() {
    kill_all_children(cgroup_, kill_patience);
    cgroup_.remove();
    if (!spec_.scratch.empty()) remove_tree(spec_.scratch);
}

ExitRecord Supervisor::run() {
    auto record = run_program();
    bool const well = record.exit_code && std::find(spec_.success.begin(), spec_.success.end(),
                                                    *record.exit_code) != spec_.success.end();
    if (well && !kill_now_)
        for (auto const& step : spec_.after)
            record.after.push_back(run_after(step));
    if (!record.start.empty()) {
        record.end = utc_text(std::chrono::system_clock::now());
        record.wall_s = std::chrono::duration<double>(Clock::now() - started_).count();
    }
    add_usage(record);
    return record;
}

Command Supervisor::command(std::vector<std::string> argv) const {
    return {std::move(argv), spec_.environment, folder_.root() / spec_.working_directory,
            spec_.limits,    stdout_.get(),     stderr_.get()};
}

ExitRecord Supervisor::run_program() {
    ExitRecord record;
    Child child(command(spec_.argv), cgroup_);
    auto const self = identify(::getpid()), program = identify(child.pid());
    if (!self || !program) throw LaunchError("/proc does not show this process");
    write_record(folder_, ShimRecord{*self, *program, cgroup_.path().string(), spec_.scratch});
    auto const failure = child.release();
    if (failure.empty()) {
        record.start = utc_text(std::chrono::system_clock::now());
        started_ = Clock::now();
        if (spec_.wall_time_s > 0) wall_end_ = started_ + seconds(spec_.wall_time_s);
    }
    auto const status = wait_for_program(child.pid());
    if (!failure.empty()) {
        record.reason = ExitReason::launch_failed;
        record.text = failure;
    } else {
        describe_end(record, status);
    }
    if (!kill_all_children(cgroup_, kill_patience)) record.text += "; some of its processes cannot be killed";
    return record;
}

void Supervisor::describe_end(ExitRecord& record, int status) const {
    if (WIFSIGNALED(status))
        record.signal = WTERMSIG(status);
    else
        record.exit_code = WEXITSTATUS(status);
    bool const oom = !stop_cause_ && spec_.memory_bytes > 0 && !watch_memory_ && cgroup_.memory_exceeded();
    record.reason = oom           ? ExitReason::memory
                    : stop_cause_ ? *stop_cause_
                                  : (record.signal ? ExitReason::signalled : ExitReason::exited);
    if (record.reason == ExitReason::stopped)
        record.text = "stopped on request";
    else if (record.reason == ExitReason::memory)
        record.text =
            "it took more than the " + std::to_string(spec_.memory_bytes) + " bytes of memory it may";
    else if (record.reason == ExitReason::wall_time)
        record.text = "the wall time of " + plain_number(spec_.wall_time_s) + " s was over";
    else
        record.text = end_text(status);
}

int Supervisor::wait_for_program(pid_t pid) {
    for (;;) {
        if (auto const status = reap(pid)) return *status;
        int const signal = take_signal(next_event());
        if (asks_to_stop(signal)) begin_stop(pid, ExitReason::stopped);
        if (signal == SIGUSR2) kill_now_ = true;
        if (watch_memory_) look_at_memory(pid);
        go_on_stopping(pid);
    }
}

/// Memory that runs away leaves no time for politeness.
void Supervisor::look_at_memory(pid_t pid) {
    if (stop_cause_ || private_memory_below(::getpid()) <= spec_.memory_bytes) return;
    begin_stop(pid, ExitReason::memory);
    kill_now_ = true;
}

/// Reaps all that has ended, orphans too. \returns the status of `pid` if it is among them
std::optional<int> Supervisor::reap(pid_t pid) const {
    for (;;) {
        int status = 0;
        auto const ended = ::waitpid(-1, &status, WNOHANG);
        if (ended == pid) return status;
        if (ended <= 0 && errno != EINTR) return std::nullopt;
    }
}

/// The next signal, or 0 at the given time at the latest.
int Supervisor::take_signal(std::optional<Instant> until) const {
    auto const signals = watched_signals();
    if (!until) return std::max(0, ::sigwaitinfo(&signals, nullptr));
    auto const left = std::max(Clock::duration::zero(), *until - Clock::now());
    auto const whole = std::chrono::floor<std::chrono::seconds>(left);
    timespec const time{whole.count(), (left - whole).count()};
    return std::max(0, ::sigtimedwait(&signals, nullptr, &time));
}

/// The signal goes to the program's process group: a script's helpers get it with the script.
void Supervisor::begin_stop(pid_t pid, ExitReason cause) {
    if (stop_cause_) return;
    stop_cause_ = cause;
    stop_began_ = Clock::now();
    terminated_ = spec_.stop_signal == SIGTERM;
    ::kill(-pid, spec_.stop_signal);
}

void Supervisor::go_on_stopping(pid_t pid) {
    auto const now = Clock::now();
    if (wall_end_ && now >= *wall_end_) begin_stop(pid, ExitReason::wall_time);
    if (!stop_cause_) return;
    kill_now_ = kill_now_ || now >= stop_began_ + seconds(spec_.grace_s);
    if (kill_now_) return kill_all();
    if (!terminated_ && now >= stop_began_ + seconds(spec_.grace_s / 2)) {
        terminated_ = true;
        ::kill(-pid, SIGTERM);
    }
}

std::optional<Supervisor::Instant> Supervisor::next_event() const {
    if (!stop_cause_ && watch_memory_) {
        auto const look = Clock::now() + memory_interval;
        return wall_end_ ? std::min(look, *wall_end_) : look;
    }
    if (!stop_cause_) return wall_end_;
    if (kill_now_) return Clock::now() + kill_interval;
    return stop_began_ + seconds(terminated_ ? spec_.grace_s : spec_.grace_s / 2);
}

void Supervisor::kill_all() const {
    if (cgroup_) cgroup_.kill();
    kill_descendants(::getpid());
}

AfterRecord Supervisor::run_after(AfterStep const& step) {
    AfterRecord record{step.result, std::nullopt, {}};
    try {
        if (skip_the_rest_)
            record.text = "not run: stopped on request";
        else
            record = supervise_after(step);
    } catch (LaunchError const& error) {
        record.text = error.what();
    }
    if (!record.text.empty()) {
        auto const line =
            "vespa-uws-run: " + step.argv.front() + " (after the program): " + record.text + "\n";
        [[maybe_unused]] auto const written = ::write(stderr_.get(), line.data(), line.size());
    }
    return record;
}

/// A stop of the program leaves the rest of its grace; a stop asked for now ends this step at once.
AfterRecord Supervisor::supervise_after(AfterStep const& step) {
    AfterRecord record{step.result, std::nullopt, {}};
    auto limit = Clock::now() + seconds(step.wall_time_s);
    if (stop_cause_) limit = std::min(limit, stop_began_ + seconds(spec_.grace_s));
    Child child(command(step.argv), cgroup_);
    auto const failure = child.release();
    std::optional<int> status;
    char const* killed = nullptr;
    while (!(status = reap(child.pid()))) {
        if (asks_to_stop(take_signal(killed ? Clock::now() + kill_interval : limit))) {
            killed = "stopped on request";
            skip_the_rest_ = true;
        }
        if (!killed && Clock::now() >= limit) killed = "its time was over";
        if (killed) kill_all();
    }
    kill_all_children(cgroup_, kill_patience);
    record.text = !failure.empty() ? failure : killed ? killed : end_text(*status);
    if (failure.empty() && WIFEXITED(*status)) record.exit_code = WEXITSTATUS(*status);
    return record;
}

}  // namespace vespa::uws
