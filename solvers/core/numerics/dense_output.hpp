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
    /// y0, r1, … r4 of each component.
    using Coefficients = std::array<std::array<double, n>, 5>;

    DenseOutput() = default;

    /// \param coefficients  as dense_coefficients() finds them in lanes
    explicit DenseOutput(Coefficients const& coefficients) : r_(coefficients) {}

    /// \param start  y at the start of the step: its first n components are taken
    /// \param end    y at its end
    /// \param step   h
    /// \param slope  slope(j, i) is stage derivative k_{j+1} of component i, j < 7
    template <std::size_t m, class Slope>
    DenseOutput(std::array<double, m> const& start, std::array<double, m> const& end, double step,
                Slope const& slope) {
        static_assert(m >= n);
        for (std::size_t i = 0; i < n; ++i) {
            r_[0][i] = start[i];
            r_[1][i] = end[i] - start[i];
            r_[2][i] = step * slope(0, i) - r_[1][i];
            r_[3][i] = r_[1][i] - step * slope(6, i) - r_[2][i];
            double sum = 0;
            for (std::size_t j = 0; j < dormand_prince::stages; ++j)
                sum += dormand_prince::dense[j] * slope(j, i);
            r_[4][i] = step * sum;
        }
    }

    /// Component i at the fraction `theta` of the step.
    double value(std::size_t i, double theta) const {
        double const rest = 1 - theta;
        return r_[0][i] + theta * (r_[1][i] + rest * (r_[2][i] + theta * (r_[3][i] + rest * r_[4][i])));
    }

    /// Derivative of component i with respect to ϑ: h dy/dt.
    double slope(std::size_t i, double theta) const {
        double const rest = 1 - theta;
        return r_[1][i] + (rest - theta) * r_[2][i] + theta * (rest + rest - theta) * r_[3][i] +
               2 * theta * rest * (rest - theta) * r_[4][i];
    }

    /// All components at the fraction `theta`.
    std::array<double, n> at(double theta) const {
        std::array<double, n> y;
        for (std::size_t i = 0; i < n; ++i)
            y[i] = value(i, theta);
        return y;
    }

  private:
    Coefficients r_{};
};

}  // namespace vespa::numerics
