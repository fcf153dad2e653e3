// Clients that block on one job.
#include <benchmark/benchmark.h>
#include <poll.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "load.hpp"
#include "server_process.hpp"

namespace vespa::uws::benchmark {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds(Clock::duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// One iteration: so many clients block on a PENDING job; then it is aborted, and all are answered. The time
/// is from the abort's answer to the last of theirs.
void waiters_woken(::benchmark::State& state) {
    auto const waiting = static_cast<std::size_t>(state.range(0));
    ServerProcess const server("waiters");
    double alone = 0, memory = 0, slowest = 0, cpu = 0;
    std::vector<double> woken;  // ms after the change's answer, of the last iteration
    for (auto _ : state) {
        Connection control(server.port());
        std::string const location = control.ask(post("/rest/selftest", "seconds=0")).header("Location");
        std::string const job = location.substr(location.find("/rest/"));
        alone = server.resident();
        std::vector<Connection> clients;
        std::vector<pollfd> wanted;
        std::string const wait = get(job + "?WAIT=-1");
        for (std::size_t i = 0; i < waiting; ++i) {
            clients.emplace_back(server.port());
            clients.back().send(wait);
            wanted.push_back({clients.back().fd(), POLLIN, 0});
        }
        std::vector<double> phases;
        std::string const phase = get(job + "/phase");
        for (int i = 0; i < 500; ++i) {
            auto const asked = Clock::now();
            control.ask(phase);
            phases.push_back(milliseconds(Clock::now() - asked));
        }
        std::sort(phases.begin(), phases.end());
        slowest = phases[phases.size() * 99 / 100];
        memory = server.resident();
        double const cpu_before = server.cpu_seconds();
        control.ask(post(job + "/phase", "PHASE=ABORT"));
        auto const changed = Clock::now();
        woken.clear();
        while (woken.size() < waiting) {
            ::poll(wanted.data(), wanted.size(), 1000);
            for (std::size_t i = 0; i < waiting; ++i)
                if (wanted[i].revents != 0 && clients[i].receive()) {
                    woken.push_back(milliseconds(Clock::now() - changed));
                    wanted[i].fd = -1;
                    wanted[i].revents = 0;
                }
        }
        cpu = server.cpu_seconds() - cpu_before;
        state.SetIterationTime(1e-3 * milliseconds(Clock::now() - changed));
    }
    state.counters["resident_MB"] = memory / 1e6;
    state.counters["resident_MB_before"] = alone / 1e6;
    state.counters["cpu_ms"] = 1e3 * cpu;
    state.counters["woken_p50_ms"] = woken[waiting / 2];
    state.counters["woken_p99_ms"] = woken[waiting * 99 / 100];
    state.counters["phase_p99_ms"] = slowest;
}

BENCHMARK(waiters_woken)
    ->Arg(1000)
    ->Arg(5000)
    ->UseManualTime()
    ->Unit(::benchmark::kMillisecond)
    ->Iterations(3);

}  // namespace
}  // namespace vespa::uws::benchmark
