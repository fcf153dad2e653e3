#pragma once
#include <array>
#include <cstddef>

#include "core/numerics/dormand_prince.hpp"

namespace vespa::numerics {

/// The solution of an ordinary differential equation inside one Dormand–Prince step, as a polynomial of
/// degree 4 in the fraction ϑ ∈ [0, 1] of the step; exact at both ends, with error O(h⁵) between. y(ϑ) = y0 +
/// ϑ(r1 + (1−ϑ)(r2 + ϑ(r3 + (1−ϑ) r4))); Hairer, Nørsett & Wanner (1993), eq. II.6.12 in the form of DOPRI5.
template <std::size_t n>
class DenseOutput {
  public:
    DenseOutput() = default;

    /// \param start  y at the start of the step
    /// \param end    y at its end
    /// \param step   h
    /// \param slope  slope(j, i) is stage derivative k_{j+1} of component i, j < 7
    template <class Slope>
    DenseOutput(std::array<double, n> const& start, std::array<double, n> const& end, double step,
                Slope const& slope) {
        for (std::size_t i = 0; i < n; ++i) {
            start_[i] = start[i];
            r1_[i] = end[i] - start[i];
            r2_[i] = step * slope(0, i) - r1_[i];
            r3_[i] = r1_[i] - step * slope(6, i) - r2_[i];
            double sum = 0;
            for (std::size_t j = 0; j < dormand_prince::stages; ++j)
                sum += dormand_prince::dense[j] * slope(j, i);
            r4_[i] = step * sum;
        }
    }

    /// Component i at the fraction `theta` of the step.
    double value(std::size_t i, double theta) const {
        double const rest = 1 - theta;
        return start_[i] + theta * (r1_[i] + rest * (r2_[i] + theta * (r3_[i] + rest * r4_[i])));
    }

    /// Derivative of component i with respect to ϑ: h dy/dt.
    double slope(std::size_t i, double theta) const {
        double const rest = 1 - theta;
        return r1_[i] + (rest - theta) * r2_[i] + theta * (rest + rest - theta) * r3_[i] +
               2 * theta * rest * (rest - theta) * r4_[i];
    }

    /// All components at the fraction `theta`.
    std::array<double, n> at(double theta) const {
        std::array<double, n> y;
        for (std::size_t i = 0; i < n; ++i)
            y[i] = value(i, theta);
        return y;
    }

  private:
    std::array<double, n> start_{}, r1_{}, r2_{}, r3_{}, r4_{};
};

}  // namespace vespa::numerics
