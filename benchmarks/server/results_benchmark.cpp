// A result of 2 GiB.
#include <benchmark/benchmark.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

#include "load.hpp"
#include "server_process.hpp"

namespace vespa::uws::benchmark {
namespace {

constexpr std::uint64_t size = 2ULL << 30U;

/// Path of a job whose second result is as large.
std::string make_job(ServerProcess const& server) {
    Connection client(server.port());
    // What it writes is small; the file is then made longer, without taking disk.
    std::string const location =
        client.ask(post("/rest/selftest", "PHASE=RUN&bytes=4096")).header("Location");
    std::string const job = location.substr(location.find("/rest/"));
    while (client.ask(get(job + "/phase")).body != "COMPLETED")
        client.ask(get(job + "?WAIT=10"));
    std::string const id = job.substr(job.rfind('/') + 1);
    std::filesystem::resize_file(server.data() / "jobs" / id.substr(0, 2) / id / "work" / "blob", size);
    return job;
}

/// One iteration takes the file from a third of it to its end.
void result_of_2_GiB_with_range(::benchmark::State& state) {
    ServerProcess const server("results");
    std::string const request = "GET " + make_job(server) + "/results/blob HTTP/1.1\r\nHost: 127.0.0.1\r\n" +
                                "Range: bytes=" + std::to_string(size / 3) + "-\r\n\r\n";
    double const before = server.resident(), cpu_before = server.cpu_seconds();
    double most = before;
    std::vector<char> block(1024 * 1024);
    for (auto _ : state) {
        Connection client(server.port());
        client.send(request);
        std::uint64_t received = 0;
        for (std::uint64_t const wanted = size - size / 3; received < wanted;) {
            ssize_t const got = ::recv(client.fd(), block.data(), block.size(), 0);
            if (got <= 0) throw std::runtime_error("the result was cut off");
            if (received == 0 && std::string_view(block.data(), 12) != "HTTP/1.1 206")
                throw std::runtime_error("the range was not given");
            received += static_cast<std::uint64_t>(got);
            if (received % 64 == 0) most = std::max(most, server.resident());
        }
        most = std::max(most, server.resident());
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                            static_cast<std::int64_t>(size - size / 3));
    state.counters["memory_grown_MB"] = (most - before) / 1e6;
    state.counters["cpu_s_per_GB"] =
        (server.cpu_seconds() - cpu_before) * 1e9 /
        (static_cast<double>(state.iterations()) * static_cast<double>(size - size / 3));
}

BENCHMARK(result_of_2_GiB_with_range)->UseRealTime()->Unit(::benchmark::kMillisecond)->Iterations(2);

}  // namespace
}  // namespace vespa::uws::benchmark
