// Lane code of w = K + iL and dw/dz for lines that are mixed or whose slopes are wanted, in double. Included
// once per instruction set.
#include "lbl/line_sum/near_field.hpp"
#include "lbl/line_sum/voigt_lanes-inl.hpp"

#if defined(VESPA_LBL_VOIGT_FULL_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_LBL_VOIGT_FULL_INL_HPP
#undef VESPA_LBL_VOIGT_FULL_INL_HPP
#else
#define VESPA_LBL_VOIGT_FULL_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

using Wide = hn::ScalableTag<double>;
using WideV = hn::Vec<Wide>;

struct WideComplex {
    WideV re, im;
};

HWY_INLINE WideComplex product(WideComplex a, WideComplex b) {
    return {hn::NegMulAdd(a.im, b.im, hn::Mul(a.re, b.re)), hn::MulAdd(a.im, b.re, hn::Mul(a.re, b.im))};
}

/// a z + b, a and b real.
HWY_INLINE WideComplex linear(double a, WideComplex z, double b) {
    Wide const d;
    return {hn::MulAdd(z.re, hn::Set(d, a), hn::Set(d, b)), hn::Mul(z.im, hn::Set(d, a))};
}

HWY_INLINE WideComplex inverse(WideComplex a) {
    Wide const d;
    WideV const over = hn::Div(hn::Set(d, 1.0), hn::MulAdd(a.re, a.re, hn::Mul(a.im, a.im)));
    return {hn::Mul(a.re, over), hn::Neg(hn::Mul(a.im, over))};
}

/// w and dw/dz.
struct FullVoigt {
    WideComplex w, slope;
};

/// w = (i/√π) z / (z² - ½)
HWY_INLINE FullVoigt far_full(WideComplex z) {
    WideComplex const u = product(z, z), over = inverse(linear(1, u, -0.5));
    WideComplex const w = product(z, over), slope = product(linear(-1, u, -0.5), product(over, over));
    Wide const d;
    WideV const c = hn::Set(d, over_sqrt_pi);
    return {{hn::Neg(hn::Mul(c, w.im)), hn::Mul(c, w.re)},
            {hn::Neg(hn::Mul(c, slope.im)), hn::Mul(c, slope.re)}};
}

/// Region 2: w = t (A + B u) / (¾ + 3u + u²), t = -iz, u = t²; dw/dt is the quotient rule multiplied out, in
/// which the largest powers cancel.
HWY_INLINE FullVoigt middle_full(WideComplex z) {
    constexpr double b = over_sqrt_pi, a = 2.5 * over_sqrt_pi, c = 0.75;
    Wide const d;
    WideComplex const t{z.im, hn::Neg(z.re)}, u = product(t, t);
    WideComplex const sum{hn::Add(u.re, hn::Set(d, 3.0)), u.im};
    WideComplex const bottom = product(u, sum);
    WideComplex const over = inverse({hn::Add(bottom.re, hn::Set(d, c)), bottom.im});
    WideComplex const w = product(product(t, linear(b, u, a)), over);
    WideComplex top = linear(-b, u, 3 * b - 3 * a);
    top = product(top, u);
    top.re = hn::Add(top.re, hn::Set(d, 3 * b * c - 3 * a));
    top = product(top, u);
    top.re = hn::Add(top.re, hn::Set(d, a * c));
    WideComplex const by_t = product(top, product(over, over));
    return {w, {by_t.im, hn::Neg(by_t.re)}};  // dw/dz = -i dw/dt
}

HWY_INLINE FullVoigt inner_full(VoigtTables const& tables, double y, WideComplex z) {
    Wide const d;
    WeidemanSum const& sum = tables.complex_inner;
    FullVoigt value;
    value.w.re = weideman_voigt(d, sum.coefficients.data(), sum.terms, sum.scale, y, z.re, &value.w.im);
    if (y < tables.small_y) {
        static LaneTables<double> const small(voigt_tables(Precision::fine));
        value.w.re = small_y_voigt(d, small, y, hn::Mul(z.re, z.re));
    }
    // dw/dz = -2zw + 2i/√π
    WideComplex const zw = product(z, value.w);
    WideV const minus_two = hn::Set(d, -2.0);
    value.slope = {hn::Mul(minus_two, zw.re), hn::MulAdd(minus_two, zw.im, hn::Set(d, 2 * over_sqrt_pi))};
    return value;
}

HWY_INLINE WideComplex chosen(hn::Mask<Wide> mask, WideComplex a, WideComplex b) {
    return {hn::IfThenElse(mask, a.re, b.re), hn::IfThenElse(mask, a.im, b.im)};
}

HWY_INLINE void add_full_line(VoigtTables const& tables, NearLine const& line, Abscissae const& abscissae,
                              double* HWY_RESTRICT values, double* HWY_RESTRICT slopes) {
    Wide const d;
    double const x_far = tables.far - line.y;
    double const x_middle = (line.y < tables.small_y ? tables.middle_small_y : tables.middle) - line.y;
    WideV const y = hn::Set(d, line.y), mixing = hn::Set(d, line.mixing),
                amplitude = hn::Set(d, line.amplitude);
    for (std::size_t i = 0; i < abscissae.count; i += hn::Lanes(d)) {
        WideV const x = hn::Mul(hn::Set(d, line.rate),
                                hn::Sub(hn::LoadU(d, abscissae.places.data() + i), hn::Set(d, line.at)));
        WideV const distance = hn::Abs(x);
        auto const is_far = hn::Ge(distance, hn::Set(d, x_far)),
                   is_middle = hn::Ge(distance, hn::Set(d, x_middle));
        FullVoigt value = far_full({x, y});
        if (!hn::AllTrue(d, is_far)) {
            FullVoigt const middle = middle_full({x, y});
            value = {chosen(is_far, value.w, middle.w), chosen(is_far, value.slope, middle.slope)};
        }
        if (!hn::AllTrue(d, is_middle)) {
            FullVoigt const inner = inner_full(tables, line.y, {x, y});
            value = {chosen(is_middle, value.w, inner.w), chosen(is_middle, value.slope, inner.slope)};
        }
        WideV const sum = hn::Mul(amplitude, hn::MulAdd(mixing, value.w.im, value.w.re));
        hn::StoreU(hn::Add(sum, hn::LoadU(d, values + i)), d, values + i);
        if (!slopes) continue;
        // dK/dy = -dL/dx, dL/dy = dK/dx
        WideV const by_x = hn::MulAdd(mixing, value.slope.im, value.slope.re);
        WideV const by_y = hn::MulSub(mixing, value.slope.re, value.slope.im);
        double const y_rate = line.y * (line.lorentz_slope - line.doppler_slope);
        WideV const moved = hn::NegMulAdd(hn::Mul(by_x, x), hn::Set(d, line.doppler_slope),
                                          hn::Mul(by_y, hn::Set(d, y_rate)));
        WideV const slope =
            hn::MulAdd(sum, hn::Set(d, line.strength_slope - line.doppler_slope), hn::Mul(amplitude, moved));
        hn::StoreU(hn::Add(slope, hn::LoadU(d, slopes + i)), d, slopes + i);
    }
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
