#include "launch/command_runner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "launch/launch_error.hpp"
#include "launch/unique_fd.hpp"

namespace vespa::uws {
namespace {

constexpr std::size_t most_output = 16U << 20U;
constexpr int held_fd = 3;

struct Ends {
    UniqueFd read, write;
    Ends() {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) throw_launch_error("cannot make a pipe", errno);
        read.reset(ends[0]);
        write.reset(ends[1]);
    }
};

std::vector<char*> pointers(std::vector<std::string> const& texts) {
    std::vector<char*> list;
    for (auto const& text : texts)
        list.push_back(const_cast<char*>(text.c_str()));  // posix_spawn does not write
    list.push_back(nullptr);
    return list;
}

pid_t spawn(std::vector<std::string> const& argv, std::vector<std::string> const& environment,
            Ends const& output, Ends const& error, int held) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawnattr_init(&attributes);
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files, output.write.get(), 1);
    ::posix_spawn_file_actions_adddup2(&files, error.write.get(), 2);
    if (held >= 0) ::posix_spawn_file_actions_adddup2(&files, held, held_fd);
    ::posix_spawn_file_actions_addclosefrom_np(&files, held >= 0 ? held_fd + 1 : held_fd);
    pid_t pid = -1;
    auto const arguments = pointers(argv), variables = pointers(environment);
    int const failure =
        ::posix_spawn(&pid, argv.at(0).c_str(), &files, &attributes, arguments.data(), variables.data());
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
    if (failure != 0) throw PassingLaunchError("cannot run " + argv.at(0) + ": " + std::strerror(failure));
    return pid;
}

/// Takes what is there; false at the end of the file.
bool take(UniqueFd const& from, std::string& into) {
    std::array<char, 65536> block;
    auto const count = ::read(from.get(), block.data(), block.size());
    if (count < 0) return errno == EINTR || errno == EAGAIN;
    if (into.size() < most_output) into.append(block.data(), static_cast<std::size_t>(count));
    return count > 0;
}

/// Reads both to their ends; false if time is over before.
bool drain(Ends& output, Ends& error, CommandResult& result, std::chrono::steady_clock::time_point deadline) {
    std::array<UniqueFd*, 2> const sources = {&output.read, &error.read};
    std::array<std::string*, 2> const texts = {&result.output, &result.error};
    while (*sources[0] || *sources[1]) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        std::array<pollfd, 2> entries = {pollfd{sources[0]->get(), POLLIN, 0},
                                         pollfd{sources[1]->get(), POLLIN, 0}};
        if (left.count() <= 0 || ::poll(entries.data(), 2, static_cast<int>(left.count())) == 0) return false;
        for (std::size_t i = 0; i < 2; ++i)
            if (*sources[i] && entries[i].revents != 0 && !take(*sources[i], *texts[i])) sources[i]->reset();
    }
    return true;
}

std::string last_line(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

}  // namespace

CommandResult run_command(std::vector<std::string> const& argv,
                          std::map<std::string, std::string> const& environment,
                          std::chrono::milliseconds patience, int held) {
    std::vector<std::string> variables;
    for (auto const& [name, value] : environment)
        variables.push_back(name + "=" + value);
    Ends output, error;
    auto const pid = spawn(argv, variables, output, error, held);
    output.write.reset();
    error.write.reset();
    CommandResult result;
    bool const in_time = drain(output, error, result, std::chrono::steady_clock::now() + patience);
    if (!in_time) ::kill(pid, SIGKILL);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!in_time) throw PassingLaunchError(argv.at(0) + ": does not answer");
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    result.error = last_line(std::move(result.error));
    return result;
}

}  // namespace vespa::uws
