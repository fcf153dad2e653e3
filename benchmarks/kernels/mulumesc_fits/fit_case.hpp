#pragma once
#include <benchmark/benchmark.h>

#include "mulumesc/fits/fit_bands.hpp"
#include "solvers/mulumesc/fits/synthetic_bands.hpp"

namespace vespa::mulumesc::testing {

/// The spectra that all solvers of this benchmark are timed with.
struct FitCase : FourBands {
    FitCase() : FourBands(4096) {
        FitOptions const exact{.tolerance = 1e-12,
                               .most_evaluations = 400,
                               .searches = 7,
                               .precision = FitPrecision::doubles,
                               .errors = false};
        lowest = fit_bands(axis, spectra(), model, exact).chi2;
    }

    static FitCase const& get() {
        static FitCase const value;
        return value;
    }

    void report(benchmark::State& state, std::vector<double> const& chi2, double evaluations) const {
        double near = 0;
        for (std::size_t i = 0; i < chi2.size(); ++i)
            near += chi2[i] <= lowest[i] * (1 + 1e-6) ? 1 : 0;
        auto const n = static_cast<double>(chi2.size());
        state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(chi2.size()));
        state.counters["near"] = near / n;
        state.counters["evaluations"] = evaluations / n;
    }

    std::vector<double> lowest;
};

}  // namespace vespa::mulumesc::testing
