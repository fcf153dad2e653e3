#pragma once
#include <array>
#include <cstddef>

#include "core/numerics/runge_kutta_pair.hpp"

namespace vespa::numerics {

/// The solution of an ordinary differential equation inside one Runge–Kutta step, as a polynomial in the
/// fraction ϑ ∈ [0, 1] of the step; exact at both ends with its slope, between with an error O(h⁵) for order
/// 5, O(h⁸) for order 8. y(ϑ) = r0 + ϑ(r1 + (1−ϑ)(r2 + ϑ(r3 + (1−ϑ)(r4 + …)))); Hairer, Nørsett & Wanner
/// (1993), eq. II.6.12 in the form of DOPRI5 and DOP853.
template <std::size_t n>
class DenseOutput {
  public:
    /// r0, r1, … of each component.
    using Coefficients = std::array<std::array<double, n>, RungeKuttaPair::most_terms>;

    DenseOutput() = default;

    /// \param terms         of the pair
    /// \param coefficients  as dense_coefficients() finds them in lanes
    DenseOutput(std::size_t terms, Coefficients const& coefficients) : terms_(terms), r_(coefficients) {}

    /// \param start  y at the start of the step: its first n components are taken
    /// \param end    y at its end
    /// \param step   h
    /// \param slope  slope(j, i) is stage derivative k_j of component i, j < pair.all_stages
    template <std::size_t m, class Slope>
    DenseOutput(RungeKuttaPair const& pair, std::array<double, m> const& start,
                std::array<double, m> const& end, double step, Slope const& slope)
        : terms_(pair.terms) {
        static_assert(m >= n);
        for (std::size_t i = 0; i < n; ++i) {
            r_[0][i] = start[i];
            r_[1][i] = end[i] - start[i];
            r_[2][i] = step * slope(0, i) - r_[1][i];
            r_[3][i] = r_[1][i] - step * slope(pair.stages - 1, i) - r_[2][i];
            for (std::size_t term = 4; term < pair.terms; ++term) {
                double sum = 0;
                for (std::size_t j = 0; j < pair.all_stages; ++j)
                    sum += pair.dense[term - 4][j] * slope(j, i);
                r_[term][i] = step * sum;
            }
        }
    }

    /// Component i at the fraction `theta` of the step.
    double value(std::size_t i, double theta) const {
        double sum = r_[terms_ - 1][i];
        for (std::size_t j = terms_ - 1; j-- > 0;)
            sum = r_[j][i] + (j % 2 == 0 ? theta : 1 - theta) * sum;
        return sum;
    }

    /// Derivative of component i with respect to ϑ: h dy/dt.
    double slope(std::size_t i, double theta) const {
        double sum = r_[terms_ - 1][i], derivative = 0;
        for (std::size_t j = terms_ - 1; j-- > 0;) {
            bool const even = j % 2 == 0;
            double const factor = even ? theta : 1 - theta;
            derivative = (even ? sum : -sum) + factor * derivative;
            sum = r_[j][i] + factor * sum;
        }
        return derivative;
    }

    /// All components at the fraction `theta`.
    std::array<double, n> at(double theta) const {
        std::array<double, n> y;
        for (std::size_t i = 0; i < n; ++i)
            y[i] = value(i, theta);
        return y;
    }

  private:
    std::size_t terms_ = 1;
    Coefficients r_{};
};

}  // namespace vespa::numerics
