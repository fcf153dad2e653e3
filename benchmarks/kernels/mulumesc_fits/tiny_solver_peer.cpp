// Ceres' TinySolver, fixed sizes and analytic slopes, without bounds: the same spectra, start and tolerance.
// Its function tolerance is that of Ceres: |Δχ²|/χ² < tolerance.
#include <ceres/tiny_solver.h>

#include <cmath>

#include "fit_case.hpp"

namespace vespa::mulumesc {
namespace {

using testing::FitCase;

template <class Number>
struct Residuals {
    using Scalar = Number;
    enum { NUM_RESIDUALS = FitCase::channels, NUM_PARAMETERS = FitCase::parameters };

    bool operator()(Number const* p, Number* residuals, Number* jacobian) const {
        constexpr std::size_t rows = FitCase::channels;
        for (std::size_t c = 0; c < rows; ++c) {
            Number const x = wavelength[c];
            Number model = p[0] + p[1] / x;
            if (jacobian) jacobian[c] = 1, jacobian[rows + c] = 1 / x;
            for (std::size_t k = 0; k < FitCase::bands; ++k) {
                Number const s = p[2 + 3 * k], z = (x - p[3 + 3 * k]) / p[4 + 3 * k];
                Number const g = std::exp(Number(-0.5) * z * z);
                model += s * g;
                if (!jacobian) continue;
                Number const slope = s * g * z / p[4 + 3 * k];
                jacobian[(2 + 3 * k) * rows + c] = g;
                jacobian[(3 + 3 * k) * rows + c] = slope;
                jacobian[(4 + 3 * k) * rows + c] = slope * z;
            }
            residuals[c] = model - data[c];
        }
        return true;
    }

    Number const *wavelength, *data;
};

template <class Number>
void tiny_solver_peer(benchmark::State& state, double tolerance) {
    auto const& set = FitCase::get();
    std::vector<Number> wavelength(set.axis.wavelength.begin(), set.axis.wavelength.end()),
        data(FitCase::channels);
    auto const parameters = parameters_of(set.model);
    std::vector<double> chi2(set.count);
    double evaluations = 0;
    ceres::TinySolver<Residuals<Number>> solver;
    solver.options.function_tolerance = static_cast<Number>(tolerance);
    solver.options.gradient_tolerance = solver.options.parameter_tolerance = 0;
    solver.options.max_num_iterations = 60;
    for (auto _ : state) {
        evaluations = 0;
        for (std::size_t i = 0; i < set.count; ++i) {
            for (std::size_t c = 0; c < FitCase::channels; ++c)
                data[c] = std::log(static_cast<Number>(set.reflectance[i * FitCase::channels + c]));
            typename ceres::TinySolver<Residuals<Number>>::Parameters x;
            for (int j = 0; j < x.size(); ++j)
                x[j] = static_cast<Number>(parameters[static_cast<std::size_t>(j)].start);
            solver.Solve({wavelength.data(), data.data()}, &x);
            chi2[i] = 2 * static_cast<double>(solver.summary.final_cost);
            evaluations += solver.summary.iterations;
        }
    }
    set.report(state, chi2, evaluations);
}

void run_doubles(benchmark::State& state, double tolerance) {
    tiny_solver_peer<double>(state, tolerance);
}
void run_floats(benchmark::State& state, double tolerance) {
    tiny_solver_peer<float>(state, tolerance);
}
BENCHMARK_CAPTURE(run_doubles, tiny_solver_peer_to_1e_6, 1e-6)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(run_floats, tiny_solver_peer_to_1e_4, 1e-4)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace vespa::mulumesc
