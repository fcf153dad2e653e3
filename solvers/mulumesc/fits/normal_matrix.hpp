#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace vespa::mulumesc {

/// Replaces the lower triangle of a symmetric matrix, kept by rows, by its Cholesky factor. A pivot below a
/// few roundings of its diagonal counts as infinite: that unknown becomes nearly zero. Returns whether there
/// was none.
bool factorise_plainly(std::span<double> a, std::size_t n);

/// Solves A x = b in place, A factorised.
void solve_plainly(std::span<double const> a, std::span<double> x, std::size_t n);

/// The inverse of a normal matrix as standard errors, correlations (lower triangle by rows, without the
/// diagonal) and the condition number, in the 1-norm, of the matrix scaled to a unit diagonal. An unknown
/// that the data do not determine has an infinite error, correlation 0, and makes the condition infinite.
struct Appraisal {
    std::vector<double> errors, correlation;
    double condition = 0;
};
void appraise(std::span<double const> normal, std::size_t n, Appraisal& out);

}  // namespace vespa::mulumesc
