// How the making of a store of lines grows with its length:
//
//     mpirun -n 2 benchmarks/scaling_lbl_lines FOLDER [lines [memory_mib [FILE.par]]]
//
// Makes a store of a synthetic list of so many lines (1e6), or of FILE.par, in FOLDER, reads it through once,
// and removes it. Prints seconds, lines a second and the largest memory of a rank.
#include <fmt/format.h>
#include <mpi.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/parallel/reductions.hpp"
#include "lbl/lines/catalogue/par_source.hpp"
#include "lbl/lines/catalogue/synthetic_lines.hpp"
#include "lbl/lines/store/convert.hpp"
#include "lbl/lines/store/line_store.hpp"

namespace vespa::lbl {
namespace {

double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void measure(int count, char** arguments, parallel::Communicator const& ranks) {
    auto const path = std::filesystem::path(arguments[1]) / "scaling_lbl_lines.h5";
    auto const lines = static_cast<std::uint64_t>(count > 2 ? std::atof(arguments[2]) : 1e6);
    ConversionOptions options;
    options.memory = (count > 3 ? std::strtoull(arguments[3], nullptr, 10) : 1024) << 20;
    options.overwrite = record::Overwrite::yes;
    std::unique_ptr<LineSource> source;
    if (count > 4) {
        source = std::make_unique<ParSource>(std::vector<std::filesystem::path>{arguments[4]});
    } else {
        source = std::make_unique<SyntheticLines>(lines, 100, 10000);
    }
    parallel::Watcher watcher;
    ranks.barrier();
    double const start = MPI_Wtime();
    auto const made = convert(*source, path, options, ranks, watcher);
    double const seconds = parallel::maximum(ranks, MPI_Wtime() - start);
    double const peak = parallel::maximum(ranks, peak_mib());
    if (!ranks.is_root()) return;
    auto const size = static_cast<double>(std::filesystem::file_size(path));
    double const begin = MPI_Wtime();
    LineStore const store(path);
    double sum = 0;
    for (std::uint64_t row = 0; row < store.size(); row += 1u << 20)
        sum += store.read_rows({row, std::min<std::uint64_t>(row + (1u << 20), store.size())}).position[0];
    double const reading = MPI_Wtime() - begin;
    auto const n = static_cast<double>(made.lines);
    fmt::print("{:>5} {:>12} {:>9} {:>13} {:>8} {:>12} {:>12} {:>14}\n", "ranks", "lines", "seconds",
               "lines/s", "sets", "bytes/line", "peak MiB", "read lines/s");
    fmt::print("{:>5} {:>12} {:>9.2f} {:>13.0f} {:>8} {:>12.2f} {:>12.0f} {:>14.0f}\n", ranks.size(),
               made.lines, seconds, n / seconds, made.profile_sets, size / n, peak,
               sum > 0 ? n / reading : 0);
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace vespa::lbl

int main(int count, char** arguments) {
    if (count < 2) {
        fmt::print(stderr, "scaling_lbl_lines FOLDER [lines [memory_mib [FILE.par]]]\n");
        return 64;
    }
    MPI_Init(&count, &arguments);
    vespa::lbl::measure(count, arguments, vespa::parallel::Communicator(MPI_COMM_WORLD));
    MPI_Finalize();
}
