// Lane code of K(x, y) for one line at many points, in float or double. Included once per instruction set.
#include <algorithm>
#include <cmath>

#include "core/simd/lanes-inl.hpp"
#include "core/units/constants.hpp"
#include "lbl/line_sum/voigt_tables.hpp"

#if defined(VESPA_LBL_VOIGT_LANES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_LBL_VOIGT_LANES_INL_HPP
#undef VESPA_LBL_VOIGT_LANES_INL_HPP
#else
#define VESPA_LBL_VOIGT_LANES_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr double over_sqrt_pi = 0.56418958354775628695;

/// What depends on y alone; the amplitude is multiplied in.
template <class T>
struct LineCoefficients {
    T x_far, x_middle;                  // |x| from which the rationals of region 1 and 2 hold
    T far_factor, far_b, far_c, far_d;  // factor (q + b) / (q^2 + c q + d)
    T e0, e2, e4, e6, h0, h2, h4, h6;   // (e0 + e2 q + e4 q^2 + e6 q^3) / (h0 + … + h6 q^3 + q^4)
    T y, amplitude;
};

/// Region 2 is left out for lines so wide that region 1 holds everywhere.
template <class T>
HWY_INLINE LineCoefficients<T> coefficients_of(VoigtTables const& tables, double y, double amplitude) {
    LineCoefficients<T> c{};
    double const square = y * y, factor = amplitude * y * over_sqrt_pi;
    c.x_far = static_cast<T>(std::max(tables.far - y, 0.0));
    c.far_factor = static_cast<T>(factor);
    c.far_b = static_cast<T>(square + 0.5);
    c.far_c = static_cast<T>(2 * square - 1);
    c.far_d = static_cast<T>((square + 0.5) * (square + 0.5));
    c.y = static_cast<T>(y);
    c.amplitude = static_cast<T>(amplitude);
    c.x_middle = c.x_far;
    if (y >= tables.far) return c;
    c.x_middle = static_cast<T>((y < tables.small_y ? tables.middle_small_y : tables.middle) - y);
    c.h0 = static_cast<T>(0.5625 + square * (4.5 + square * (10.5 + square * (6 + square))));
    c.h2 = static_cast<T>(-4.5 + square * (9 + square * (6 + square * 4)));
    c.h4 = static_cast<T>(10.5 + square * (-6 + square * 6));
    c.h6 = static_cast<T>(-6 + square * 4);
    c.e0 = static_cast<T>(factor * (1.875 + square * (8.25 + square * (5.5 + square))));
    c.e2 = static_cast<T>(factor * (5.25 + square * (1 + square * 3)));
    c.e4 = static_cast<T>(factor * (-4.5 + square * 3));
    c.e6 = static_cast<T>(factor);
    return c;
}

template <class D, class T = hn::TFromD<D>, class V = hn::Vec<D>>
HWY_INLINE V far_voigt(D d, LineCoefficients<T> const& c, V q) {
    V const top = hn::Mul(hn::Set(d, c.far_factor), hn::Add(q, hn::Set(d, c.far_b)));
    return hn::Div(top, hn::MulAdd(q, hn::Add(q, hn::Set(d, c.far_c)), hn::Set(d, c.far_d)));
}

template <class D, class T = hn::TFromD<D>, class V = hn::Vec<D>>
HWY_INLINE V middle_voigt(D d, LineCoefficients<T> const& c, V q) {
    V const square = hn::Mul(q, q);
    V const top = hn::MulAdd(square, hn::MulAdd(q, hn::Set(d, c.e6), hn::Set(d, c.e4)),
                             hn::MulAdd(q, hn::Set(d, c.e2), hn::Set(d, c.e0)));
    V const bottom = hn::MulAdd(square, hn::MulAdd(q, hn::Add(q, hn::Set(d, c.h6)), hn::Set(d, c.h4)),
                                hn::MulAdd(q, hn::Set(d, c.h2), hn::Set(d, c.h0)));
    return hn::Div(top, bottom);
}

/// H(q) of SmallYRational.
template <class D, class T = hn::TFromD<D>, class V = hn::Vec<D>>
HWY_INLINE V small_y_h(D d, LaneTables<T> const& tables, V q) {
    V top = hn::Set(d, tables.p[static_cast<std::size_t>(tables.degree - 1)]);
    V bottom = hn::MulAdd(hn::Set(d, tables.q[static_cast<std::size_t>(tables.degree)]), q,
                          hn::Set(d, tables.q[static_cast<std::size_t>(tables.degree - 1)]));
    for (auto n = static_cast<std::size_t>(tables.degree - 1); n-- > 0;) {
        top = hn::MulAdd(top, q, hn::Set(d, tables.p[n]));
        bottom = hn::MulAdd(bottom, q, hn::Set(d, tables.q[n]));
    }
    return hn::Div(top, bottom);
}

template <class D, class T = hn::TFromD<D>, class V = hn::Vec<D>>
HWY_INLINE V small_y_voigt(D d, LaneTables<T> const& tables, double y, V q) {
    V const h = small_y_h(d, tables, q);
    double const square = y * y, first = 2 * y * over_sqrt_pi, third = first * square / 3;
    V const gauss = hn::Mul(hn::Exp(d, hn::Neg(q)), hn::MulAdd(q, hn::Set(d, static_cast<T>(-2 * square)),
                                                               hn::Set(d, static_cast<T>(1 + square))));
    // -first H + third (2qH - 3H + 1)
    V const of_h =
        hn::MulAdd(q, hn::Set(d, static_cast<T>(2 * third)), hn::Set(d, static_cast<T>(-first - 3 * third)));
    return hn::Add(gauss, hn::MulAdd(of_h, h, hn::Set(d, static_cast<T>(third))));
}

/// K and L by Weideman's sum; L is left out where it is not asked for.
template <class D, class T = hn::TFromD<D>, class V = hn::Vec<D>>
HWY_INLINE V weideman_voigt(D d, T const* coefficients, int terms, T scale, T y, V x, V* l) {
    V const above = hn::Set(d, scale + y), below = hn::Set(d, scale - y), square = hn::Mul(x, x);
    V const over = hn::Div(hn::Set(d, T{1}), hn::MulAdd(above, above, square));
    V const c = hn::Mul(above, over), s = hn::Mul(x, over);  // 1 / (L - iz) = c + is
    V const re_z = hn::Mul(hn::Sub(hn::Set(d, scale * scale - y * y), square), over);
    V const im_z = hn::Mul(hn::Set(d, 2 * scale), s);
    V const twice = hn::Add(re_z, re_z), norm = hn::Mul(hn::MulAdd(below, below, square), over);
    V b1 = hn::Set(d, coefficients[terms - 1]), b2 = hn::Zero(d);
    for (int n = terms - 2; n > 0; --n) {
        V const b0 = hn::MulAdd(twice, b1, hn::NegMulAdd(norm, b2, hn::Set(d, coefficients[n])));
        b2 = b1;
        b1 = b0;
    }
    V const re_p = hn::MulAdd(b1, re_z, hn::NegMulAdd(norm, b2, hn::Set(d, coefficients[0])));
    V const im_p = hn::Mul(b1, im_z);
    V const re = hn::NegMulAdd(s, s, hn::Mul(c, c)), half_im = hn::Mul(c, s);  // (c + is)^2
    V const im = hn::Add(half_im, half_im);
    V const constant = hn::Set(d, static_cast<T>(over_sqrt_pi));
    if (l) {
        V const sum = hn::MulAdd(re, im_p, hn::Mul(im, re_p));
        *l = hn::MulAdd(s, constant, hn::Add(sum, sum));
    }
    V const sum = hn::NegMulAdd(im, im_p, hn::Mul(re, re_p));
    return hn::MulAdd(c, constant, hn::Add(sum, sum));
}

/// Amplitude times K where neither rational holds.
template <class D, class T = hn::TFromD<D>, class V = hn::Vec<D>>
HWY_INLINE V inner_voigt(D d, LaneTables<T> const& tables, LineCoefficients<T> const& c, V x, V q) {
    V const k = c.y < static_cast<T>(tables.source.small_y)
                    ? small_y_voigt(d, tables, static_cast<double>(c.y), q)
                    : weideman_voigt(d, tables.coefficients.data(), tables.terms, tables.scale, c.y, x,
                                     static_cast<V*>(nullptr));
    return hn::Mul(hn::Set(d, c.amplitude), k);
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
