// Many small requests from a few clients.
#include <benchmark/benchmark.h>

#include <optional>
#include <stdexcept>

#include "load.hpp"
#include "server_process.hpp"

namespace vespa::uws::benchmark {
namespace {

constexpr std::size_t clients = 16;
constexpr std::size_t listed_jobs = 1000;

/// The server that all benchmarks here share; 1,000 jobs are stored in it. Gone at the program's end.
struct Shared {
    Shared() : server("requests") {
        Load load(server.port(), clients);
        std::string const create = post("/rest/selftest", "text=hello&seconds=0&RUNID=benchmark");
        load.run(
            listed_jobs, [&](std::size_t) { return std::string_view(create); },
            [&](std::size_t, Answer const& answer) {
                std::string const location = answer.header("Location");
                job = location.substr(location.find("/rest/"));
            });
    }
    static Shared& get() {
        static Shared shared;
        return shared;
    }
    ServerProcess server;
    std::string job;  ///< path of one of them
};

void require(Answer const& answer, int status) {
    if (answer.status != status)
        throw std::runtime_error("the server answered " + std::to_string(answer.status) + ": " +
                                 std::string(answer.body.substr(0, 200)));
}

/// One iteration is so many requests, sent by all clients.
void measure(::benchmark::State& state, std::size_t requests, std::string const& request, int status) {
    Shared& shared = Shared::get();
    Load load(shared.server.port(), clients);
    double cpu = 0;
    for (auto _ : state) {
        double const before = shared.server.cpu_seconds();
        state.SetIterationTime(load.run(
            requests, [&](std::size_t) { return std::string_view(request); },
            [&](std::size_t, Answer const& answer) { require(answer, status); }));
        cpu += shared.server.cpu_seconds() - before;
    }
    auto const all = static_cast<double>(state.iterations()) * static_cast<double>(requests);
    state.SetItemsProcessed(static_cast<std::int64_t>(all));
    state.counters["cpu_us"] = 1e6 * cpu / all;
}

void phase(::benchmark::State& state) {
    measure(state, 5000, get(Shared::get().job + "/phase"), 200);
}

void job(::benchmark::State& state) {
    measure(state, 5000, get(Shared::get().job), 200);
}

void list_of_1000(::benchmark::State& state) {
    measure(state, 500, get("/rest/selftest?LAST=1000"), 200);
}

void durable_create(::benchmark::State& state) {
    measure(state, 2000, post("/rest/selftest", "text=hello&seconds=0"), 303);
}

/// Create with PHASE=RUN, wait until it has ended, and again; programs run beside the server on all cores.
void trivial_job(::benchmark::State& state) {
    constexpr std::size_t jobs = 100;
    ServerProcess const server("jobs", {"--cores", "16"});
    std::string const create = post("/rest/selftest", "PHASE=RUN");
    double cpu = 0;
    for (auto _ : state) {
        Load load(server.port(), clients);
        std::vector<std::string> next(clients, create);
        std::size_t ended = 0, made = 0;
        double const before = server.cpu_seconds();
        auto const begin = std::chrono::steady_clock::now();
        while (ended < jobs)
            load.run(
                clients * 4, [&](std::size_t client) { return std::string_view(next[client]); },
                [&](std::size_t client, Answer const& answer) {
                    if (answer.status == 303) {
                        ++made;
                        std::string const location = answer.header("Location");
                        next[client] = get(location.substr(location.find("/rest/")) + "?WAIT=-1");
                        return;
                    }
                    require(answer, 200);
                    if (answer.body.find("<uws:phase>COMPLETED<") == std::string_view::npos) return;
                    ++ended;
                    next[client] = create;
                });
        std::chrono::duration<double> const taken = std::chrono::steady_clock::now() - begin;
        state.SetIterationTime(taken.count() * static_cast<double>(jobs) / static_cast<double>(ended));
        cpu += (server.cpu_seconds() - before) * static_cast<double>(jobs) / static_cast<double>(ended);
    }
    auto const all = static_cast<double>(state.iterations()) * static_cast<double>(jobs);
    state.SetItemsProcessed(static_cast<std::int64_t>(all));
    state.counters["cpu_us"] = 1e6 * cpu / all;
}

BENCHMARK(phase)->UseManualTime()->Unit(::benchmark::kMillisecond);
BENCHMARK(job)->UseManualTime()->Unit(::benchmark::kMillisecond);
BENCHMARK(list_of_1000)->UseManualTime()->Unit(::benchmark::kMillisecond);
BENCHMARK(durable_create)->UseManualTime()->Unit(::benchmark::kMillisecond);
BENCHMARK(trivial_job)->UseManualTime()->Unit(::benchmark::kMillisecond);

}  // namespace
}  // namespace vespa::uws::benchmark
