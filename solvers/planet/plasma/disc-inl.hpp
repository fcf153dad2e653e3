// Lane form of Disc (models.hpp).
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/models.hpp"
#include "planet/plasma/sample-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_DISC_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_DISC_INL_HPP
#undef VESPA_PLANET_PLASMA_DISC_INL_HPP
#else
#define VESPA_PLANET_PLASMA_DISC_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

HWY_INLINE void add_density(Disc const& disc, Triple const& position_m, DensitySample& sum) {
    double const per_break = 1 / disc.break_m;
    Radial const p = radial({position_m.x, position_m.y, hn::Zero(Doubles())}, per_break, 1e-3);
    V const ln_x = hn::Log(Doubles(), p.r);
    double const both = disc.outer_exponent + disc.inner_exponent;
    Slope const turn = soft_ramp(hn::Mul(all(-both * disc.sharpness), ln_x));

    V const inverse_height = hn::Mul(all(disc.break_m / disc.height_m),
                                     hn::Exp(Doubles(), hn::Mul(all(-disc.height_exponent), ln_x)));
    V const q = hn::Mul(hn::Mul(position_m.z, all(per_break)), inverse_height);  // z/H
    V const q2 = hn::Mul(q, q);
    V const ln_n = hn::Neg(
        hn::MulAdd(all(disc.outer_exponent), ln_x, hn::MulAdd(turn.value, all(1 / disc.sharpness), q2)));
    V const n = hn::Mul(all(disc.density), exp_or_zero(ln_n));

    V const by_ln_x = hn::MulAdd(turn.derivative, all(both),
                                 hn::MulAdd(q2, all(2 * disc.height_exponent), all(-disc.outer_exponent)));
    V const along = hn::Mul(by_ln_x, hn::Mul(p.inverse_r, p.inverse_r));
    add_logarithmic(n,
                    {hn::Mul(along, p.position.x), hn::Mul(along, p.position.y),
                     hn::Mul(all(-2), hn::Mul(q, inverse_height))},
                    per_break, sum);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
