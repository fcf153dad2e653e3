// How the ray tracer's throughput grows with ranks, measured within one run so that the machine is the same:
//
//     mpirun -n 2 benchmarks/scaling_raytrace [tolerance [rays [repetitions]]]
//
// In turn, rank 0 alone flies all rays while the others sleep, then all ranks share the same number of rays
// each. Prints the rays a second of both (wall clock, best of the repetitions), their ratio, and the rays a
// second of processor time: on a machine with other work the last two differ from the wall clock's. Output
// goes to a sink that drops it; the rays' redistribution is part of the time.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/parallel/reductions.hpp"
#include "core/parallel/watcher.hpp"
#include "dipole_case.hpp"
#include "raytrace/solve.hpp"

namespace vespa::raytrace {
namespace {

class NoSink final : public RaySink {
    void begin(std::uint64_t) override {}
    void wave(std::uint64_t, std::span<RaySummary const>, std::span<std::uint32_t const>,
              SampleColumns const&) override {}
};

/// The same launches over and over: a run of any size.
class Repeated final : public LaunchSource {
  public:
    explicit Repeated(std::uint64_t size) : size_(size) {}
    std::uint64_t size() const override { return size_; }
    Launch at(std::uint64_t ray) const override { return launches_[ray % launches_.size()]; }

  private:
    std::uint64_t size_;
    std::vector<Launch> launches_ = DipoleCase::launches(65536);
};

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Rates {
    double wall = 0;       ///< rays a second
    double processor = 0;  ///< rays a second of processor time of one rank
};

/// Flies `rays` rays on the ranks of `communicator`. \collective
Rates fly(DipoleCase const& dipole, double tolerance, std::uint64_t rays,
          parallel::Communicator const& communicator) {
    Repeated const launches(rays);
    Problem problem = dipole.problem(tolerance);
    problem.launches = &launches;
    parallel::Watcher watcher;
    NoSink sink;
    communicator.barrier();
    double const start = MPI_Wtime(), busy = processor_seconds();
    solve(problem, communicator, watcher, sink);
    double const wall = parallel::maximum(communicator, MPI_Wtime() - start);
    double const longest = parallel::maximum(communicator, processor_seconds() - busy);
    double const n = static_cast<double>(rays);
    return {n / wall, n / longest / communicator.size()};
}

/// Waits for the other ranks without taking processor time from them. \collective
void sleep_until_all_arrive(parallel::Communicator const& communicator) {
    MPI_Request arrival;
    MPI_Ibarrier(communicator.handle(), &arrival);
    for (int arrived = 0; !arrived;) {
        MPI_Test(&arrival, &arrived, MPI_STATUS_IGNORE);
        if (!arrived) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

void keep_best(Rates& best, Rates const& rates) {
    best.wall = std::max(best.wall, rates.wall);
    best.processor = std::max(best.processor, rates.processor);
}

void run(double tolerance, std::uint64_t rays, int repetitions) {
    parallel::Communicator const all(MPI_COMM_WORLD);
    parallel::OwnedCommunicator const alone(all, all.rank(), 0);
    DipoleCase const dipole;
    Rates one, many;
    for (int i = 0; i < repetitions; ++i) {
        if (all.is_root()) keep_best(one, fly(dipole, tolerance, rays, alone.view()));
        sleep_until_all_arrive(all);
        keep_best(many, fly(dipole, tolerance, rays * static_cast<std::uint64_t>(all.size()), all));
    }
    if (!all.is_root()) return;
    fmt::print("dipole case, tolerance {:g}, {} rays a rank, best of {}\n", tolerance, rays, repetitions);
    fmt::print("{:>6}  {:>14}  {:>22}\n", "ranks", "rays/s", "rays/s of processor");
    fmt::print("{:>6}  {:>14.0f}  {:>22.0f}\n", 1, one.wall, one.processor);
    fmt::print("{:>6}  {:>14.0f}  {:>22.0f}\n", all.size(), many.wall, many.processor * all.size());
    fmt::print("{:>6}  {:>14.3f}  {:>22.3f}\n", "ratio", many.wall / one.wall,
               many.processor * all.size() / one.processor);
}

}  // namespace
}  // namespace vespa::raytrace

int main(int argc, char** argv) {
    MPI_Init(&argc, &argv);
    double const tolerance = argc > 1 ? std::atof(argv[1]) : 1e-8;
    auto const rays = argc > 2 ? static_cast<std::uint64_t>(std::atoll(argv[2])) : 200000;
    int const repetitions = argc > 3 ? std::atoi(argv[3]) : 3;
    if (tolerance < 1e-13 || tolerance > 1e-2 || rays < 1 || repetitions < 1) {
        fmt::print(stderr, "usage: scaling_raytrace [tolerance [rays [repetitions]]]\n");
        MPI_Abort(MPI_COMM_WORLD, 64);
    }
    vespa::raytrace::run(tolerance, rays, repetitions);
    MPI_Finalize();
}
