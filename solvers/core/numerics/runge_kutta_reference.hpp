#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "core/numerics/runge_kutta_pair.hpp"

namespace vespa::numerics {

/// A trial step of one initial value problem: the plain twin of runge_kutta-inl.hpp.
template <std::size_t n>
struct ReferenceStep {
    std::array<std::array<double, n>, RungeKuttaPair::most_stages> slopes{};
    std::array<double, n> end;
    std::array<double, n> error, coarse_error;  ///< estimates
};

/// y + h Σ_j a[stage][j] k_j
template <std::size_t n, class Slopes>
std::array<double, n> stage_state(RungeKuttaPair const& pair, std::size_t stage,
                                  std::array<double, n> const& y, double h, Slopes const& slopes) {
    std::array<double, n> state;
    for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < stage; ++j)
            sum += pair.a[stage][j] * slopes[j][i];
        state[i] = y[i] + h * sum;
    }
    return state;
}

/// Takes all stages, also those of the continuous extension.
/// \param rhs    void(std::array<double, n> const& y, std::array<double, n>& slopes)
/// \param first  slopes at y
template <std::size_t n, class Rhs>
ReferenceStep<n> runge_kutta_reference_step(RungeKuttaPair const& pair, Rhs& rhs,
                                            std::array<double, n> const& y, double h,
                                            std::array<double, n> const& first) {
    ReferenceStep<n> step;
    step.slopes[0] = first;
    for (std::size_t stage = 1; stage < pair.all_stages; ++stage) {
        auto const state = stage_state(pair, stage, y, h, step.slopes);
        if (stage + 1 == pair.stages) step.end = state;
        rhs(state, step.slopes[stage]);
    }
    for (std::size_t i = 0; i < n; ++i) {
        double sum = 0, coarse = 0;
        for (std::size_t j = 0; j < pair.stages; ++j) {
            sum += pair.error[j] * step.slopes[j][i];
            coarse += pair.coarse_error[j] * step.slopes[j][i];
        }
        step.error[i] = h * sum;
        step.coarse_error[i] = h * coarse;
    }
    return step;
}

/// The error of a step from the squares of its two estimates in units of the tolerance, squared: E⁴/(E² +
/// 0.01 E_coarse²) (Hairer, Nørsett & Wanner 1993, eq. II.10.17), E² for a pair of one estimate.
inline double combined_error_squared(RungeKuttaPair const& pair, double squared, double coarse_squared) {
    if (!pair.has_coarse_error()) return squared;
    return squared * squared / std::max(squared + 0.01 * coarse_squared, 1e-300);
}

}  // namespace vespa::numerics
