// Sums of line lists of the sizes of known cases: CPU time on one core, line_points/s as pairs of a line and
// a point within its cut. The plain twins take the first thousandth of the points. With VESPA_SHARED_DATA
// set, the lists themselves.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "hitran_lines.hpp"
#include "lbl/line_sum/line_sum.hpp"
#include "lbl/line_sum/plain_sum.hpp"
#include "synthetic_lines.hpp"

namespace vespa::lbl {
namespace {

struct SumCase {
    SpectralGrid grid;
    LayerLines lines;
};

double pairs_of(SumCase const& c) {
    double pairs = 0;
    for (double const position : c.lines.position) {
        double const low = std::max(position - 25, c.grid.first),
                     high = std::min(position + 25, c.grid.last());
        pairs += std::max(0.0, (high - low) / c.grid.step);
    }
    return pairs;
}

void run(benchmark::State& state, SumCase const& c, Wings const& wings, Precision precision,
         bool slopes = false) {
    LineSum sum(c.grid, wings, precision);
    std::vector<double> sigma(static_cast<std::size_t>(c.grid.points)), slope(slopes ? sigma.size() : 0);
    for (auto _ : state)
        sum.set(c.lines, sigma, slope);
    state.counters["line_points/s"] =
        benchmark::Counter(pairs_of(c), benchmark::Counter::kIsIterationInvariantRate);
    state.counters["lines/s"] = benchmark::Counter(static_cast<double>(c.lines.size()),
                                                   benchmark::Counter::kIsIterationInvariantRate);
}

void run_plain(benchmark::State& state, SumCase const& c) {
    std::vector<std::int64_t> at;
    for (std::int64_t i = 0; i < c.grid.points; i += 1000)
        at.push_back(i);
    for (auto _ : state)
        benchmark::DoNotOptimize(plain_sum(c.grid, {}, c.lines, at).data());
    state.counters["line_points/s"] =
        benchmark::Counter(pairs_of(c) * static_cast<double>(at.size()) / static_cast<double>(c.grid.points),
                           benchmark::Counter::kIsIterationInvariantRate);
}

/// Lines over the grid and 25 cm-1 on both sides.
SumCase synthetic(SpectralGrid const& grid, std::size_t count, testing::LayerState const& state) {
    double const span = grid.last() - grid.first;
    return {grid, synthetic_layer({count, grid.first - 25, span + 50, 1}, state)};
}

SumCase const& case_c() {
    static SumCase const value = synthetic({3430, 0.002, 320001}, 19779, {200, 0.1, 16, true});
    return value;
}

SumCase const& case_d() {
    static SumCase const value = synthetic({800, 0.0005, 1000001}, 5082, {150, 0.001, 34});
    return value;
}

SumCase const& case_e() {
    static SumCase const value = synthetic({800, 0.0025, 200001}, 1799028, {300, 1, 34});
    return value;
}

void sum_c_20_thousand_lines(benchmark::State& state) {
    run(state, case_c(), {}, Precision::standard);
}
void sum_c_20_thousand_lines_coarse(benchmark::State& state) {
    run(state, case_c(), {}, Precision::coarse);
}
void sum_c_20_thousand_lines_fine(benchmark::State& state) {
    run(state, case_c(), {}, Precision::fine);
}
void sum_c_20_thousand_lines_slopes(benchmark::State& state) {
    run(state, case_c(), {}, Precision::standard, true);
}
void sum_c_20_thousand_lines_pedestal(benchmark::State& state) {
    run(state, case_c(), {WingConvention::pedestal}, Precision::standard);
}
void sum_c_20_thousand_lines_unlimited(benchmark::State& state) {
    run(state, case_c(), {WingConvention::unlimited}, Precision::standard);
}
void sum_c_20_thousand_lines_plain(benchmark::State& state) {
    run_plain(state, case_c());
}
void sum_d_million_points(benchmark::State& state) {
    run(state, case_d(), {}, Precision::standard);
}
void sum_d_million_points_plain(benchmark::State& state) {
    run_plain(state, case_d());
}
void sum_e_two_million_lines(benchmark::State& state) {
    run(state, case_e(), {}, Precision::standard);
}

/// Forty layers from 1 atm and 296 K to 1 millibar and 150 K, a LineSum for all of them.
void sum_f_forty_layers(benchmark::State& state) {
    SpectralGrid const grid{800, 0.0005, 1000001};
    std::vector<LayerLines> layers;
    for (int i = 0; i < 40; ++i)
        layers.push_back(
            synthetic(grid, 5082, {296 - 3.65 * (i + 0.5), std::pow(10.0, -3 * (i + 0.5) / 40), 34}).lines);
    LineSum sum(grid, {}, Precision::standard);
    std::vector<double> sigma(static_cast<std::size_t>(grid.points));
    for (auto _ : state) {
        for (auto const& lines : layers)
            sum.set(lines, sigma);
    }
    state.counters["layers/s"] = benchmark::Counter(40, benchmark::Counter::kIsIterationInvariantRate);
}

BENCHMARK(sum_c_20_thousand_lines)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_c_20_thousand_lines_coarse)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_c_20_thousand_lines_fine)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_c_20_thousand_lines_slopes)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_c_20_thousand_lines_pedestal)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_c_20_thousand_lines_unlimited)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_c_20_thousand_lines_plain)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_d_million_points)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_d_million_points_plain)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_e_two_million_lines)->Unit(benchmark::kMillisecond);
BENCHMARK(sum_f_forty_layers)->Unit(benchmark::kMillisecond);

bool const declared = [] {
    char const* const folder = std::getenv("VESPA_SHARED_DATA");
    if (!folder) return false;
    auto const data = std::filesystem::path(folder) / "line-by-line";
    if (!std::filesystem::exists(data)) return false;
    auto const declare = [&](char const* name, char const* list, SpectralGrid const& grid, double temperature,
                             double pressure) {
        benchmark::RegisterBenchmark(name, [=](benchmark::State& state) {
            auto const records = testing::read_par(data / "lines" / list, grid.first - 25, grid.last() + 25);
            run(state, {grid, testing::air_layer(records, data / "tips", temperature, pressure)}, {},
                Precision::standard);
        })->Unit(benchmark::kMillisecond);
    };
    declare("sum_a_hitran_co", "05_hit12.par", {2000, 0.01, 30001}, 296, 1);
    declare("sum_b_hitran_ph3", "28_hit12.par", {800, 0.01, 50001}, 296, 1);
    declare("sum_c_hitran_ch4", "06_CH4-1_3400-4100_hitran.par", {3430, 0.002, 320001}, 200, 0.1);
    declare("sum_d_hitran_ph3", "28_hit12.par", {800, 0.0005, 1000001}, 150, 0.001);
    return true;
}();

}  // namespace
}  // namespace vespa::lbl
