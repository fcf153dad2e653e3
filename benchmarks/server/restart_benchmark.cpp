// A server that finds many stored jobs.
#include <benchmark/benchmark.h>

#include "access/job_id.hpp"
#include "server_process.hpp"
#include "store/sqlite_store.hpp"

namespace vespa::uws::benchmark {
namespace {

Job ended_job(Instant created) {
    Job job;
    job.id = make_job_id();
    job.code = "selftest";
    job.phase = Phase::completed;
    job.created = created;
    job.queued = job.started = created + std::chrono::milliseconds(10);
    job.ended = created + std::chrono::seconds(60);
    job.destruction = created + std::chrono::hours(24 * 365);
    job.execution_duration = 3600;
    job.parameters = {{"text", "an ordinary value", false, ""}, {"seconds", "60", false, ""}};
    job.results = {{"result", "result.txt", "text/plain; charset=UTF-8", 5000, std::string(64, 'a'), true},
                   {"blob", "blob", "application/octet-stream", 1'000'000, std::string(64, 'b'), false}};
    job.cores = job.ranks = 4;
    return job;
}

/// One iteration: from exec to the line that says that requests are taken.
void restart_with_stored_jobs(::benchmark::State& state) {
    ServerProcess server("restart");
    server.stop();
    {
        SqliteStore store(server.data() / "jobs.db");
        Instant created = now() - std::chrono::hours(24);
        std::vector<Change> changes;
        for (std::int64_t i = 0; i < state.range(0); ++i) {
            Job job = ended_job(created += std::chrono::milliseconds(2));
            changes.push_back({job.id, std::move(job)});
        }
        store.write(changes);
    }
    double memory = 0, cpu = 0;
    for (auto _ : state) {
        state.SetIterationTime(server.start());
        memory = server.resident();
        cpu = server.cpu_seconds();
        server.stop();
    }
    state.counters["cpu_ms"] = 1e3 * cpu;
    state.counters["resident_MB"] = memory / 1e6;
}

BENCHMARK(restart_with_stored_jobs)
    ->Arg(100'000)
    ->UseManualTime()
    ->Unit(::benchmark::kMillisecond)
    ->Iterations(2);

}  // namespace
}  // namespace vespa::uws::benchmark
