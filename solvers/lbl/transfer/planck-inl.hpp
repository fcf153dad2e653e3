#include "core/simd/lanes-inl.hpp"
#include "lbl/transfer/planck.hpp"

#if defined(VESPA_LBL_PLANCK_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_LBL_PLANCK_INL_HPP
#undef VESPA_LBL_PLANCK_INL_HPP
#else
#define VESPA_LBL_PLANCK_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::lbl::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

struct PlanckLanes {
    V radiance, slope;
};

/// Planck's function and its derivative by T. Beyond x = 700 both are 0: exp(x) would leave the range of a
/// double, and what is lost is below 1e-290.
template <bool with_slope>
HWY_INLINE PlanckLanes planck_lanes(V nu, double temperature) {
    Doubles const d;
    V const zero = hn::Zero(d);
    V const x = hn::Mul(nu, hn::Set(d, planck_c2 / temperature));
    V const exponent = hn::Min(x, hn::Set(d, 700.0));
    V const e = hn::Expm1(d, exponent);
    auto const used = hn::And(hn::Lt(x, hn::Set(d, 700.0)), hn::Gt(nu, zero));
    V const inverse = hn::IfThenElseZero(used, hn::Div(hn::Set(d, 1.0), e));
    V const cubed = hn::Mul(hn::Mul(nu, nu), nu);
    V const b = hn::Mul(hn::Mul(hn::Set(d, planck_c1), cubed), inverse);
    if constexpr (!with_slope) return {b, zero};
    // B' = B (x / T) e^x / (e^x - 1)
    V const shape = hn::Mul(x, hn::MulAdd(hn::Set(d, 1.0), inverse, hn::Set(d, 1.0)));
    return {b, hn::Mul(hn::Mul(b, shape), hn::Set(d, 1 / temperature))};
}

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
