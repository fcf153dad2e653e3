#include <cmath>
#include <numeric>
#include <vector>

#include "core/parallel/agreement.hpp"
#include "core/parallel/migration.hpp"
#include "core/parallel/ordered_sum.hpp"
#include "core/parallel/redistribute.hpp"
#include "core/parallel/work_counter.hpp"
#include "timing.hpp"

namespace {

using namespace vespa::parallel;
using vespa::benchmarks::ranks;
using vespa::benchmarks::time_together;

std::vector<double> values_of(Range range) {
    std::vector<double> values(range.size());
    for (std::size_t k = 0; k < values.size(); ++k) {
        values[k] = std::sin(static_cast<double>(range.first + k));
    }
    return values;
}

Range my_block(std::uint64_t total) {
    return block_of(total, ranks().rank(), ranks().size());
}

/// A sum with the same bits at any number of ranks, of state.range(0) numbers.
void ordered_sum_of(benchmark::State& state) {
    auto const total = static_cast<std::uint64_t>(state.range(0));
    auto const mine = my_block(total);
    auto const values = values_of(mine);
    time_together(state, [&] { benchmark::DoNotOptimize(ordered_sum(ranks(), values, mine.first, total)); });
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(ordered_sum_of)->Name("ordered_sum")->Arg(4096)->Arg(1000000)->UseManualTime();

/// What it replaces: a loop and an all-reduce.
void naive_sum_of(benchmark::State& state) {
    auto const values = values_of(my_block(static_cast<std::uint64_t>(state.range(0))));
    time_together(state, [&] {
        double const mine = std::accumulate(values.begin(), values.end(), 0.0);
        double sum = 0.0;
        MPI_Allreduce(&mine, &sum, 1, MPI_DOUBLE, MPI_SUM, ranks().handle());
        benchmark::DoNotOptimize(sum);
    });
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(naive_sum_of)->Name("ordered_sum_naive")->Arg(4096)->Arg(1000000)->UseManualTime();

/// Items drawn one by one from the shared counter; items per second of all ranks together.
void draw(benchmark::State& state) {
    std::uint64_t const total = 20000;
    WorkCounter counter(ranks(), total, 1);
    for ([[maybe_unused]] auto _ : state) {
        counter.restart(total);
        double const start = MPI_Wtime();
        while (auto const range = counter.next()) {
            benchmark::DoNotOptimize(range->first);
        }
        state.SetIterationTime(maximum(ranks(), MPI_Wtime() - start));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(total));
}
BENCHMARK(draw)->Name("work_counter")->UseManualTime();

/// What a border between phases costs when nobody fails.
void agree_on_success(benchmark::State& state) {
    time_together(state, [&] {
        for (int k = 0; k < 1000; ++k) {
            in_agreement(ranks(), [&] { benchmark::DoNotOptimize(k); });
        }
    });
    state.SetItemsProcessed(state.iterations() * 1000);
}
BENCHMARK(agree_on_success)->Name("agreement")->UseManualTime();

/// Rows of 8 doubles computed in turn by the ranks, brought to contiguous blocks.
void redistribute_rows(benchmark::State& state) {
    std::uint64_t const total = 100000;
    std::vector<std::uint64_t> indices;
    for (auto index = static_cast<std::uint64_t>(ranks().rank()); index < total;
         index += static_cast<std::uint64_t>(ranks().size())) {
        indices.push_back(index);
    }
    std::vector<double> const rows(indices.size() * 8, 1.0);
    time_together(state,
                  [&] { benchmark::DoNotOptimize(redistribute<double>(ranks(), total, indices, rows, 8)); });
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(total));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(total * 64));
}
BENCHMARK(redistribute_rows)->Name("redistribute")->UseManualTime()->Unit(benchmark::kMillisecond);

/// A record of as many doubles as a ray in flight needs.
struct Record {
    double values[32];
};

/// Records that go once from each rank to the next, in batches of state.range(0).
void migrate(benchmark::State& state) {
    std::uint64_t const mine = 20000;
    auto const total = mine * static_cast<std::uint64_t>(ranks().size());
    int const next = (ranks().rank() + 1) % ranks().size();
    Migration<Record> migration(ranks(), static_cast<std::size_t>(state.range(0)));
    std::vector<Record> arrived;
    Record const record{};
    for ([[maybe_unused]] auto _ : state) {
        migration.begin(total);
        double const start = MPI_Wtime();
        std::uint64_t ended = 0, told = 0;
        for (std::uint64_t k = 0; k < mine || told < mine || !migration.over(); ++k) {
            if (k < mine) migration.send(next, record);
            if (k + 1 == mine) migration.flush();
            if (k < mine && k % 64 != 0) continue;
            arrived.clear();
            migration.receive(arrived);
            ended += arrived.size();
            if (ended == mine && told < mine) migration.end(ended);
            if (ended == mine) told = mine;
        }
        state.SetIterationTime(maximum(ranks(), MPI_Wtime() - start));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(total));
}
BENCHMARK(migrate)->Name("migration")->Arg(16)->Arg(64)->Arg(256)->UseManualTime();

}  // namespace
