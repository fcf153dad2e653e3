// 2^t for t ≤ 0 in lanes of floats or doubles. Included once per instruction set.
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_MULUMESC_EXP2_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_MULUMESC_EXP2_INL_HPP
#undef VESPA_MULUMESC_EXP2_INL_HPP
#else
#define VESPA_MULUMESC_EXP2_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Interpolates 2^f, |f| ≤ 1/2, at the Chebyshev nodes: relative error 3e-9 and 3e-16.
template <class U>
struct Exp2;
template <>
struct Exp2<float> {
    static constexpr float coefficients[] = {1.0f,
                                             0.693147206702832596f,
                                             0.240226509222887581f,
                                             0.0555032722667030206f,
                                             0.00961805667852463808f,
                                             0.00134004281776158379f,
                                             0.000154614446985691291f};
    static constexpr float round = 0x1.8p23f, least = -120.0f;
    static constexpr int significand_bits = 23;
};
template <>
struct Exp2<double> {
    static constexpr double coefficients[] = {1.0,
                                              0x1.62e42fefa3a19p-1,
                                              0x1.ebfbdff82c598p-3,
                                              0x1.c6b08d703ce49p-5,
                                              0x1.3b2ab6fba1ddap-7,
                                              0x1.5d87fe9d7a584p-10,
                                              0x1.430913096fd9fp-13,
                                              0x1.ffcb54062e698p-17,
                                              0x1.62bfd47773353p-20,
                                              0x1.b675bca4eeebbp-24,
                                              0x1.e6063f7217bc6p-28};
    static constexpr double round = 0x1.8p52, least = -1000.0;
    static constexpr int significand_bits = 52;
};

/// Σ c_i f^i by halves (Estrin's scheme): a third of the latency of Horner's, which is what counts where few
/// other operations are at hand.
template <class D, class V = hn::Vec<D>, class U = hn::TFromD<D>>
HWY_INLINE V polynomial(D d, V f) {
    auto const& c = Exp2<U>::coefficients;
    auto const two = [&](std::size_t i)
                         HWY_ATTR { return hn::MulAdd(hn::Set(d, c[i + 1]), f, hn::Set(d, c[i])); };
    V const f2 = hn::Mul(f, f), f4 = hn::Mul(f2, f2);
    V const low = hn::MulAdd(two(2), f2, two(0));
    if constexpr (std::size(Exp2<U>::coefficients) == 7) {
        return hn::MulAdd(hn::MulAdd(hn::Set(d, c[6]), f2, two(4)), f4, low);
    } else {
        V const middle = hn::MulAdd(two(6), f2, two(4)), high = hn::MulAdd(hn::Set(d, c[10]), f2, two(8));
        return hn::MulAdd(hn::MulAdd(high, f4, middle), f4, low);
    }
}

/// 2^t for t ≤ 0; below 2^least the value there, which is as good as none.
template <class D, class V = hn::Vec<D>, class U = hn::TFromD<D>>
HWY_INLINE V exp2_of_negative(D d, V t) {
    using E = Exp2<U>;
    hn::RebindToUnsigned<D> const bits;
    t = hn::Max(t, hn::Set(d, E::least));
    // Added to 1.5·2^52, a number is rounded to a whole one, which stands in the lowest bits.
    V const shifted = hn::Add(t, hn::Set(d, E::round));
    V const f = hn::Sub(t, hn::Sub(shifted, hn::Set(d, E::round)));
    V const p = polynomial(d, f);
    auto const exponent = hn::ShiftLeft<E::significand_bits>(hn::BitCast(bits, shifted));
    return hn::BitCast(d, hn::Add(hn::BitCast(bits, p), exponent));
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
