// Lines a second of processor time on one core: brought to a layer's temperature and pressure, with and
// without derivatives, by lanes and by plain code; and records of text read.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "lbl/lines/catalogue/par_source.hpp"
#include "lbl/lines/catalogue/synthetic_lines.hpp"
#include "lbl/lines/layer/preparation.hpp"

namespace vespa::lbl {
namespace {

/// A list that stays in the cache of a core, as a block of a spectrum does.
StoredLines const& list() {
    static auto const lines = read_all(SyntheticLines(20000, 500, 900, 1));
    return lines;
}

PartitionTable const& partition_sum() {
    static PartitionTable const table("made", {10, 200, 300, 1000}, {10, 200, 300, 1000});
    return table;
}

LinePreparation preparation(bool slopes) {
    PreparationOptions options;
    options.slopes = slopes;
    return LinePreparation(list(), {{1, &partition_sum()}}, {"air", "self"}, options);
}

void prepare(benchmark::State& state) {
    auto const prepared = preparation(state.range(0) != 0);
    PreparedLayer layer;
    double t = 150;
    for (auto _ : state) {
        prepared.at({t, 0.1, {0.9, 0.1}}, layer);
        benchmark::DoNotOptimize(layer.lines.strength.data());
        t = t < 350 ? t + 1 : 150;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(list().size()) * state.iterations());
}
BENCHMARK(prepare)->ArgName("slopes")->Arg(0)->Arg(1);

void prepare_reference(benchmark::State& state) {
    auto const prepared = preparation(state.range(0) != 0);
    for (auto _ : state)
        benchmark::DoNotOptimize(prepared.reference_at({250, 0.1, {0.9, 0.1}}).lines.strength.data());
    state.SetItemsProcessed(static_cast<std::int64_t>(list().size()) * state.iterations());
}
BENCHMARK(prepare_reference)->ArgName("slopes")->Arg(0)->Arg(1);

void read_records(benchmark::State& state) {
    std::string text;
    for (int i = 0; i < 20000; ++i) {
        text += fmt::format(" 51{:12.6f}{:10.3E}{:10.3E}{:5}{:5}{:10.4f}{:4.2f}{:8}{:79}{:7.1f}{:7.1f}\n",
                            2000 + 0.01 * i, 1e-20 * (i + 1), 1.0, ".0701", ".0950", 0.1 * i, 0.71, -0.0025,
                            "", 3.0, 1.0);
    }
    for (auto _ : state) {
        auto const reader = read_par(TextLines(bytes_of(text), "made"));
        for (LinePiece piece; reader->next(piece);)
            benchmark::DoNotOptimize(piece.position.data());
    }
    state.SetItemsProcessed(20000 * state.iterations());
    state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}
BENCHMARK(read_records);

}  // namespace
}  // namespace vespa::lbl

BENCHMARK_MAIN();
