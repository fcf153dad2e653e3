#include "launch/shim.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <string>

#include "launch/clock.hpp"
#include "launch/launch_error.hpp"
#include "launch/spec.hpp"
#include "launch/supervisor.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws {
namespace {

int complain(int code, std::string const& message) {
    std::cerr << "vespa-uws-run: " << message << std::endl;
    return code;
}

/// Puts this process's id in the lock file: whoever finds it locked knows whom to watch.
bool sign(UniqueFd const& lock) {
    auto const text = std::to_string(::getpid()) + "\n";
    return ::ftruncate(lock.get(), 0) == 0 &&
           ::pwrite(lock.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size());
}

ExitRecord failed(std::string const& why) {
    ExitRecord record;
    record.reason = ExitReason::launch_failed;
    record.text = why;
    record.end = utc_text(std::chrono::system_clock::now());
    return record;
}

ExitRecord run_job(JobFolder const& folder) {
    try {
        return Supervisor(folder, read_spec(folder)).run();
    } catch (PassingLaunchError const&) {
        throw;  // the program has not run: whoever started this may try again
    } catch (LaunchError const& error) {
        return failed(error.what());
    }
}

/// How a run ended is worth waiting for: a disk that is full now may have room again. A run that nobody wants
/// any more (SIGUSR2) does not wait.
void write_at_last(JobFolder const& folder, ExitRecord const& record) {
    using namespace std::chrono_literals;
    sigset_t kill;
    sigemptyset(&kill);
    sigaddset(&kill, SIGUSR2);
    auto const patience = record.reason == ExitReason::stopped ? 10s : 24h;
    auto const deadline = std::chrono::steady_clock::now() + patience;
    for (long pause_ms = 100;; pause_ms = std::min(2 * pause_ms, 900L)) {
        try {
            return write_record(folder, record);
        } catch (PassingLaunchError const&) {
            timespec const pause{0, pause_ms * 1'000'000};
            if (std::chrono::steady_clock::now() > deadline || ::sigtimedwait(&kill, nullptr, &pause) > 0)
                throw;
        }
    }
}

}  // namespace

int run_shim(JobFolder const& folder, UniqueFd lock) {
    Supervisor::block_signals();
    if (!lock) lock.reset(::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640));
    if (!lock) return complain(shim_cannot_write, folder.lock().string() + ": " + std::strerror(errno));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        return complain(shim_locked, folder.root().string() + ": another shim runs this job");
    if (::access(folder.shim().c_str(), F_OK) == 0 || ::access(folder.exit().c_str(), F_OK) == 0)
        return complain(shim_started_before, folder.root().string() + ": this job has been started before");
    if (!sign(lock)) return complain(shim_cannot_write, folder.lock().string() + ": " + std::strerror(errno));
    try {
        write_at_last(folder, run_job(folder));
    } catch (LaunchError const& error) {
        return complain(shim_cannot_write, error.what());
    }
    return shim_done;
}

}  // namespace vespa::uws
