#pragma once
#include <array>
#include <cstddef>

#include "core/numerics/runge_kutta_pair.hpp"

namespace vespa::numerics {

/// A function of one variable and its derivatives at a point.
struct Jet {
    double value, slope, curvature;
};

/// The solution of an ordinary differential equation inside one Runge–Kutta step, as a polynomial in the
/// fraction ϑ ∈ [0, 1] of the step; exact at both ends with its slope, between with an error O(h⁵) for order
/// 5, O(h⁸) for order 8. y(ϑ) = r0 + ϑ(r1 + (1−ϑ)(r2 + ϑ(r3 + (1−ϑ)(r4 + …)))); Hairer, Nørsett & Wanner
/// (1993), eq. II.6.12 in the form of DOPRI5 and DOP853.
template <std::size_t n>
class DenseOutput {
  public:
    /// Undefined until assigned to.
    DenseOutput() {}

    /// \param terms        of the pair: 5 or 8
    /// \param coefficient  coefficient(j, i) is r_j of component i, as dense_coefficients() finds them in
    /// lanes
    template <class Coefficient>
    DenseOutput(std::size_t terms, Coefficient const& coefficient) : terms_(terms) {
        auto const take = [&](std::size_t j) {
            for (std::size_t i = 0; i < n; ++i)
                r_[j][i] = coefficient(j, i);
        };
        for (std::size_t j = 0; j < 5; ++j)
            take(j);
        for (std::size_t j = 5; j < terms; ++j)
            take(j);
    }

    /// \param start  y at the start of the step
    /// \param end    y at its end
    /// \param step   h
    /// \param slope  slope(j, i) is stage derivative k_j of component i, j < pair.all_stages
    template <class Slope>
    DenseOutput(RungeKuttaPair const& pair, std::array<double, n> const& start,
                std::array<double, n> const& end, double step, Slope const& slope)
        : terms_(pair.terms) {
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

    /// Component i at the fraction `theta` of the step, with derivatives with respect to ϑ: h dy/dt, h²
    /// d²y/dt².
    Jet jet(std::size_t i, double theta) const {
        double const rest = 1 - theta;
        // a + factor · inner, the factor growing with ϑ or falling
        auto const grows = [&](double a, Jet const& inner) -> Jet {
            return {a + theta * inner.value, inner.value + theta * inner.slope,
                    2 * inner.slope + theta * inner.curvature};
        };
        auto const falls = [&](double a, Jet const& inner) -> Jet {
            return {a + rest * inner.value, rest * inner.slope - inner.value,
                    rest * inner.curvature - 2 * inner.slope};
        };
        Jet tail{r_[4][i], 0, 0};
        if (terms_ > 5) tail = grows(r_[4][i], falls(r_[5][i], grows(r_[6][i], {r_[7][i], 0, 0})));
        return grows(r_[0][i], falls(r_[1][i], grows(r_[2][i], falls(r_[3][i], tail))));
    }

    double value(std::size_t i, double theta) const { return jet(i, theta).value; }
    double slope(std::size_t i, double theta) const { return jet(i, theta).slope; }

    /// All components at the fraction `theta`.
    std::array<double, n> at(double theta) const {
        std::array<double, n> y;
        for (std::size_t i = 0; i < n; ++i)
            y[i] = value(i, theta);
        return y;
    }

    /// The first m components alone.
    template <std::size_t m>
    DenseOutput<m> first() const {
        static_assert(m <= n);
        return {terms_, [this](std::size_t j, std::size_t i) { return r_[j][i]; }};
    }

  private:
    std::size_t terms_ = 5;
    std::array<std::array<double, n>, RungeKuttaPair::most_terms> r_;  ///< terms_ rows of use
};

}  // namespace vespa::numerics
