#pragma once
#include "core/numerics/cubic_spline.hpp"

namespace vespa::numerics {

/// Basis functions of the quartic on a cell. The slopes are differences of the cubic's: the derivative of
/// Σ c[i] w_i is the cubic spline with the coefficients c[i+1] − c[i].
template <class T>
SplineWeights<T, 5> quartic_weights(T const& t) {
    T const s = T(1) - t, t2 = t * t, s2 = s * s;
    T const share(1.0 / 24);
    T const w0 = s2 * s2 * share, w4 = t2 * t2 * share;
    T const w1 = (T(11) + t * (T(-12) + t * (T(-6) + t * (T(12) - t * T(4))))) * share;
    T const w2 = (T(11) + t * (T(12) + t * (T(-6) + t * (T(-12) + t * T(6))))) * share;
    T const w3 = (T(1) + t * (T(4) + t * (T(6) + t * (T(4) - t * T(4))))) * share;
    auto const c = cubic_weights(t).value;
    return {{w0, w1, w2, w3, w4}, {-c[0], c[0] - c[1], c[1] - c[2], c[2] - c[3], c[3]}};
}

/// Fewest nodes that a quartic spline can be fitted to.
inline constexpr std::size_t least_quartic_nodes = 6;

/// Turns values at nodes into the nodes + 3 coefficients of a quartic spline with its knots at the nodes, in
/// place. A quartic spline is not determined by values at its knots, but well so by values amid its cells:
/// those are interpolated by polynomials of degree 5 first, so that the nodes' values are kept to order 6
/// only; the ends are closed by "not a knot" at the two outermost knots within, which keeps quartics exactly.
/// \param lines nodes + 3 rows, `stride` apart, of `count` numbers each, as in fit_cubic_lines(). On entry
/// row
///              i + 2 holds the values at node i; on return row i holds coefficient i, the first of cell i.
void fit_quartic_lines(double* lines, std::size_t nodes, std::size_t stride, std::size_t count);

}  // namespace vespa::numerics
