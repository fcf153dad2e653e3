// One line at many points: evaluations a second of CPU time on one core, by the forms that the Voigt function
// takes; store_add_peak is what adding floats to an array reaches, the limit of all of them.
#include <benchmark/benchmark.h>

#include <numeric>
#include <string>
#include <vector>

#include "lbl/line_sum/near_field.hpp"
#include "lbl/profile/voigt.hpp"
#include "multiply_add_peak.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t points = 2048;

void store_add_peak(benchmark::State& state) {
    std::vector<float> sums(points, 0), terms(points, 1e-3F);
    for (auto _ : state) {
        for (std::size_t i = 0; i < points; ++i)
            sums[i] += terms[i];
        benchmark::DoNotOptimize(sums.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(points));
}

void multiply_add_peak(benchmark::State& state) {
    std::size_t done = 0;
    for (auto _ : state)
        done += benchmarks::run_multiply_adds(10000);
    state.counters["multiply_add/s"] =
        benchmark::Counter(static_cast<double>(done), benchmark::Counter::kIsRate);
}

/// A line whose x runs from `from` to `to` at the points.
struct Stretch {
    double from, to, y, mixing = 0;
};

void run_lanes(benchmark::State& state, Stretch const& stretch, Precision precision, bool slopes) {
    std::vector<double> places(points);
    std::iota(places.begin(), places.end(), 0.0);
    Abscissae const abscissae(places);
    double const rate = (stretch.to - stretch.from) / static_cast<double>(points - 1);
    std::vector<NearLine> const lines(
        64, {-stretch.from / rate, rate, stretch.y, 1, stretch.mixing, 0.01, 0.002, 0.001});
    std::vector<double> values(abscissae.places.size()), slope(values.size());
    NearField near(precision);
    for (auto _ : state) {
        near.add(lines, abscissae, values.data(), slopes ? slope.data() : nullptr);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(points * lines.size()));
}

void run_plain(benchmark::State& state, Stretch const& stretch) {
    double const rate = (stretch.to - stretch.from) / static_cast<double>(points - 1);
    for (auto _ : state) {
        for (std::size_t i = 0; i < points; ++i)
            benchmark::DoNotOptimize(voigt(stretch.from + rate * static_cast<double>(i), stretch.y).k);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(points));
}

void declare(std::string const& name, Stretch const& stretch) {
    auto const with = [&](std::string const& end, Precision precision, bool slopes) {
        benchmark::RegisterBenchmark((name + end).c_str(), [=](benchmark::State& state) {
            run_lanes(state, stretch, precision, slopes);
        });
    };
    with("", Precision::standard, false);
    with("_fine", Precision::fine, false);
    with("_slopes", Precision::standard, true);
    benchmark::RegisterBenchmark((name + "_plain").c_str(),
                                 [=](benchmark::State& state) { run_plain(state, stretch); });
}

bool const declared = [] {
    declare("voigt_far_wing", {100, 1000, 0.5});
    declare("voigt_near_wing", {10, 29, 0.5});
    declare("voigt_core", {-5, 5, 0.5});
    declare("voigt_core_small_y", {-7.9, 7.9, 1e-4});
    return true;
}();

BENCHMARK(store_add_peak);
BENCHMARK(multiply_add_peak);

}  // namespace
}  // namespace vespa::lbl

BENCHMARK_MAIN();
