#pragma once
#include <array>
#include <cstddef>

#include "lbl/precision.hpp"

namespace vespa::lbl {

/// w(z) = 2 p(Z) / (L - iz)^2 + (1/sqrt pi) / (L - iz), Z = (L + iz) / (L - iz), p of degree terms - 1
/// (Weideman 1994, SIAM J. Numer. Anal. 31, 1497). Its error in K grows as 1 / y.
struct WeidemanSum {
    int terms = 0;
    double scale = 0;  ///< L
    std::array<double, 32> coefficients{};
};

/// H(q) = 1 - 2x Dawson(x), q = x^2, as P(q) / Q(q), Q positive: weighted minimax fits made for this program.
/// Used in K = e^-q [1 + Y(1-2q)] - (2y/sqrt pi) H + (2y^3/3 sqrt pi) [(2q-3)H + 1], Y = y^2, the Taylor
/// series of K in y, which needs no difference of large numbers as y falls.
struct SmallYRational {
    int degree;  ///< of Q; P has one less
    std::array<double, 10> p, q;
};

/// Which approximation of the Voigt function holds where in a class of precision, s = |x| + y. README.md
/// lists the errors.
struct VoigtTables {
    double far;             ///< from this s on the two-pole rational (Humlicek 1982, JQSRT 27, 437, region 1)
    double middle;          ///< from this s on his four-pole rational, region 2
    double middle_small_y;  ///< the same for y < small_y
    double small_y;         ///< below it the Taylor series stands inside, above it Weideman's sum
    WeidemanSum inner;
    SmallYRational inner_small_y;
    WeidemanSum complex_inner;  ///< where the dispersion or slopes are wanted
    SmallYRational complex_small_y;
};

VoigtTables const& voigt_tables(Precision precision);

/// Constants of a class of precision in the type of the lanes.
template <class T>
struct LaneTables {
    explicit LaneTables(VoigtTables const& tables) : source(tables) {
        terms = tables.inner.terms;
        scale = static_cast<T>(tables.inner.scale);
        degree = tables.inner_small_y.degree;
        for (std::size_t n = 0; n < coefficients.size(); ++n)
            coefficients[n] = static_cast<T>(tables.inner.coefficients[n]);
        for (std::size_t n = 0; n < p.size(); ++n) {
            p[n] = static_cast<T>(tables.inner_small_y.p[n]);
            q[n] = static_cast<T>(tables.inner_small_y.q[n]);
        }
    }
    VoigtTables const& source;
    int terms, degree;
    T scale;
    std::array<T, 32> coefficients{};
    std::array<T, 10> p{}, q{};
};

}  // namespace vespa::lbl
