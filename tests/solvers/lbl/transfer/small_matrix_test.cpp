#include "lbl/transfer/small_matrix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace vespa::lbl {
namespace {

SmallMatrix random_matrix(std::size_t n, unsigned seed) {
    std::mt19937 random(seed);
    SmallMatrix a(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            a(i, j) = std::uniform_real_distribution<double>(-1, 1)(random);
    return a;
}

TEST(SmallMatrix, DivisionUndoesMultiplication) {
    for (std::size_t n : {1U, 2U, 5U, 16U}) {
        auto const a = random_matrix(n, 1), b = random_matrix(n, 2);
        auto const c = right_divided(b * a, a);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                EXPECT_NEAR(c(i, j), b(i, j), 1e-11);
    }
}

TEST(SmallMatrix, EigenvectorsDiagonalise) {
    for (std::size_t n : {1U, 2U, 7U, 16U}) {
        auto const r = random_matrix(n, 3);
        SmallMatrix a(n);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                for (std::size_t k = 0; k < n; ++k)
                    a(i, j) += r(i, k) * r(j, k) + (i == j && k == 0 ? 0.1 : 0);
        auto const eigen = symmetric_eigen(a);
        auto const l = cholesky(a);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j) {
                double left = 0, factor = 0, unit = 0;
                for (std::size_t k = 0; k < n; ++k) {
                    left += a(i, k) * eigen.vector(k, j);
                    factor += l(i, k) * l(j, k);
                    unit += eigen.vector(k, i) * eigen.vector(k, j);
                }
                EXPECT_NEAR(left, eigen.value[j] * eigen.vector(i, j), 1e-13 * double(n));
                EXPECT_NEAR(factor, a(i, j), 1e-13 * double(n));
                EXPECT_NEAR(unit, i == j ? 1 : 0, 1e-14 * double(n));
            }
        }
    }
}

}  // namespace
}  // namespace vespa::lbl
