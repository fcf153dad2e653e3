// Spectra a second on one core: the hull on each instruction set beside its plain twin, the hull with the
// parameters of two bands, and detection over 25 scales. 256 channels from 0.5 to 2.55 um, two or four bands,
// noise of 0.5 %. items_per_second counts spectra.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "core/simd/targets.hpp"
#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/continuum/hull_reference.hpp"

namespace vespa::mulumesc {
namespace {

constexpr std::size_t count = 512, channels = 256;

struct Set {
    SpectralAxis axis;
    std::vector<double> reflectance;
};

Set const& spectra() {
    static Set const set = [] {
        std::mt19937_64 random(1);
        std::normal_distribution<double> normal;
        Set made;
        for (std::size_t i = 0; i < channels; ++i) {
            made.axis.wavelength.push_back(0.5 + 2.05 * static_cast<double>(i) / (channels - 1));
            made.axis.good.push_back(1);
        }
        double const centre[] = {0.92, 1.95, 1.06, 1.28}, sigma[] = {0.08, 0.24, 0.11, 0.18},
                     depth[] = {0.3, 0.25, 0.1, 0.08};
        for (std::size_t s = 0; s < count; ++s) {
            double const slope = 0.05 * normal(random), tilt = 0.02 * normal(random);
            for (double const x : made.axis.wavelength) {
                double logarithm = -1.1 + slope / x;
                for (std::size_t k = 0; k < (s % 2 ? 4 : 2); ++k)
                    logarithm -= depth[k] * std::exp(-0.5 * std::pow((x - centre[k] - tilt) / sigma[k], 2));
                made.reflectance.push_back(std::exp(logarithm) * (1 + 0.005 * normal(random)));
            }
        }
        return made;
    }();
    return set;
}

template <class T>
void hull(benchmark::State& state, std::string const& target) {
    simd::use_target(target);
    auto const& set = spectra();
    std::vector<T> const y(set.reflectance.begin(), set.reflectance.end());
    std::vector<T> ratio(y.size());
    for (auto _ : state) {
        remove_continuum<T>(set.axis, {}, {count, channels, y, {}}, ratio);
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
    simd::use_target("");
}

void hull_twin(benchmark::State& state) {
    auto const& set = spectra();
    std::vector<double> ratio(channels);
    for (auto _ : state) {
        for (std::size_t s = 0; s < count; ++s) {
            std::span const y(set.reflectance.data() + s * channels, channels);
            auto const line =
                lines_through(set.axis, y, upper_hull(set.axis, y, valid_channels(set.axis, y)));
            for (std::size_t i = 0; i < channels; ++i)
                ratio[i] = y[i] / line[i];
            benchmark::DoNotOptimize(ratio.data());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}

template <class T>
void bands(benchmark::State& state, std::string const& target, BandSearch const& search) {
    simd::use_target(target);
    auto const& set = spectra();
    std::vector<T> const y(set.reflectance.begin(), set.reflectance.end());
    std::vector<T> ratio(y.size());
    std::vector<double> const noise(channels, 0.0015);
    BandFinder finder(set.axis, search);
    std::size_t found = 0, passes = 0;
    for (auto _ : state) {
        remove_continuum<T>(set.axis, {}, {count, channels, y, {}}, ratio);
        for (std::size_t s = 0; s < count; ++s) {
            found += finder
                         .find<T>(std::span(y).subspan(s * channels, channels),
                                  std::span<T const>(ratio).subspan(s * channels, channels), noise)
                         .size();
        }
        ++passes;
    }
    state.counters["bands_per_spectrum"] = static_cast<double>(found) / static_cast<double>(passes * count);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
    simd::use_target("");
}

/// The same detection over lanes, many spectra at once.
void detection(benchmark::State& state, std::string const& target) {
    simd::use_target(target);
    auto const& set = spectra();
    std::vector<float> const y(set.reflectance.begin(), set.reflectance.end());
    std::vector<float> ratio(y.size());
    std::vector<double> const noise(y.size(), 0.0015);
    BandFinder finder(set.axis, {});
    std::size_t found = 0, passes = 0;
    for (auto _ : state) {
        Spectra<float> const all{count, channels, y, {}};
        remove_continuum<float>(set.axis, {}, all, ratio);
        finder.find_all<float>(all, ratio, noise,
                               [&](std::size_t, std::span<Band const> bands) { found += bands.size(); });
        ++passes;
    }
    state.counters["bands_per_spectrum"] = static_cast<double>(found) / static_cast<double>(passes * count);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
    simd::use_target("");
}

}  // namespace
}  // namespace vespa::mulumesc

int main(int argc, char** argv) {
    using namespace vespa;
    using namespace vespa::mulumesc;
    BandSearch const two{.ranges_um = {{0.7, 1.4}, {1.4, 2.5}}};
    for (auto const& target : simd::available_targets()) {
        benchmark::RegisterBenchmark(("hull/float/" + target).c_str(), hull<float>, target);
        benchmark::RegisterBenchmark(("hull/double/" + target).c_str(), hull<double>, target);
        benchmark::RegisterBenchmark(("hull+2-bands/float/" + target).c_str(), bands<float>, target, two);
        benchmark::RegisterBenchmark(("hull+2-bands/double/" + target).c_str(), bands<double>, target, two);
    }
    benchmark::RegisterBenchmark("hull/double/twin", hull_twin);
    benchmark::RegisterBenchmark("hull+detection/float/plain", bands<float>, "", BandSearch{});
    for (auto const& target : simd::available_targets())
        benchmark::RegisterBenchmark(("hull+detection/float/" + target).c_str(), detection, target);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
