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

/// Sends the request and takes the answer. \return the most memory that the server had meanwhile
double take(ServerProcess const& server, std::string const& request, std::uint64_t wanted,
            std::vector<char>& block) {
    Connection client(server.port());
    client.send(request);
    double most = 0;
    int turns = 0;
    for (std::uint64_t received = 0; received < wanted;) {
        ssize_t const got = ::recv(client.fd(), block.data(), block.size(), 0);
        if (got <= 0) throw std::runtime_error("the result was cut off");
        if (received == 0 && std::string_view(block.data(), 12) != "HTTP/1.1 206")
            throw std::runtime_error("the range was not given");
        received += static_cast<std::uint64_t>(got);
        if (turns++ % 64 == 0) most = std::max(most, server.resident());
    }
    return most;
}

/// One iteration takes 256 MiB out of the file, from 1.5 GiB on, which lie in the system's cache by then.
void range_of_a_2_GiB_result(::benchmark::State& state) {
    constexpr std::uint64_t length = size / 8, first = size / 4 * 3;
    ServerProcess const server("results");
    std::string const request = "GET " + make_job(server) + "/results/blob HTTP/1.1\r\nHost: 127.0.0.1\r\n" +
                                "Range: bytes=" + std::to_string(first) + "-" +
                                std::to_string(first + length - 1) + "\r\n\r\n";
    std::vector<char> block(1024 * 1024);
    double const before = server.resident();
    double most = take(server, request, length, block);
    double const cpu_before = server.cpu_seconds();
    for (auto _ : state)
        most = std::max(most, take(server, request, length, block));
    auto const bytes = static_cast<double>(state.iterations()) * static_cast<double>(length);
    state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
    state.counters["memory_grown_MB"] = (most - before) / 1e6;
    state.counters["cpu_s_per_GB"] = (server.cpu_seconds() - cpu_before) * 1e9 / bytes;
}

BENCHMARK(range_of_a_2_GiB_result)->UseRealTime()->Unit(::benchmark::kMillisecond)->Iterations(8);

}  // namespace
}  // namespace vespa::uws::benchmark
