#include "mulumesc/fits/normal_matrix.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "mulumesc/fits/outcome.hpp"

namespace vespa::mulumesc {

bool factorise_plainly(std::span<double> a, std::size_t n) {
    bool sound = true;
    for (std::size_t i = 0; i < n; ++i) {
        double* const row = &a[in_triangle(i, 0)];
        double const diagonal = row[i];
        for (std::size_t j = 0; j <= i; ++j) {
            double const* const other = &a[in_triangle(j, 0)];
            double sum = row[j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= row[k] * other[k];
            if (j < i) {
                row[j] = sum / other[j];
            } else {
                bool const good = sum > 16 * std::numeric_limits<double>::epsilon() * diagonal;
                sound = sound && good;
                row[i] = std::sqrt(good ? sum : 1e30);
            }
        }
    }
    return sound;
}

void solve_plainly(std::span<double const> a, std::span<double> x, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            x[i] -= a[in_triangle(i, j)] * x[j];
        x[i] /= a[in_triangle(i, i)];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t j = i + 1; j < n; ++j)
            x[i] -= a[in_triangle(j, i)] * x[j];
        x[i] /= a[in_triangle(i, i)];
    }
}

namespace {

using Triangle = std::array<double, 1024>;  // of up to 44 unknowns

/// Replaces a lower Cholesky factor by its inverse.
void invert_factor(Triangle& l, std::size_t n) {
    for (std::size_t j = 0; j < n; ++j) {
        l[in_triangle(j, j)] = 1 / l[in_triangle(j, j)];
        for (std::size_t i = j + 1; i < n; ++i) {
            double sum = 0;
            for (std::size_t k = j; k < i; ++k)
                sum -= l[in_triangle(i, k)] * l[in_triangle(k, j)];
            l[in_triangle(i, j)] = sum / l[in_triangle(i, i)];
        }
    }
}

double one_norm(Triangle const& a, std::size_t n) {
    double most = 0;
    for (std::size_t j = 0; j < n; ++j) {
        double sum = 0;
        for (std::size_t i = 0; i < n; ++i)
            sum += std::abs(a[i >= j ? in_triangle(i, j) : in_triangle(j, i)]);
        most = std::max(most, sum);
    }
    return most;
}

}  // namespace

void appraise(std::span<double const> normal, std::size_t n, Appraisal& out) {
    double const infinite = std::numeric_limits<double>::infinity();
    out.errors.assign(n, infinite);
    out.correlation.assign(n * (n - 1) / 2, 0);
    out.condition = infinite;
    std::array<double, 64> scale{};
    for (std::size_t i = 0; i < n; ++i)
        scale[i] = 1 / std::sqrt(normal[in_triangle(i, i)]);
    Triangle a, inverse;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double const scaled = normal[in_triangle(i, j)] * scale[i] * scale[j];
            a[in_triangle(i, j)] = std::isfinite(scaled) ? scaled : i == j ? 1 : 0;
        }
    }
    Triangle l = a;
    bool const sound = factorise_plainly(std::span(l).first(in_triangle(n, 0)), n);
    invert_factor(l, n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0;
            for (std::size_t k = i; k < n; ++k)
                sum += l[in_triangle(k, i)] * l[in_triangle(k, j)];
            inverse[in_triangle(i, j)] = sum;
        }
    }
    bool determined = sound;
    for (std::size_t i = 0; i < n; ++i) {
        if (!std::isfinite(scale[i])) {
            determined = false;
            continue;
        }
        out.errors[i] = std::sqrt(inverse[in_triangle(i, i)]) * scale[i];
        for (std::size_t j = 0; j < i; ++j) {
            out.correlation[i * (i - 1) / 2 + j] =
                inverse[in_triangle(i, j)] /
                std::sqrt(inverse[in_triangle(i, i)] * inverse[in_triangle(j, j)]);
        }
    }
    if (determined) out.condition = one_norm(a, n) * one_norm(inverse, n);
}

}  // namespace vespa::mulumesc
