#pragma once
#include <cstddef>
#include <vector>

namespace vespa::lbl {

/// A square matrix of a few rows, row after row.
class SmallMatrix {
  public:
    explicit SmallMatrix(std::size_t n) : n_(n), values_(n * n) {}
    static SmallMatrix identity(std::size_t n);

    std::size_t size() const { return n_; }
    double& operator()(std::size_t i, std::size_t j) { return values_[i * n_ + j]; }
    double operator()(std::size_t i, std::size_t j) const { return values_[i * n_ + j]; }

  private:
    std::size_t n_;
    std::vector<double> values_;
};

using SmallVector = std::vector<double>;

SmallMatrix operator*(SmallMatrix const& a, SmallMatrix const& b);
SmallVector operator*(SmallMatrix const& a, SmallVector const& x);
SmallMatrix operator+(SmallMatrix a, SmallMatrix const& b);
SmallMatrix operator-(SmallMatrix a, SmallMatrix const& b);
SmallVector operator+(SmallVector a, SmallVector const& b);
SmallVector operator-(SmallVector a, SmallVector const& b);

/// B A^-1 by elimination with partial pivoting. \param a  not singular
SmallMatrix right_divided(SmallMatrix const& b, SmallMatrix const& a);

/// L of a symmetric positive definite matrix, A = L L^T, lower triangle.
SmallMatrix cholesky(SmallMatrix const& a);

/// Eigenvalues and orthonormal eigenvectors (columns) of a symmetric matrix, by Jacobi's rotations in cyclic
/// order: small eigenvalues of a positive definite matrix come out well (Golub & Van Loan 2013, section 8.5).
struct SymmetricEigen {
    SmallVector value;
    SmallMatrix vector;
};
SymmetricEigen symmetric_eigen(SmallMatrix a);

}  // namespace vespa::lbl
