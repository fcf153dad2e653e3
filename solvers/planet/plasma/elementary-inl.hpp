// Lane functions that the density models share. No value of theirs is NaN or infinite for finite arguments.
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_ELEMENTARY_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_ELEMENTARY_INL_HPP
#undef VESPA_PLANET_PLASMA_ELEMENTARY_INL_HPP
#else
#define VESPA_PLANET_PLASMA_ELEMENTARY_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::M;
using simd::HWY_NAMESPACE::Triple;
using simd::HWY_NAMESPACE::V;

HWY_INLINE V all(double value) {
    return hn::Set(Doubles(), value);
}

/// e^x for x ≤ 700; 0 below −600, so that products with it stay normal numbers. Costs little where that holds
/// in all lanes.
HWY_INLINE V exp_or_zero(V x) {
    M const counts = hn::Gt(x, all(-600));
    if (hn::AllFalse(Doubles(), counts)) return hn::Zero(Doubles());
    return hn::IfThenElseZero(counts, hn::Exp(Doubles(), x));
}

/// xⁿ by repeated squaring, n ≥ 0.
HWY_INLINE V whole_power(V x, unsigned n) {
    V power = all(1);
    for (; n != 0; n >>= 1) {
        if (n & 1) power = hn::Mul(power, x);
        x = hn::Mul(x, x);
    }
    return power;
}

/// A function of one coordinate and its derivative.
struct Slope {
    V value, derivative;
};

/// Rises from 0 at centre − half_width to 1 at centre + half_width as t³(10 − 15t + 6t²): twice continuously
/// differentiable.
HWY_INLINE Slope smooth_rise(V x, double centre, double half_width) {
    V const one = all(1);
    double const per_half_width = 1 / half_width;
    V const t = hn::Min(hn::Max(hn::MulAdd(hn::Sub(x, all(centre)), all(0.5 * per_half_width), all(0.5)),
                                hn::Zero(Doubles())),
                        one);
    V const t2 = hn::Mul(t, t);
    V const rest = hn::Sub(one, t);
    V const polynomial = hn::MulAdd(t, hn::MulSub(t, all(6), all(15)), all(10));
    return {hn::Mul(hn::Mul(t2, t), polynomial),
            hn::Mul(hn::Mul(t2, hn::Mul(rest, rest)), all(15 * per_half_width))};
}

/// 1/(1 + e^−x), from e^−|x|
HWY_INLINE V logistic(V x, V tail) {
    V const share = hn::Div(all(1), hn::Add(all(1), tail));
    return hn::IfThenElse(hn::Gt(x, hn::Zero(Doubles())), share, hn::Mul(tail, share));
}

HWY_INLINE V logistic(V x) {
    return logistic(x, exp_or_zero(hn::Neg(hn::Abs(x))));
}

/// ln(1 + e^x) and its derivative, the logistic function.
HWY_INLINE Slope soft_ramp(V x) {
    V const tail = exp_or_zero(hn::Neg(hn::Abs(x)));
    return {hn::Add(hn::Max(x, hn::Zero(Doubles())), hn::Log1p(Doubles(), tail)), logistic(x, tail)};
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
