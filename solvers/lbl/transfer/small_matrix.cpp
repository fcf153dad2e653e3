#include "lbl/transfer/small_matrix.hpp"

#include <cmath>
#include <utility>

namespace vespa::lbl {

SmallMatrix SmallMatrix::identity(std::size_t n) {
    SmallMatrix one(n);
    for (std::size_t i = 0; i < n; ++i)
        one(i, i) = 1;
    return one;
}

SmallMatrix operator*(SmallMatrix const& a, SmallMatrix const& b) {
    std::size_t const n = a.size();
    SmallMatrix c(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t k = 0; k < n; ++k)
            for (std::size_t j = 0; j < n; ++j)
                c(i, j) += a(i, k) * b(k, j);
    return c;
}

SmallVector operator*(SmallMatrix const& a, SmallVector const& x) {
    SmallVector y(x.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < x.size(); ++j)
            y[i] += a(i, j) * x[j];
    return y;
}

SmallMatrix operator+(SmallMatrix a, SmallMatrix const& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a.size(); ++j)
            a(i, j) += b(i, j);
    return a;
}

SmallMatrix operator-(SmallMatrix a, SmallMatrix const& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a.size(); ++j)
            a(i, j) -= b(i, j);
    return a;
}

SmallVector operator+(SmallVector a, SmallVector const& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        a[i] += b[i];
    return a;
}

SmallVector operator-(SmallVector a, SmallVector const& b) {
    for (std::size_t i = 0; i < a.size(); ++i)
        a[i] -= b[i];
    return a;
}

SmallMatrix right_divided(SmallMatrix const& b, SmallMatrix const& a) {
    // C A = B, solved as A^T C^T = B^T: columns of A are eliminated, with the rows of B carried along.
    std::size_t const n = a.size();
    SmallMatrix m = a, c = b;
    for (std::size_t p = 0; p < n; ++p) {
        std::size_t best = p;
        for (std::size_t j = p + 1; j < n; ++j)
            if (std::abs(m(p, j)) > std::abs(m(p, best))) best = j;
        if (best != p) {
            for (std::size_t i = 0; i < n; ++i) {
                std::swap(m(i, p), m(i, best));
                std::swap(c(i, p), c(i, best));
            }
        }
        for (std::size_t j = 0; j < n; ++j) {
            if (j == p) continue;
            double const factor = m(p, j) / m(p, p);
            for (std::size_t i = p; i < n; ++i)
                m(i, j) -= factor * m(i, p);
            for (std::size_t i = 0; i < n; ++i)
                c(i, j) -= factor * c(i, p);
        }
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            c(i, j) /= m(j, j);
    return c;
}

SmallMatrix cholesky(SmallMatrix const& a) {
    std::size_t const n = a.size();
    SmallMatrix l(n);
    for (std::size_t j = 0; j < n; ++j) {
        double diagonal = a(j, j);
        for (std::size_t k = 0; k < j; ++k)
            diagonal -= l(j, k) * l(j, k);
        l(j, j) = std::sqrt(diagonal);
        for (std::size_t i = j + 1; i < n; ++i) {
            double sum = a(i, j);
            for (std::size_t k = 0; k < j; ++k)
                sum -= l(i, k) * l(j, k);
            l(i, j) = sum / l(j, j);
        }
    }
    return l;
}

SymmetricEigen symmetric_eigen(SmallMatrix a) {
    std::size_t const n = a.size();
    SmallMatrix v = SmallMatrix::identity(n);
    for (int sweep = 0; sweep < 40; ++sweep) {
        bool rotated = false;
        for (std::size_t p = 0; p < n; ++p) {
            for (std::size_t q = p + 1; q < n; ++q) {
                if (std::abs(a(p, q)) <= 1e-17 * std::sqrt(std::abs(a(p, p) * a(q, q)))) continue;
                rotated = true;
                double const theta = (a(q, q) - a(p, p)) / (2 * a(p, q));
                double const t = std::copysign(1 / (std::abs(theta) + std::hypot(theta, 1.0)), theta);
                double const c = 1 / std::hypot(t, 1.0), s = t * c;
                for (std::size_t k = 0; k < n; ++k) {
                    double const kp = a(k, p), kq = a(k, q);
                    a(k, p) = c * kp - s * kq;
                    a(k, q) = s * kp + c * kq;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    double const pk = a(p, k), qk = a(q, k);
                    a(p, k) = c * pk - s * qk;
                    a(q, k) = s * pk + c * qk;
                    double const vp = v(k, p), vq = v(k, q);
                    v(k, p) = c * vp - s * vq;
                    v(k, q) = s * vp + c * vq;
                }
                a(p, q) = a(q, p) = 0;
            }
        }
        if (!rotated) break;
    }
    SmallVector value(n);
    for (std::size_t i = 0; i < n; ++i)
        value[i] = a(i, i);
    return {std::move(value), std::move(v)};
}

}  // namespace vespa::lbl
