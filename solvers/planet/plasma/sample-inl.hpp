// What the models that are no layers share: the sample they add to and distances in units of a radius.
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/elementary-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_SAMPLE_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_SAMPLE_INL_HPP
#undef VESPA_PLANET_PLASMA_SAMPLE_INL_HPP
#else
#define VESPA_PLANET_PLASMA_SAMPLE_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// A density (m⁻³) and its gradient (m⁻⁴) in each lane.
struct DensitySample {
    V density;
    Triple gradient;
};

/// Position in units of a radius and its length r, held at a least value below it.
struct Radial {
    Triple position;
    V r;
    V inverse_r;  ///< ∇r = inverse_r · position; 0 where r is held
};

HWY_INLINE Radial radial(Triple const& position_m, double per_radius, double least) {
    Radial out;
    out.position = scaled(all(per_radius), position_m);
    V const length = hn::Sqrt(dot(out.position, out.position));
    V const floor = all(least);
    out.r = hn::Max(length, floor);
    out.inverse_r = hn::IfThenElseZero(hn::Gt(length, floor), hn::Div(all(1), out.r));
    return out;
}

/// Adds n with the gradient n ∇ln n; that of ln n is given times a radius, 1/radius beside it.
HWY_INLINE void add_logarithmic(V n, Triple const& ln_gradient, double per_radius, DensitySample& sum) {
    sum.density = hn::Add(sum.density, n);
    sum.gradient = plus_scaled(sum.gradient, hn::Mul(n, all(per_radius)), ln_gradient);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
