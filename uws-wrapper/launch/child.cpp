#include "launch/child.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "launch/launch_error.hpp"

namespace vespa::uws {
namespace {

enum class Stage : int { session, limits, files, directory, exec };

struct Failure {
    Stage stage;
    int error;
};

struct Pipe {
    UniqueFd read, write;
    Pipe() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw_launch_error("cannot make a pipe", errno);
        read.reset(ends[0]);
        write.reset(ends[1]);
    }
};

std::vector<char*> pointers(std::vector<std::string> const& texts) {
    std::vector<char*> list;
    for (auto const& text : texts)
        list.push_back(const_cast<char*>(text.c_str()));  // execve does not write
    list.push_back(nullptr);
    return list;
}

std::vector<std::string> joined(std::map<std::string, std::string> const& environment) {
    std::vector<std::string> entries;
    for (auto const& [name, value] : environment)
        entries.push_back(name + "=" + value);
    return entries;
}

bool limit(decltype(RLIMIT_CORE) resource, std::uint64_t bound, bool always = false) {
    if (bound == 0 && !always) return true;
    rlimit const both{bound, bound};
    return ::setrlimit(resource, &both) == 0;
}

// From here to exec: no allocation, no locks. Each returns false with errno set.

void reset_signals() {
    struct sigaction plain {};
    plain.sa_handler = SIG_DFL;
    for (int signal = 1; signal < NSIG; ++signal)
        ::sigaction(signal, &plain, nullptr);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool set_limits(Limits const& limits) {
    ::umask(027);
    return limit(RLIMIT_CORE, 0, true) && limit(RLIMIT_FSIZE, limits.file_bytes) &&
           limit(RLIMIT_AS, limits.memory_bytes) && limit(RLIMIT_NOFILE, limits.open_files);
}

bool connect_files(Command const& command) {
    int const null = ::open("/dev/null", O_RDONLY);
    if (null < 0 || ::dup2(null, 0) < 0 || ::dup2(command.stdout_fd, 1) < 0 ||
        ::dup2(command.stderr_fd, 2) < 0)
        return false;
    return ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0;
}

struct Prepared {
    Command const& command;
    Cgroup const& cgroup;
    char* const* argv;
    char* const* environment;
    char const* directory;
    pid_t parent;
    int gate, report;
};

[[noreturn]] void become_program(Prepared const& plan) {
    auto const demand = [&](bool done, Stage stage) {
        if (done) return;
        Failure const failure{stage, errno};
        [[maybe_unused]] auto const told = ::write(plan.report, &failure, sizeof failure);
        ::_exit(127);
    };
    demand(::setsid() >= 0, Stage::session);
    if (plan.cgroup) plan.cgroup.enter();  // if that is refused, the subreaper still finds all
    char word;
    while (::read(plan.gate, &word, 1) != 1)
        if (errno != EINTR) ::_exit(127);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != plan.parent) ::_exit(127);  // it died before the line above
    reset_signals();
    demand(::chdir(plan.directory) == 0, Stage::directory);
    demand(connect_files(plan.command), Stage::files);
    demand(set_limits(plan.command.limits), Stage::limits);
    ::execve(plan.argv[0], plan.argv, plan.environment);
    demand(false, Stage::exec);
    ::_exit(127);
}

}  // namespace

Child::Child(Command const& command, Cgroup const& cgroup)
    : program_(command.argv.at(0)), directory_(command.working_directory.string()) {
    Pipe gate, report;
    auto const environment = joined(command.environment);
    auto const argv_list = pointers(command.argv);
    auto const environment_list = pointers(environment);
    Prepared const plan{
        command,    cgroup,          argv_list.data(),  environment_list.data(), directory_.c_str(),
        ::getpid(), gate.read.get(), report.write.get()};
    pid_ = ::fork();
    if (pid_ < 0) throw_launch_error("cannot make a process", errno);
    if (pid_ == 0) {
        gate.write.reset();
        become_program(plan);
    }
    gate_ = std::move(gate.write);
    report_ = std::move(report.read);
}

std::string Child::release() {
    // a child that failed already has closed its end: what it reported is read below
    struct sigaction ignored {
    }, before{};
    ignored.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignored, &before);
    [[maybe_unused]] auto const sent = ::write(gate_.get(), "x", 1);
    ::sigaction(SIGPIPE, &before, nullptr);
    gate_.reset();
    Failure failure{};
    ssize_t count = 0;
    do
        count = ::read(report_.get(), &failure, sizeof failure);
    while (count < 0 && errno == EINTR);
    if (count != sizeof failure) return {};
    auto const reason = std::string(": ") + std::strerror(failure.error);
    switch (failure.stage) {
        case Stage::session:
            return "cannot found a session" + reason;
        case Stage::limits:
            return "cannot set the limits" + reason;
        case Stage::files:
            return "cannot open the standard streams" + reason;
        case Stage::directory:
            return "cannot enter the working directory " + directory_ + reason;
        case Stage::exec:
            return "cannot run " + program_ + reason;
    }
    return reason;
}

}  // namespace vespa::uws
