#pragma once
#include <array>
#include <cstddef>

/// B-splines on uniform knots: the knots are the nodes, a cell lies between two of them. In a cell, with t
/// from 0 to 1 across it, the spline is Σ c[i] w_i(t) over its degree + 1 coefficients (de Boor 1978, A
/// Practical Guide to Splines).
namespace vespa::numerics {

/// Values w_i(t) and slopes dw_i/dt of a cell's basis functions.
template <class T, std::size_t count>
struct SplineWeights {
    std::array<T, count> value, slope;
};

template <class T>
SplineWeights<T, 4> cubic_weights(T const& t) {
    T const s = T(1) - t;
    T const t2 = t * t, s2 = s * s;
    T const w0 = s2 * s * T(1.0 / 6), w3 = t2 * t * T(1.0 / 6);
    T const w1 = T(2.0 / 3) + t2 * (t * T(0.5) - T(1));
    T const w2 = T(2.0 / 3) + s2 * (s * T(0.5) - T(1));
    T const d0 = -(s2 * T(0.5)), d3 = t2 * T(0.5);
    T const d1 = t * (t * T(1.5) - T(2)), d2 = -(s * (s * T(1.5) - T(2)));
    return {{w0, w1, w2, w3}, {d0, d1, d2, d3}};
}

/// How a spline is closed at the ends of its axis.
enum class SplineEnds {
    not_a_knot,  ///< one cubic over the first two cells, and the last two: order 4 up to the ends
    periodic     ///< the node after the last is the first
};

/// Fewest nodes that a cubic spline can be fitted to.
inline constexpr std::size_t least_cubic_nodes = 4;

/// Coefficients of a spline through so many nodes: those of all cells.
constexpr std::size_t cubic_coefficients(std::size_t nodes, SplineEnds ends) {
    return ends == SplineEnds::periodic ? nodes + 3 : nodes + 2;
}

/// Turns values at nodes into the coefficients of the cubic spline through them, in place, for lines that lie
/// side by side. A line's result depends on that line alone, to the last bit.
/// \param lines  cubic_coefficients() rows, `stride` apart, of `count` numbers each: number k of every row
///               belongs to line k. On entry row i + 1 holds the values at node i; on return row i holds
///               coefficient i, the first of cell i.
/// \param nodes  at least least_cubic_nodes
void fit_cubic_lines(double* lines, std::size_t nodes, std::size_t stride, std::size_t count,
                     SplineEnds ends);

}  // namespace vespa::numerics
