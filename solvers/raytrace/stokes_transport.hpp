#pragma once
#include <array>
#include <cstddef>

#include "raytrace/vectors.hpp"

namespace vespa::raytrace {

/// A vector along a stretch of a ray, t from −1 to 1, as the polynomial of degree 7 through its values at the
/// Chebyshev points t_j = −cos(πj/7).
class VectorSeries {
  public:
    static constexpr std::size_t points = 8;

    VectorSeries() = default;
    explicit VectorSeries(std::array<Vector, points> const& values);

    /// t_j
    static double point(std::size_t j);

    Vector value(double t) const;
    Vector slope(double t) const;  ///< d/dt

  private:
    std::array<Vector, points> coefficients_{};  ///< of the Chebyshev polynomials
};

/// Solves ds/dt = **Ω**(t) × s from `first` to `last` (first ≤ last).
///
/// Where the axis **Ω**/|**Ω**| turns by less than 3e-4 rad while s turns by 1 rad, s keeps its component
/// along the axis (corrected to first order in that ratio) and turns about it by the phase ∫|**Ω**|dt,
/// however many turns that is; the error is of second order, below 2e-5. Elsewhere by exponentials of the
/// Magnus series to order 4 (Blanes, Casas, Oteo & Ros 2009, Phys. Rep. 470, 151, eq. 253). \param s  any
/// length; the Stokes vector (Q, U, V)/I
Vector carry_stokes(VectorSeries const& rate, Vector const& s, double first, double last);

}  // namespace vespa::raytrace
