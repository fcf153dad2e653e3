// Step control in lanes: the factors of step_control.hpp with powers good to a few per cent, which is plenty
// here.
#include "core/numerics/step_control.hpp"
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_CORE_NUMERICS_STEP_CONTROL_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_CORE_NUMERICS_STEP_CONTROL_INL_HPP
#undef VESPA_CORE_NUMERICS_STEP_CONTROL_INL_HPP
#else
#define VESPA_CORE_NUMERICS_STEP_CONTROL_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::numerics::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::M;
using simd::HWY_NAMESPACE::V;

/// log2 of positive finite numbers to within 0.09, from below: the bits of a double read as a fixed-point
/// number.
HWY_INLINE V rough_log2(V x) {
    Doubles const d;
    hn::RebindToUnsigned<Doubles> const bits;
    // 52 of the 64 bits fit the significand of a double in [2⁵², 2⁵³): an exact conversion without an
    // instruction for it.
    auto const magic = hn::Set(bits, 0x4330000000000000u);
    auto const top = hn::ShiftRight<12>(hn::BitCast(bits, x));
    V const fixed = hn::Sub(hn::BitCast(d, hn::Or(top, magic)), hn::Set(d, 0x1p52));
    return hn::MulSub(fixed, hn::Set(d, 0x1p-40), hn::Set(d, 1023.0));
}

/// The inverse of rough_log2 for arguments in (−1022, 1023).
HWY_INLINE V rough_exp2(V y) {
    Doubles const d;
    hn::RebindToUnsigned<Doubles> const bits;
    V const fixed = hn::MulAdd(hn::Add(y, hn::Set(d, 1023.0)), hn::Set(d, 0x1p40), hn::Set(d, 0x1p52));
    return hn::BitCast(d, hn::ShiftLeft<12>(hn::BitCast(bits, fixed)));
}

/// Factor of the next step of each lane.
/// \param squared_error  square of the error in units of the tolerance; may be infinite or NaN where not
/// accepted \param accepted       error ≤ 1 \param after_rejection  the attempt before was rejected: the step
/// may not grow yet \param log_previous   rough log2 of the error of the accepted step before; updated where
/// accepted
HWY_INLINE V step_factor(StepControl const& control, V squared_error, M accepted, M after_rejection,
                         V& log_previous) {
    Doubles const d;
    double const least = control.least_error;
    // Min and Max of a NaN are not defined: it is replaced first.
    V const finite = hn::IfThenElse(hn::Lt(squared_error, hn::Set(d, 1e60)), squared_error, hn::Set(d, 1e60));
    V const log_error = hn::Mul(hn::Set(d, 0.5), rough_log2(hn::Max(finite, hn::Set(d, least * least))));
    V const log_safety = rough_log2(hn::Set(d, control.safety));
    V const log_accepted = hn::MulAdd(hn::Set(d, control.of_previous_error), log_previous,
                                      hn::NegMulAdd(hn::Set(d, control.of_error), log_error, log_safety));
    V const log_rejected = hn::NegMulAdd(hn::Set(d, control.of_rejected), log_error, log_safety);
    V const factor = rough_exp2(hn::IfThenElse(accepted, log_accepted, log_rejected));
    M const may_grow = hn::AndNot(after_rejection, accepted);
    V const most = hn::IfThenElse(may_grow, hn::Set(d, control.grow), hn::Set(d, 1.0));
    log_previous = hn::IfThenElse(accepted, log_error, log_previous);
    return hn::Max(hn::Set(d, control.shrink), hn::Min(factor, most));
}

}  // namespace vespa::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
