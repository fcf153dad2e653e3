// Radiance of 40 layers along a vertical path, with and without derivatives, beside the plain twins; and
// multiple scattering of one column. Rates are layer points, and columns, a second.
#include <benchmark/benchmark.h>

#include "lbl/transfer/discrete_ordinates.hpp"
#include "lbl/transfer/formal_solution_reference.hpp"

namespace {

using namespace vespa::lbl;

constexpr std::size_t layers = 40, points = 8192;

/// Optical depths from 1e-4 to 0.1 without order, temperatures that fall with height.
struct Case {
    RowsArray depth{layers, points}, by_depth{layers, points}, by_level{layers + 1, points};
    std::vector<double> wavenumber, temperature, share = std::vector<double>(layers, 0.5);
    std::vector<double> radiance = std::vector<double>(points), passed = std::vector<double>(points);
    Path path;

    Case() {
        for (std::size_t i = 0; i < points; ++i)
            wavenumber.push_back(2140 + 0.002 * static_cast<double>(i));
        for (std::size_t k = 0; k <= layers; ++k)
            temperature.push_back(296 - 3.65 * static_cast<double>(k));
        for (std::size_t k = layers; k-- > 0;) {
            path.segments.push_back({k});
            for (std::size_t i = 0; i < points; ++i)
                depth.view().row(k)[i] = 1e-4 * static_cast<double>(1 + (7919 * i + k) % 1000);
        }
    }
    Sight sight(benchmark::State const& state) const {
        return {&path, temperature,
                state.range(0) == 0 ? LayerSource::isothermal : LayerSource::linear_in_tau};
    }
};

void count(benchmark::State& state) {
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * layers * points));
}

void radiance(benchmark::State& state) {
    Case c;
    for (auto _ : state) {
        radiance_along(c.sight(state), c.wavenumber, c.depth.view(), {}, c.radiance, c.passed);
        benchmark::DoNotOptimize(c.radiance.data());
    }
    count(state);
}

void radiance_reference(benchmark::State& state) {
    Case c;
    for (auto _ : state) {
        radiance_along_reference(c.sight(state), c.wavenumber, c.depth.view(), {}, c.radiance, c.passed);
        benchmark::DoNotOptimize(c.radiance.data());
    }
    count(state);
}

void derivatives(benchmark::State& state) {
    Case c;
    for (auto _ : state) {
        radiance_with_slopes(c.sight(state), c.wavenumber, c.depth.view(), {}, {}, c.share, c.radiance,
                             c.passed, {c.by_depth.view(), c.by_level.view()});
        benchmark::DoNotOptimize(c.radiance.data());
    }
    count(state);
}

void derivatives_reference(benchmark::State& state) {
    Case c;
    for (auto _ : state) {
        radiance_with_slopes_reference(c.sight(state), c.wavenumber, c.depth.view(), {}, {}, c.share,
                                       c.radiance, c.passed, {c.by_depth.view(), c.by_level.view()});
        benchmark::DoNotOptimize(c.radiance.data());
    }
    count(state);
}

void scattering(benchmark::State& state) {
    auto const streams = static_cast<std::size_t>(state.range(0));
    ScatteringColumn column;
    column.optical_depth.assign(layers, 0.1);
    column.albedo.assign(layers, 0.9);
    column.moments.assign(layers, henyey_greenstein_moments(0.7, streams + 1));
    column.planck.assign(layers + 1, 1.0);
    std::vector<ViewDirection> const views{{1, 0}};
    for (auto _ : state)
        benchmark::DoNotOptimize(scatter(column, views, streams));
    state.SetItemsProcessed(state.iterations());
}

BENCHMARK(radiance)->Name("radiance_of_40_layers")->Arg(0)->Arg(1);
BENCHMARK(radiance_reference)->Name("radiance_of_40_layers_reference")->Arg(0)->Arg(1);
BENCHMARK(derivatives)->Name("derivatives_of_40_layers")->Arg(0)->Arg(1);
BENCHMARK(derivatives_reference)->Name("derivatives_of_40_layers_reference")->Arg(0)->Arg(1);
BENCHMARK(scattering)->Name("scattering_of_40_layers")->Arg(4)->Arg(8)->Arg(16);

}  // namespace

BENCHMARK_MAIN();
