#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/record/file.hpp"
#include "timing.hpp"

namespace {

using namespace vespa::record;
using vespa::benchmarks::ranks;
using vespa::benchmarks::time_together;
using vespa::parallel::block_of;

constexpr std::uint64_t rows = 62500;  // of 257 doubles: 128.5 MB
constexpr std::uint64_t columns = 257;

std::filesystem::path scratch() {
    return std::filesystem::temp_directory_path() / "vespa_benchmark.h5";
}

/// A table of 128.5 MB written by all ranks at once; without the commit, whose cost is the disk's.
void write_table(benchmark::State& state) {
    auto const mine = block_of(rows, ranks().rank(), ranks().size());
    std::vector<double> const values(mine.size() * columns, 1.5);
    for ([[maybe_unused]] auto _ : state) {
        auto file = File::create(ranks(), scratch(), Overwrite::yes);
        auto table = file.root().create<double>("table", {rows, columns}, {"", "benchmark"});
        ranks().barrier();
        double const start = MPI_Wtime();
        table.write_rows(mine.first, values);
        state.SetIterationTime(vespa::parallel::maximum(ranks(), MPI_Wtime() - start));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(rows * columns * sizeof(double)));
}
BENCHMARK(write_table)->Name("record_write")->UseManualTime()->Unit(benchmark::kMillisecond);

/// The same bytes by the system's own call, each rank its block.
void write_plainly(benchmark::State& state) {
    auto const mine = block_of(rows, ranks().rank(), ranks().size());
    std::vector<double> const values(mine.size() * columns, 1.5);
    auto const row_bytes = columns * sizeof(double);
    for ([[maybe_unused]] auto _ : state) {
        if (ranks().is_root()) std::filesystem::remove(scratch());
        ranks().barrier();
        int const file = ::open(scratch().c_str(), O_WRONLY | O_CREAT, 0666);
        ranks().barrier();
        double const start = MPI_Wtime();
        std::size_t written = 0;
        while (written < mine.size() * row_bytes) {
            auto const done = ::pwrite(file, reinterpret_cast<char const*>(values.data()) + written,
                                       mine.size() * row_bytes - written,
                                       static_cast<off_t>(mine.first * row_bytes + written));
            if (done <= 0) throw std::runtime_error("pwrite fails");
            written += static_cast<std::size_t>(done);
        }
        state.SetIterationTime(vespa::parallel::maximum(ranks(), MPI_Wtime() - start));
        ::close(file);
    }
    ranks().barrier();
    if (ranks().is_root()) std::filesystem::remove(scratch());
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(rows * row_bytes));
}
BENCHMARK(write_plainly)->Name("record_write_plain")->UseManualTime()->Unit(benchmark::kMillisecond);

/// A thousand rows of 3 doubles appended at a time, as a run that streams its results does.
void append_rows(benchmark::State& state) {
    auto const mine = block_of(1000, ranks().rank(), ranks().size());
    std::vector<double> const values(mine.size() * 3, 1.5);
    auto file = File::create(ranks(), scratch(), Overwrite::yes);
    auto table = file.root().create_growing<double>("table", {3}, 4096, {"", "benchmark"});
    time_together(state, [&] { table.append(values); });
    state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(append_rows)
    ->Name("record_append")
    ->UseManualTime()
    ->Iterations(500)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
