// What the server serves, how fast, and what of the machine it takes. Every figure is of a whole vespa-uwsd
// on one core, asked over loopback from another; cpu_us is the server's own processor time a request.
#include <benchmark/benchmark.h>

#include "server_process.hpp"

int main(int argc, char** argv) {
    vespa::uws::benchmark::take_the_last_core();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
