#include "core/numerics/quartic_spline.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace vespa::numerics {
namespace {

/// Weights at x, in steps from the first of six nodes.
std::array<double, 6> lagrange(double x) {
    std::array<double, 6> weights;
    for (std::size_t i = 0; i < 6; ++i) {
        double weight = 1;
        for (std::size_t j = 0; j < 6; ++j) {
            if (j != i)
                weight *= (x - static_cast<double>(j)) / (static_cast<double>(i) - static_cast<double>(j));
        }
        weights[i] = weight;
    }
    return weights;
}

/// Values amid the cells, from those at nodes in rows 2 …, into rows 2 ….
void interpolate_midpoints(double* lines, std::size_t nodes, std::size_t stride, std::size_t count) {
    std::vector<double> at_nodes(nodes * count);
    for (std::size_t i = 0; i < nodes; ++i)
        std::copy_n(lines + (i + 2) * stride, count, at_nodes.data() + i * count);
    for (std::size_t i = 0; i + 1 < nodes; ++i) {
        std::size_t const first = std::min(i < 2 ? 0 : i - 2, nodes - 6);
        auto const weights = lagrange(static_cast<double>(i - first) + 0.5);
        double* const to = lines + (i + 2) * stride;
        for (std::size_t k = 0; k < count; ++k) {
            double sum = 0;
            for (std::size_t j = 0; j < 6; ++j)
                sum += weights[j] * at_nodes[(first + j) * count + k];
            to[k] = sum;
        }
    }
}

/// The conditions on the coefficients, a band of five diagonals to each side: rows 0, 1 and the last two say
/// that the fifth difference vanishes, those between that a midpoint's value is met.
class Conditions {
  public:
    explicit Conditions(std::size_t size) : size_(size), rows_(size, std::vector<double>(size, 0)) {
        constexpr double fifth[6] = {-1, 5, -10, 10, -5, 1}, middle[5] = {1, 76, 230, 76, 1};
        for (std::size_t r : {std::size_t{0}, std::size_t{1}, size - 2, size - 1}) {
            std::size_t const first = r < 2 ? r : r - 5;
            std::copy(fifth, fifth + 6, rows_[r].begin() + static_cast<std::ptrdiff_t>(first));
        }
        for (std::size_t r = 2; r + 2 < size; ++r) {
            for (std::size_t i = 0; i < 5; ++i)
                rows_[r][r - 2 + i] = middle[i] / 384;
        }
    }

    /// Gaussian elimination with row exchanges; `lines` holds the right-hand sides, then the solutions.
    void solve(double* lines, std::size_t stride, std::size_t count) {
        for (std::size_t j = 0; j < size_; ++j) {
            std::size_t pivot = j;
            for (std::size_t r = j + 1; r < std::min(j + 6, size_); ++r) {
                if (std::abs(rows_[r][j]) > std::abs(rows_[pivot][j])) pivot = r;
            }
            if (pivot != j) {
                std::swap(rows_[pivot], rows_[j]);
                std::swap_ranges(lines + pivot * stride, lines + pivot * stride + count, lines + j * stride);
            }
            for (std::size_t r = j + 1; r < std::min(j + 6, size_); ++r)
                eliminate(j, r, lines, stride, count);
        }
        for (std::size_t j = size_; j-- > 0;) {
            double* const row = lines + j * stride;
            for (std::size_t c = j + 1; c < std::min(j + 11, size_); ++c)
                subtract(rows_[j][c], lines + c * stride, row, count);
            for (std::size_t k = 0; k < count; ++k)
                row[k] /= rows_[j][j];
        }
    }

  private:
    static void subtract(double factor, double const* from, double* row, std::size_t count) {
        if (factor == 0) return;
        for (std::size_t k = 0; k < count; ++k)
            row[k] -= factor * from[k];
    }
    void eliminate(std::size_t j, std::size_t r, double* lines, std::size_t stride, std::size_t count) {
        double const factor = rows_[r][j] / rows_[j][j];
        if (factor == 0) return;
        for (std::size_t c = j; c < std::min(j + 11, size_); ++c)
            rows_[r][c] -= factor * rows_[j][c];
        subtract(factor, lines + j * stride, lines + r * stride, count);
    }

    std::size_t size_;
    std::vector<std::vector<double>> rows_;
};

}  // namespace

void fit_quartic_lines(double* lines, std::size_t nodes, std::size_t stride, std::size_t count) {
    if (nodes < least_quartic_nodes) throw std::invalid_argument("a quartic spline of fewer than six nodes");
    interpolate_midpoints(lines, nodes, stride, count);
    std::size_t const size = nodes + 3;
    for (std::size_t const r : {std::size_t{0}, std::size_t{1}, size - 2, size - 1})
        std::fill_n(lines + r * stride, count, 0.0);
    Conditions(size).solve(lines, stride, count);
}

}  // namespace vespa::numerics
