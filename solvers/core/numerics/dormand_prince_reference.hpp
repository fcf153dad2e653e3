#pragma once
#include <array>
#include <cstddef>

#include "core/numerics/dormand_prince.hpp"

namespace vespa::numerics {

/// A trial step of one initial value problem: the plain twin of dormand_prince-inl.hpp.
template <std::size_t n>
struct ReferenceStep {
    std::array<std::array<double, n>, dormand_prince::stages> slopes;
    std::array<double, n> end;
    std::array<double, n> error;  ///< estimate: solution of order 5 minus that of order 4
};

/// \param rhs    void(std::array<double, n> const& y, std::array<double, n>& slopes)
/// \param first  slopes at y
template <std::size_t n, class Rhs>
ReferenceStep<n> dormand_prince_reference_step(Rhs& rhs, std::array<double, n> const& y, double h,
                                               std::array<double, n> const& first) {
    ReferenceStep<n> step;
    step.slopes[0] = first;
    for (std::size_t stage = 1; stage < dormand_prince::stages; ++stage) {
        for (std::size_t i = 0; i < n; ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < stage; ++j)
                sum += dormand_prince::a[stage][j] * step.slopes[j][i];
            step.end[i] = y[i] + h * sum;
        }
        rhs(step.end, step.slopes[stage]);
    }
    for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < dormand_prince::stages; ++j)
            sum += dormand_prince::error[j] * step.slopes[j][i];
        step.error[i] = h * sum;
    }
    return step;
}

}  // namespace vespa::numerics
