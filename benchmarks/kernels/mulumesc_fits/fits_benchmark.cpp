// Modified Gaussian fits a second of processor time on one core: four bands, 256 channels, one per cent of
// noise, one common start. items_per_second counts fits; evaluations those of the model per fit; near the
// part of the fits whose χ² is within 1e-6 of the lowest that seven searches to 1e-12 find.
#include <benchmark/benchmark.h>

#include <map>

#include "fit_case.hpp"
#include "mulumesc/fits/fit_bands.hpp"

namespace vespa::mulumesc {
namespace {

void run(benchmark::State& state, FitOptions const& options, bool reference = false) {
    auto const& set = testing::FitCase::get();
    FitResult fits;
    for (auto _ : state) {
        fits = reference ? fit_bands_reference(set.axis, set.spectra(), set.model, options)
                         : fit_bands(set.axis, set.spectra(), set.model, options);
        benchmark::ClobberMemory();
    }
    double evaluations = 0;
    for (auto const e : fits.evaluations)
        evaluations += e;
    set.report(state, fits.chi2, evaluations);
}

FitOptions options(FitPrecision precision, double tolerance, bool errors = false, std::size_t searches = 1) {
    return {.tolerance = tolerance, .searches = searches, .precision = precision, .errors = errors};
}

BENCHMARK_CAPTURE(run, doubles_to_1e_6, options(FitPrecision::doubles, 1e-6))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, doubles_to_1e_8, options(FitPrecision::doubles, 1e-8))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, floats_then_doubles_to_1e_6, options(FitPrecision::floats_then_doubles, 1e-6))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, floats_then_doubles_to_1e_8, options(FitPrecision::floats_then_doubles, 1e-8))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, floats_then_doubles_to_1e_6_with_errors,
                  options(FitPrecision::floats_then_doubles, 1e-6, true))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, floats_then_doubles_to_1e_8_best_of_5,
                  options(FitPrecision::floats_then_doubles, 1e-8, false, 5))
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, floats_to_1e_4, options(FitPrecision::floats, 1e-4))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run, plain_twin_to_1e_6, options(FitPrecision::doubles, 1e-6), true)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vespa::mulumesc

BENCHMARK_MAIN();
