// Spectra unmixed a second of processor time on one core: 224 channels, abundances drawn from a
// Dirichlet(0.4) distribution, one per cent of noise. items_per_second counts spectra; solutions those of
// small systems per spectrum.
#include <benchmark/benchmark.h>

#include "mulumesc/unmixing/unmix.hpp"
#include "solvers/mulumesc/unmixing/mixtures.hpp"

namespace vespa::mulumesc {
namespace {

void run(benchmark::State& state, bool plain, MixingSpace space) {
    testing::Mixtures const set(static_cast<std::size_t>(state.range(0)), 224, 4096, 0.01, 1);
    UnmixingOptions const options{.space = space};
    Abundances fits;
    for (auto _ : state) {
        fits = plain ? unmix_reference(set.axis, set.spectra(), set.library(), options)
                     : unmix(set.axis, set.spectra(), set.library(), options);
        benchmark::ClobberMemory();
    }
    double solutions = 0;
    for (auto const s : fits.solutions)
        solutions += s;
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(set.count));
    state.counters["solutions"] = solutions / static_cast<double>(set.count);
}

BENCHMARK_CAPTURE(run, lanes, false, MixingSpace::reflectance)
    ->Arg(5)
    ->Arg(10)
    ->Arg(20)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, lanes_albedo, false, MixingSpace::albedo)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, lanes_twin, true, MixingSpace::reflectance)->Arg(10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vespa::mulumesc

BENCHMARK_MAIN();
