#include "core/numerics/cubic_spline.hpp"

#include <stdexcept>
#include <vector>

namespace vespa::numerics {
namespace {

/// The rows of the lines, by node: −1 is the coefficient before the first node's.
class Rows {
  public:
    Rows(double* lines, std::size_t stride) : lines_(lines), stride_(stride) {}
    double* operator[](std::ptrdiff_t node) const {
        return lines_ + static_cast<std::size_t>(node + 1) * stride_;
    }

  private:
    double* lines_;
    std::size_t stride_;
};

// The interpolation conditions are c[i−1] + 4 c[i] + c[i+1] = 6 f[i].

/// The pivots' reciprocals of the elimination in rows first … last, the diagonal of the first one given.
std::vector<double> pivots(std::size_t rows, double first_diagonal) {
    std::vector<double> reciprocal(rows);
    double before = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        before = reciprocal[i] = 1 / ((i == 0 ? first_diagonal : 4) - before);
    }
    return reciprocal;
}

/// One cubic over the first two cells (the fourth difference of their coefficients vanishes) and the
/// conditions at nodes 0 to 2 together give c[1] = (8 f[1] − f[0] − f[2])/6; likewise at the other end. What
/// is between has these for its ends; c[0] and c[−1] follow from the conditions at nodes 1 and 0, whose
/// values wait in their places.
void fit_not_a_knot(Rows const& c, std::ptrdiff_t n, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) {
        double const f0 = c[0][k], f1 = c[1][k], last1 = c[n - 2][k], last0 = c[n - 1][k];
        double const low = (8 * f1 - f0 - c[2][k]) / 6, high = (8 * last1 - last0 - c[n - 3][k]) / 6;
        c[-1][k] = f0;
        c[0][k] = f1;
        c[1][k] = low;
        c[n - 2][k] = high;
        c[n - 1][k] = last1;
        c[n][k] = last0;
    }
    auto const pivot = pivots(static_cast<std::size_t>(n), 4);
    for (std::ptrdiff_t i = 2; i <= n - 3; ++i) {
        double const p = pivot[static_cast<std::size_t>(i - 2)];
        for (std::size_t k = 0; k < count; ++k)
            c[i][k] = (6 * c[i][k] - c[i - 1][k]) * p;
    }
    for (std::ptrdiff_t i = n - 3; i >= 2; --i) {
        double const p = pivot[static_cast<std::size_t>(i - 2)];
        for (std::size_t k = 0; k < count; ++k)
            c[i][k] -= p * c[i + 1][k];
    }
    for (std::size_t k = 0; k < count; ++k) {
        c[0][k] = 6 * c[0][k] - 4 * c[1][k] - c[2][k];
        c[-1][k] = 6 * c[-1][k] - 4 * c[0][k] - c[1][k];
        c[n - 1][k] = 6 * c[n - 1][k] - 4 * c[n - 2][k] - c[n - 3][k];
        c[n][k] = 6 * c[n][k] - 4 * c[n - 1][k] - c[n - 2][k];
    }
}

/// The cyclic matrix is a tridiagonal one, 8 and 17/4 at the ends of its diagonal, plus u vᵀ with
/// u = (−4, 0 …, 0, 1), v = (1, 0 …, 0, −1/4) (Sherman and Morrison).
void fit_periodic(Rows const& c, std::ptrdiff_t n, std::size_t count) {
    auto const rows = static_cast<std::size_t>(n);
    auto pivot = pivots(rows, 8);
    pivot.back() = 1 / (4.25 - pivot[rows - 2]);
    std::vector<double> z(rows, 0);
    z.front() = -4 * pivot.front();
    for (std::size_t i = 1; i < rows; ++i)
        z[i] = ((i + 1 == rows ? 1 : 0) - z[i - 1]) * pivot[i];
    for (std::size_t i = rows - 1; i-- > 0;)
        z[i] -= pivot[i] * z[i + 1];
    double const share = 1 / (1 + z.front() - 0.25 * z.back());

    for (std::size_t k = 0; k < count; ++k)
        c[0][k] *= 6 * pivot[0];
    for (std::ptrdiff_t i = 1; i < n; ++i) {
        double const p = pivot[static_cast<std::size_t>(i)];
        for (std::size_t k = 0; k < count; ++k)
            c[i][k] = (6 * c[i][k] - c[i - 1][k]) * p;
    }
    for (std::ptrdiff_t i = n - 2; i >= 0; --i) {
        double const p = pivot[static_cast<std::size_t>(i)];
        for (std::size_t k = 0; k < count; ++k)
            c[i][k] -= p * c[i + 1][k];
    }
    for (std::size_t k = 0; k < count; ++k)
        c[-1][k] = (c[0][k] - 0.25 * c[n - 1][k]) * share;  // in a free row
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        double const factor = z[static_cast<std::size_t>(i)];
        for (std::size_t k = 0; k < count; ++k)
            c[i][k] -= factor * c[-1][k];
    }
    for (std::size_t k = 0; k < count; ++k) {
        c[-1][k] = c[n - 1][k];
        c[n][k] = c[0][k];
        c[n + 1][k] = c[1][k];
    }
}

}  // namespace

void fit_cubic_lines(double* lines, std::size_t nodes, std::size_t stride, std::size_t count,
                     SplineEnds ends) {
    if (nodes < least_cubic_nodes) throw std::invalid_argument("a cubic spline of fewer than four nodes");
    Rows const rows(lines, stride);
    auto const n = static_cast<std::ptrdiff_t>(nodes);
    ends == SplineEnds::periodic ? fit_periodic(rows, n, count) : fit_not_a_knot(rows, n, count);
}

}  // namespace vespa::numerics
