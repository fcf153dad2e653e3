// vespa-selftest: does what its options say, nothing useful. Under mpirun rank 0 alone writes.
// Exit codes as the suite's programs: that of --exit_code, 1 (bad input), 3 (stopped on request), 64 (usage).
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <stdexcept>

#include "selftest/output.hpp"
#include "selftest/request.hpp"

namespace vespa::selftest {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int stopped = 3;
constexpr unsigned sleepers_last_s = 600;  // in case nobody kills them

volatile std::sig_atomic_t stop_asked = 0;

void ask_to_stop(int) {
    stop_asked = 1;
}

void listen(bool ignore) {
    struct sigaction action {};
    action.sa_handler = ignore ? SIG_IGN : ask_to_stop;
    for (int const signal : {SIGTERM, SIGINT, SIGUSR1})
        ::sigaction(signal, &action, nullptr);
}

void start_sleepers(Request const& request) {
    for (int i = 0; i < request.children; ++i) {
        auto const pid = ::fork();
        if (pid < 0) throw std::runtime_error(std::string("cannot fork: ") + std::strerror(errno));
        if (pid > 0) continue;
        ::setpgid(0, 0);
        if (!request.ignore_term)
            for (int const signal : {SIGTERM, SIGINT, SIGUSR1})
                std::signal(signal, SIG_DFL);
        for (unsigned left = sleepers_last_s; left > 0;)
            left = ::sleep(left);
        ::_exit(0);
    }
}

/// Sleeps; in slices, so that a signal between the test and the sleep is not slept over.
void sleep_until(Clock::time_point end) {
    using namespace std::chrono_literals;
    while (!stop_asked && Clock::now() < end) {
        auto const left = std::min<Clock::duration>(end - Clock::now(), 50ms);
        timespec const time{0, std::max<long>(0, left.count())};
        ::nanosleep(&time, nullptr);
    }
}

void last(Request const& request, bool reports) {
    auto const start = Clock::now();
    int const steps = std::max(1, request.progress);
    for (int step = 1; step <= steps && !stop_asked; ++step) {
        auto const share = request.seconds * step / steps;
        sleep_until(start +
                    std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(share)));
        if (!reports || request.progress == 0) continue;
        std::printf("step %d of %d\n", step, steps);
        std::fflush(stdout);
        if (!request.progress_file.empty()) report(request.progress_file, step, steps);
    }
}

int run(Request const& request) {
    char const* const rank = std::getenv("OMPI_COMM_WORLD_RANK");
    bool const first = !rank || std::strcmp(rank, "0") == 0;
    listen(request.ignore_term);
    if (first && request.query.empty()) {
        note_start();
        note(request.text);
        if (!request.upload.empty()) note(sha256_of(request.upload));
    }
    start_sleepers(request);
    last(request, first);
    if (stop_asked) return stopped;
    if (first && !request.query.empty()) echo(request.query);
    if (first && request.bytes > 0) write_blob(request.bytes);
    if (request.query.starts_with("ERROR")) {
        std::fprintf(stderr, "vespa-selftest: the query fails as asked: %s\n", request.query.c_str());
        return 1;
    }
    return request.exit_code;
}

}  // namespace
}  // namespace vespa::selftest

int main(int argc, char** argv) {
    try {
        return vespa::selftest::run(vespa::selftest::read_request(argc, argv));
    } catch (vespa::selftest::UsageError const& error) {
        std::fprintf(stderr, "vespa-selftest: %s\n", error.what());
        return 64;
    } catch (std::exception const& error) {
        std::fprintf(stderr, "vespa-selftest: %s\n", error.what());
        return 1;
    }
}
