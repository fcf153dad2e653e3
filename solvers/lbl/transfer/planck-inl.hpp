#include <cmath>

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

/// e^r - 1 by `Terms` terms of its series.
template <int Terms>
HWY_INLINE V expm1_series(V r) {
    Doubles const d;
    double factorial = 1;
    for (int n = 2; n <= Terms; ++n)
        factorial *= n;
    V sum = hn::Set(d, 1 / factorial);
    for (int n = Terms; n > 1; --n) {
        factorial /= n;
        sum = hn::MulAdd(sum, r, hn::Set(d, 1 / factorial));
    }
    return hn::Mul(sum, r);
}

/// Planck's function at one temperature over wavenumbers that lie close together: e^x - 1 is
/// E + (1 + E)(e^r - 1), E that of the stretch's middle, which loses nothing, and r so small that a few terms
/// of its series are all digits.
class PlanckStretch {
  public:
    /// For positive wavenumbers from `low` to `high`.
    PlanckStretch(double low, double high, double temperature)
        : temperature_(temperature), middle_(0.5 * (low + high)), rate_(planck_c2 / temperature) {
        double const widest = rate_ * (high - middle_);
        bool const fits = low > 0 && high < 2 * low && rate_ * high < 690;
        terms_ = !fits ? 0 : widest < 0x1p-9 ? 5 : widest < 0x1p-4 ? 8 : 0;
        if (terms_ > 0) middle_minus_one_ = std::expm1(rate_ * middle_);
    }
    /// Terms of the series that suffice, 5 or 8; 0: the stretch is too wide.
    int terms() const { return terms_; }

    /// \param scaled_cube  planck_c1 nu^3
    template <int Terms>
    HWY_INLINE V at(V nu, V scaled_cube) const {
        if constexpr (Terms == 0) return planck_lanes<false>(nu, temperature_).radiance;
        Doubles const d;
        V const minus_one = hn::Set(d, middle_minus_one_);
        V const r = hn::Mul(hn::Sub(nu, hn::Set(d, middle_)), hn::Set(d, rate_));
        V const rest = expm1_series<Terms>(r);
        return hn::Div(scaled_cube, hn::MulAdd(rest, hn::Set(d, 1 + middle_minus_one_), minus_one));
    }

  private:
    double temperature_, middle_, rate_, middle_minus_one_ = 0;
    int terms_;
};

}  // namespace vespa::lbl::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
