// How the ray tracer's throughput grows with ranks, measured within one run so that the machine is the same:
//
//     mpirun -n 2 benchmarks/scaling_raytrace [tolerance [rays [repetitions [bricks [FILE.json]]]]]
//
// In turn, rank 0 alone flies all rays while the others sleep, then all ranks share the same number of rays
// (strong scaling), then as many rays each (weak scaling). With bricks above 0, space is dealt out to the
// ranks in bricks³ bricks, to which the rays go; the medium is the same formulas, so that the migration of
// the rays is all that is added. What a migrated ray costs beside its own flight is the processor time of all
// ranks, that of waiting included, less that of the same rays flown without bricks, or in bricks by one rank,
// over the migrations; what of that is waiting is said. Prints the rays a second (wall clock, best of the
// repetitions), their ratio to one rank, and the same of processor time: on a machine with other work the
// last two differ from the wall clock's. Output goes to a sink that drops it; the rays' redistribution is
// part of the time. scripts/study scaling raytrace draws both.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
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

struct Case {
    double tolerance;
    std::uint64_t rays;
    int repetitions;
    std::uint32_t bricks;  ///< along each axis; 0: rays fly everywhere
};

struct Flight {
    double wall = 0, processor = 0;  ///< seconds; processor time of all ranks together
    Result result;
};

/// Flies `rays` rays on the ranks of `communicator`. \collective
Flight fly(DipoleCase const& dipole, Case const& one, std::uint64_t rays, std::uint32_t bricks,
           parallel::Communicator const& communicator) {
    Repeated const launches(rays);
    Problem problem = dipole.problem(one.tolerance);
    problem.launches = &launches;
    // the same steps with bricks and without
    if (one.bricks > 0) problem.maximum_reach_m = 1;
    if (bricks > 0) problem.bricks = BrickLayout{{-8, -8, -8}, {8, 8, 8}, {bricks, bricks, bricks}};
    parallel::Watcher watcher;
    NoSink sink;
    communicator.barrier();
    double const start = MPI_Wtime(), busy = processor_seconds();
    Flight flight;
    flight.result = solve(problem, communicator, watcher, sink);
    flight.wall = parallel::maximum(communicator, MPI_Wtime() - start);
    flight.processor = parallel::maximum(communicator, processor_seconds() - busy) * communicator.size();
    return flight;
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

/// The best of the repetitions of one kind of flight.
struct Best {
    std::uint64_t rays = 0;
    double wall = 0, processor = 0;  ///< rays a second, of all ranks together
    double migrations = 0;           ///< a ray
    double idle = 0;                 ///< share of the flight

    void keep(Flight const& flight, std::uint64_t flown) {
        rays = flown;
        auto const n = static_cast<double>(flown);
        processor = std::max(processor, n / flight.processor);
        if (n / flight.wall <= wall) return;
        wall = n / flight.wall;
        migrations = static_cast<double>(flight.result.migrations) / n;
        if (flight.result.flight_seconds > 0)
            idle = flight.result.idle_seconds / flight.result.flight_seconds;
    }
};

struct Measured {
    Best one, strong, weak;
    Best without;  ///< the strong case without bricks

    /// Nanoseconds a migrated ray: the processor time of the strong case beyond that of `other` with the same
    /// rays; 0 without migrations.
    double nanoseconds_beyond(Best const& other) const {
        return strong.migrations > 0 ? 1e9 * (1 / strong.processor - 1 / other.processor) / strong.migrations
                                     : 0;
    }

    /// What of these the ranks had no ray to fly.
    double nanoseconds_waiting() const {
        return strong.migrations > 0 ? 1e9 * strong.idle / strong.processor / strong.migrations : 0;
    }
};

void print_row(char const* kind, int ranks, Best const& best, Best const& one) {
    fmt::print("{:<7} {:>5} {:>10} {:>12.0f} {:>7.3f} {:>16.0f} {:>7.3f} {:>11.3f} {:>7.3f}\n", kind, ranks,
               best.rays, best.wall, best.wall / one.wall, best.processor,
               best.processor * ranks / one.processor, best.migrations, best.idle);
}

void print(Case const& one, Measured const& found, int ranks) {
    fmt::print("dipole case, tolerance {:g}, best of {}, ", one.tolerance, one.repetitions);
    fmt::print("{}\n", one.bricks ? fmt::format("{0} x {0} x {0} bricks", one.bricks) : "rays shared");
    fmt::print("{:<7} {:>5} {:>10} {:>12} {:>7} {:>16} {:>7} {:>11} {:>7}\n", "", "ranks", "rays", "rays/s",
               "ratio", "rays/s processor", "ratio", "migrations", "idle");
    print_row("alone", 1, found.one, found.one);
    print_row("strong", ranks, found.strong, found.one);
    print_row("weak", ranks, found.weak, found.one);
    if (found.strong.migrations > 0) {
        fmt::print(
            "{:.0f} ns a migrated ray beyond its flight without bricks, {:.0f} ns beyond that of one rank; "
            "{:.0f} ns of them waiting\n",
            found.nanoseconds_beyond(found.without), found.nanoseconds_beyond(found.one),
            found.nanoseconds_waiting());
    }
}

std::string json(Case const& one, Measured const& found, int ranks) {
    auto const row = [](char const* name, Best const& best) {
        return fmt::format(
            "\"{}\": {{\"rays\": {}, \"rays_s\": {:.6g}, \"rays_s_processor\": {:.6g}, \"migrations\": "
            "{:.6g}, "
            "\"idle\": {:.6g}}}",
            name, best.rays, best.wall, best.processor, best.migrations, best.idle);
    };
    return fmt::format(
        "{{\"ranks\": {}, \"tolerance\": {:g}, \"repetitions\": {}, \"bricks\": {},\n {},\n {},\n {},\n"
        " \"nanoseconds_beyond_flight\": {:.6g}, \"nanoseconds_beyond_one_rank\": {:.6g}, "
        "\"nanoseconds_waiting\": {:.6g}}}\n",
        ranks, one.tolerance, one.repetitions, one.bricks, row("one", found.one), row("strong", found.strong),
        row("weak", found.weak), found.nanoseconds_beyond(found.without), found.nanoseconds_beyond(found.one),
        found.nanoseconds_waiting());
}

/// \return whether the file was written
bool write(char const* name, std::string const& text) {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> const file(std::fopen(name, "w"), &std::fclose);
    return file && std::fputs(text.c_str(), file.get()) >= 0;
}

Measured measure(Case const& one, parallel::Communicator const& all) {
    parallel::OwnedCommunicator const alone(all, all.rank(), 0);
    DipoleCase const dipole;
    auto const each = one.rays * static_cast<std::uint64_t>(all.size());
    Measured found;
    for (int i = 0; i < one.repetitions; ++i) {
        if (all.is_root()) found.one.keep(fly(dipole, one, one.rays, one.bricks, alone.view()), one.rays);
        sleep_until_all_arrive(all);
        found.strong.keep(fly(dipole, one, one.rays, one.bricks, all), one.rays);
        found.weak.keep(fly(dipole, one, each, one.bricks, all), each);
        if (one.bricks) found.without.keep(fly(dipole, one, one.rays, 0, all), one.rays);
    }
    return found;
}

}  // namespace
}  // namespace vespa::raytrace

int main(int argc, char** argv) {
    using namespace vespa::raytrace;
    MPI_Init(&argc, &argv);
    Case const one{argc > 1 ? std::atof(argv[1]) : 1e-8,
                   argc > 2 ? static_cast<std::uint64_t>(std::atoll(argv[2])) : 200000,
                   argc > 3 ? std::atoi(argv[3]) : 3,
                   argc > 4 ? static_cast<std::uint32_t>(std::atoi(argv[4])) : 0};
    if (argc > 6 || one.tolerance < 1e-13 || one.tolerance > 1e-2 || one.rays < 1 || one.repetitions < 1 ||
        one.bricks > 1000) {
        fmt::print(stderr, "usage: scaling_raytrace [tolerance [rays [repetitions [bricks [FILE.json]]]]]\n");
        MPI_Abort(MPI_COMM_WORLD, 64);
    }
    {
        vespa::parallel::Communicator const all(MPI_COMM_WORLD);
        auto const found = measure(one, all);
        if (all.is_root()) {
            print(one, found, all.size());
            if (argc > 5 && !write(argv[5], json(one, found, all.size()))) {
                fmt::print(stderr, "{} cannot be written\n", argv[5]);
                MPI_Abort(MPI_COMM_WORLD, 2);
            }
        }
    }
    MPI_Finalize();
}
