#pragma once
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/numerics/cubic_spline.hpp"

namespace vespa::numerics {

/// A tensor product of B-splines in three coordinates, each in units of its cells; the degrees are the
/// caller's. Plain data, the coefficients not owned. Those of cell (i, j, k) begin at
/// [(k·middle + j)·fast + i] and reach degree + 1 numbers along each axis.
struct TensorSpline {
    double const* coefficients = nullptr;
    std::array<std::int64_t, 3> cells{};       ///< of the axes; the first axis' coefficients are contiguous
    std::array<std::int64_t, 2> row_counts{};  ///< coefficients along the first axis, and along the second
};

/// How far beyond its first and last knot a spline is continued by the polynomial of its last cell, in cells;
/// farther out it has no value.
inline constexpr double spline_margin = 1;

/// A value with its slopes along the three axes, by cell.
template <class T>
struct SplinePoint {
    T value;
    std::array<T, 3> slope;
};

/// The cell that u, in cells from the first knot, is evaluated in.
inline std::int64_t cell_of(double u, std::int64_t cells) {
    if (!(u > 0)) return 0;
    return u >= static_cast<double>(cells) ? cells - 1 : static_cast<std::int64_t>(u);
}

inline bool within_margin(double u, std::int64_t cells) {
    return u >= -spline_margin && u <= static_cast<double>(cells) + spline_margin;
}

/// Σ c w over the cell whose coefficients begin at `first`: the plain twin of the lanes' contraction
/// (tensor_spline-inl.hpp).
template <class T, std::size_t fast, std::size_t middle, std::size_t slow>
SplinePoint<T> contract(double const* first, std::array<std::int64_t, 2> const& row_counts,
                        SplineWeights<T, fast> const& x, SplineWeights<T, middle> const& y,
                        SplineWeights<T, slow> const& z) {
    SplinePoint<T> sum{T(0), {T(0), T(0), T(0)}};
    for (std::size_t k = 0; k < slow; ++k) {
        for (std::size_t j = 0; j < middle; ++j) {
            for (std::size_t i = 0; i < fast; ++i) {
                auto const row = static_cast<std::int64_t>(k) * row_counts[1] + static_cast<std::int64_t>(j);
                T const c(first[row * row_counts[0] + static_cast<std::int64_t>(i)]);
                sum.value = sum.value + c * (x.value[i] * y.value[j] * z.value[k]);
                sum.slope[0] = sum.slope[0] + c * (x.slope[i] * y.value[j] * z.value[k]);
                sum.slope[1] = sum.slope[1] + c * (x.value[i] * y.slope[j] * z.value[k]);
                sum.slope[2] = sum.slope[2] + c * (x.value[i] * y.value[j] * z.slope[k]);
            }
        }
    }
    return sum;
}

/// Where the coefficients of a cell begin.
inline double const* cell_coefficients(TensorSpline const& spline, std::array<std::int64_t, 3> const& cell) {
    return spline.coefficients + (cell[2] * spline.row_counts[1] + cell[1]) * spline.row_counts[0] + cell[0];
}

}  // namespace vespa::numerics
