// MINPACK's lmder as cminpack has it, without bounds: the same spectra, start and tolerance (ftol).
#include <cminpack.h>

#include <cmath>

#include "fit_case.hpp"
#include "mulumesc/fits/band_shapes.hpp"

namespace vespa::mulumesc {
namespace {

using testing::FitCase;

struct Data {
    double const *wavelength, *logs;
};

int residuals(void* given, int, int, double const* p, double* out, double* jacobian, int rows, int what) {
    auto const& data = *static_cast<Data const*>(given);
    for (std::size_t c = 0; c < FitCase::channels; ++c) {
        double const x = data.wavelength[c];
        double model = p[0] + p[1] / x;
        double* const row = jacobian + c;
        auto const column = static_cast<std::size_t>(rows);
        if (what == 2) row[0] = 1, row[column] = 1 / x;
        for (std::size_t k = 0; k < FitCase::bands; ++k) {
            auto const band = band_slopes(BandShape::gaussian, p + 2 + 3 * k, x);
            model += band.value;
            for (std::size_t j = 0; what == 2 && j < 3; ++j)
                row[(2 + 3 * k + j) * column] = band.slope[j];
        }
        if (what == 1) out[c] = model - data.logs[c];
    }
    return 0;
}

void cminpack_peer(benchmark::State& state, double tolerance) {
    auto const& set = FitCase::get();
    constexpr int m = FitCase::channels, n = FitCase::parameters;
    auto const parameters = parameters_of(set.model);
    std::vector<double> logs(m), f(m), jacobian(static_cast<std::size_t>(m) * n), chi2(set.count);
    double evaluations = 0;
    for (auto _ : state) {
        evaluations = 0;
        for (std::size_t i = 0; i < set.count; ++i) {
            for (std::size_t c = 0; c < FitCase::channels; ++c)
                logs[c] = std::log(set.reflectance[i * FitCase::channels + c]);
            Data data{set.axis.wavelength.data(), logs.data()};
            double x[n], scale[n], qtf[n], work[3][n], work_m[m];
            for (std::size_t j = 0; j < parameters.size(); ++j)
                x[j] = parameters[j].start;
            int pivots[n], function_calls = 0, slope_calls = 0;
            lmder(residuals, &data, m, n, x, f.data(), jacobian.data(), m, tolerance, 0, 0, 400, scale, 1,
                  100, 0, &function_calls, &slope_calls, pivots, qtf, work[0], work[1], work[2], work_m);
            chi2[i] = 0;
            for (double const r : f)
                chi2[i] += r * r;
            evaluations += function_calls;
        }
    }
    set.report(state, chi2, evaluations);
}

BENCHMARK_CAPTURE(cminpack_peer, to_1e_6, 1e-6)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vespa::mulumesc
