// Runs the benchmarks on one rank or, under mpirun, on several: "mpirun -n 2 benchmark_parallel". Rank 0
// prints. On several ranks the order must not be drawn at random (--benchmark_enable_random_interleaving).
#include "timing.hpp"

namespace {

/// Prints nothing.
class Silent : public benchmark::BenchmarkReporter {
    bool ReportContext(Context const&) override { return true; }
    void ReportRuns(std::vector<Run> const&) override {}
};

}  // namespace

vespa::parallel::Communicator vespa::benchmarks::ranks() {
    return parallel::Communicator(MPI_COMM_WORLD);
}

int main(int argc, char** argv) {
    MPI_Init(&argc, &argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) MPI_Abort(MPI_COMM_WORLD, 64);
    if (vespa::benchmarks::ranks().is_root()) {
        benchmark::RunSpecifiedBenchmarks();
    } else {
        Silent silent;
        benchmark::RunSpecifiedBenchmarks(&silent);
    }
    benchmark::Shutdown();
    MPI_Finalize();
}
