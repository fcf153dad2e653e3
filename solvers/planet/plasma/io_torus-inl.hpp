// Lane form of IoTorus (models.hpp).
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/models.hpp"
#include "planet/plasma/sample-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_IO_TORUS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_IO_TORUS_INL_HPP
#undef VESPA_PLANET_PLASMA_IO_TORUS_INL_HPP
#else
#define VESPA_PLANET_PLASMA_IO_TORUS_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Distance s from the centrifugal equator in radii, ∇s at fixed tilt, and ds/dR through the tilt.
struct CentrifugalDistance {
    V s;
    Triple gradient;
    V by_r;
};

HWY_INLINE CentrifugalDistance centrifugal_distance(IoTorus const& torus, Radial const& p) {
    V tilt = all(torus.tilt), tilt_by_r = hn::Zero(Doubles());
    if (torus.tilt_range != 0) {
        // tanh x = 2/(1 + e^−2x) − 1
        V const twice = hn::MulSub(all(2 * torus.tilt_rate), p.r, all(2 * torus.tilt_phase));
        V const bend = hn::MulSub(all(2), logistic(twice), all(1));
        tilt = hn::MulAdd(all(torus.tilt_range), bend, tilt);
        tilt_by_r = hn::Mul(all(torus.tilt_range * torus.tilt_rate), hn::NegMulAdd(bend, bend, all(1)));
    }
    V const sin_tilt = hn::Sin(Doubles(), tilt);  // below 80° either way: the cosine is positive
    V const cos_tilt = hn::Sqrt(hn::NegMulAdd(sin_tilt, sin_tilt, all(1)));
    V const cos_node = all(torus.node[0]), sin_node = all(torus.node[1]);
    V const u = hn::MulSub(p.position.y, cos_node, hn::Mul(p.position.x, sin_node));
    return {hn::MulSub(p.position.z, cos_tilt, hn::Mul(u, sin_tilt)),
            {hn::Mul(sin_tilt, sin_node), hn::Neg(hn::Mul(sin_tilt, cos_node)), cos_tilt},
            hn::Neg(hn::Mul(tilt_by_r, hn::MulAdd(p.position.z, sin_tilt, hn::Mul(u, cos_tilt))))};
}

/// A density and its derivatives by R and s.
struct TorusPart {
    V n, by_r, by_s;
};

HWY_INLINE void add_gaussian(double density, double centre, double width, double height, V r, V s,
                             TorusPart& part) {
    V const t = hn::Mul(hn::Sub(r, all(centre)), all(1 / width));
    V const h = hn::Mul(s, all(1 / height));
    V const n = hn::Mul(all(density), exp_or_zero(hn::Neg(hn::MulAdd(t, t, hn::Mul(h, h)))));
    part.n = hn::Add(part.n, n);
    part.by_r = hn::MulAdd(n, hn::Mul(t, all(-2 / width)), part.by_r);
    part.by_s = hn::MulAdd(n, hn::Mul(h, all(-2 / height)), part.by_s);
}

HWY_INLINE V mixed(V rest, V a, V share, V b) {
    return hn::MulAdd(rest, a, hn::Mul(share, b));
}

HWY_INLINE void add_density(IoTorus const& torus, Triple const& position_m, DensitySample& sum) {
    double const per_radius = 1 / torus.radius_m;
    Radial const p = radial(position_m, per_radius, 1e-3);
    CentrifugalDistance const distance = centrifugal_distance(torus, p);
    V const zero = hn::Zero(Doubles());
    TorusPart inner{zero, zero, zero}, outer{zero, zero, zero};
    Slope const outside = smooth_rise(p.r, torus.join, torus.blend);
    // A side that has weight 0 in all lanes is left out, which changes no bit of the sum.
    if (!hn::AllTrue(Doubles(), hn::Ge(outside.value, all(1)))) {
        for (std::size_t i = 0; i < 3; ++i) {
            add_gaussian(torus.density[i], torus.centre[i], torus.width[i], torus.height[i], p.r, distance.s,
                         inner);
        }
    }
    if (!hn::AllTrue(Doubles(), hn::Le(outside.value, zero))) {
        add_gaussian(torus.density[3], torus.centre[3], torus.width[3], torus.height[2], p.r, distance.s,
                     outer);
    }
    V const rest = hn::Sub(all(1), outside.value);
    V const by_s = mixed(rest, inner.by_s, outside.value, outer.by_s);
    V const by_r = hn::MulAdd(by_s, distance.by_r,
                              hn::MulAdd(outside.derivative, hn::Sub(outer.n, inner.n),
                                         mixed(rest, inner.by_r, outside.value, outer.by_r)));
    sum.density =
        hn::Add(sum.density, hn::Mul(all(torus.scale), mixed(rest, inner.n, outside.value, outer.n)));
    V const factor = all(torus.scale * per_radius);
    sum.gradient = plus_scaled(sum.gradient, hn::Mul(factor, hn::Mul(by_r, p.inverse_r)), p.position);
    sum.gradient = plus_scaled(sum.gradient, hn::Mul(factor, by_s), distance.gradient);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
