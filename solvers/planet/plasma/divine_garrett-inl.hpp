// Lane form of DivineGarrett: ln n of the four regions, joined smoothly. Lengths in radii.
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/divine_garrett.hpp"
#include "planet/plasma/models.hpp"
#include "planet/plasma/sample-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_DIVINE_GARRETT_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_DIVINE_GARRETT_INL_HPP
#undef VESPA_PLANET_PLASMA_DIVINE_GARRETT_INL_HPP
#else
#define VESPA_PLANET_PLASMA_DIVINE_GARRETT_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Where a point is: r (held at 1), latitude, cosine and sine of l − l₀, l the west longitude.
struct DivineGarrettPoint {
    V r, latitude, cosine, sine;
};

/// A function of such a point with its derivatives.
struct DivineGarrettTerm {
    V value, by_r, by_latitude, by_cosine, by_sine;
};

/// Of the tabled log₁₀ of density and of kT: piecewise linear, each bend spread by a quartic (C²).
struct TableValues {
    Slope density, kt;
};

HWY_INLINE TableValues tabled(V r) {
    using divine_garrett::table;
    constexpr double interval = table[1].r - table[0].r;
    constexpr double density_slope = (table[1].log10_density - table[0].log10_density) / interval;
    constexpr double kt_slope = (table[1].log10_kt - table[0].log10_kt) / interval;
    V const from_start = hn::Sub(r, all(table[0].r));
    TableValues out{
        {hn::MulAdd(all(density_slope), from_start, all(table[0].log10_density)), all(density_slope)},
        {hn::MulAdd(all(kt_slope), from_start, all(table[0].log10_kt)), all(kt_slope)}};
    for (auto const& bend : divine_garrett::bends) {
        V const u = hn::Sub(r, all(bend.r));
        V const t = hn::Min(hn::Max(hn::Mul(u, all(1 / bend.half_width)), all(-1)), all(1));
        V const t2 = hn::Mul(t, t);
        // 3/16 + t/2 + 3t²/8 − t⁴/16 and its derivative: 0, 0 at t = −1 and 1, 1 at t = 1
        V const spread = hn::MulAdd(t2, hn::NegMulAdd(t2, all(1.0 / 16), all(3.0 / 8)),
                                    hn::MulAdd(t, all(0.5), all(3.0 / 16)));
        V const half_width = all(bend.half_width);
        V const ramp = hn::MulAdd(half_width, spread, hn::Max(hn::Sub(u, half_width), hn::Zero(Doubles())));
        V const ramp_slope = hn::MulAdd(t, hn::NegMulAdd(t2, all(0.25), all(0.75)), all(0.5));
        out.density.value = hn::MulAdd(all(bend.density), ramp, out.density.value);
        out.density.derivative = hn::MulAdd(all(bend.density), ramp_slope, out.density.derivative);
        out.kt.value = hn::MulAdd(all(bend.kt), ramp, out.kt.value);
        out.kt.derivative = hn::MulAdd(all(bend.kt), ramp_slope, out.kt.derivative);
    }
    return out;
}

inline constexpr double ln_10 = 2.30258509299404568402;

/// r < 3.8: ln of 4.65 exp[7.68/r − (r − 1)²(λ − λ_c)²], λ_c = 0.123 cos(l − l₀)
HWY_INLINE DivineGarrettTerm inner_region(DivineGarrettPoint const& p) {
    using namespace divine_garrett;
    V const zero = hn::Zero(Doubles());
    V const inverse = hn::Div(all(1), p.r);
    V const height = hn::Sub(p.r, all(1));
    V const a = hn::NegMulAdd(all(inner_tilt), p.cosine, p.latitude);
    V const ha = hn::Mul(height, a);
    V const by_a = hn::Mul(hn::Mul(all(-2), height), ha);
    return {
        hn::NegMulAdd(ha, ha, hn::MulAdd(all(inner_decay), inverse, all(1.53686721959926482))),  // ln 4.65
        hn::Neg(hn::MulAdd(hn::Mul(all(2), ha), a, hn::Mul(all(inner_decay), hn::Mul(inverse, inverse)))),
        by_a, hn::Mul(all(-inner_tilt), by_a), zero};
}

/// ln N(r) − ((rλ − z₀)/H)² from z₀, 1/H and their derivatives
HWY_INLINE DivineGarrettTerm disc_region(DivineGarrettPoint const& p, Slope const& ln_density,
                                         DivineGarrettTerm const& z0, Slope const& inverse_height) {
    V const away = hn::MulSub(p.r, p.latitude, z0.value);
    V const q = hn::Mul(away, inverse_height.value);
    V const by_away = hn::Mul(hn::Mul(all(-2), q), inverse_height.value);
    V const by_r = hn::MulAdd(
        by_away, hn::Sub(p.latitude, z0.by_r),
        hn::MulAdd(hn::Mul(all(-2), hn::Mul(q, away)), inverse_height.derivative, ln_density.derivative));
    return {hn::NegMulAdd(q, q, ln_density.value), by_r, hn::Mul(by_away, p.r),
            hn::Neg(hn::Mul(by_away, z0.by_cosine)), hn::Neg(hn::Mul(by_away, z0.by_sine))};
}

/// below + b (above − below) with b(r)
HWY_INLINE DivineGarrettTerm joined(DivineGarrettTerm const& below, DivineGarrettTerm const& above,
                                    Slope const& b) {
    auto const mix = [&b](V x, V y) HWY_ATTR { return hn::MulAdd(b.value, hn::Sub(y, x), x); };
    return {mix(below.value, above.value),
            hn::MulAdd(b.derivative, hn::Sub(above.value, below.value), mix(below.by_r, above.by_r)),
            mix(below.by_latitude, above.by_latitude), mix(below.by_cosine, above.by_cosine),
            mix(below.by_sine, above.by_sine)};
}

/// ln of the density in cm⁻³
HWY_INLINE DivineGarrettTerm ln_divine_garrett(DivineGarrettPoint const& p) {
    using namespace divine_garrett;
    V const zero = hn::Zero(Doubles());
    TableValues const table_values = tabled(p.r);
    Slope const ln_density{hn::Mul(all(ln_10), table_values.density.value),
                           hn::Mul(all(ln_10), table_values.density.derivative)};

    // 3.8 to 7.9: H = 0.2 √(kT/eV); kT beyond the joint plays no part
    V const exponent = hn::Mul(all(-0.5 * ln_10), hn::Max(hn::Min(table_values.kt.value, all(3)), all(-3)));
    V const per_torus_height = hn::Mul(all(1 / torus_height), hn::Exp(Doubles(), exponent));
    Slope const torus_scale{
        per_torus_height, hn::Mul(per_torus_height, hn::Mul(all(-0.5 * ln_10), table_values.kt.derivative))};
    DivineGarrettTerm const torus_z0{hn::Mul(all(inner_tilt), hn::Mul(p.r, p.cosine)),
                                     hn::Mul(all(inner_tilt), p.cosine), zero, hn::Mul(all(inner_tilt), p.r),
                                     zero};
    // 7.9 to 20; past r = 22 plays no part
    V const held = hn::Min(p.r, all(22));
    V const per_disc_height = hn::Div(all(1), hn::NegMulAdd(all(disc_height_slope), held, all(disc_height)));
    Slope const disc_scale{per_disc_height,
                           hn::Mul(all(disc_height_slope), hn::Mul(per_disc_height, per_disc_height))};
    V const rise = hn::MulSub(all(disc_rise), p.r, all(disc_offset));
    DivineGarrettTerm const disc_z0{hn::Mul(rise, p.cosine), hn::Mul(all(disc_rise), p.cosine), zero, rise,
                                    zero};
    // beyond 20: the midplane lags, H = 1
    V const lag = hn::Mul(all(outer_lag), hn::Sub(hn::Min(p.r, all(1e4)), all(joint[2])));
    V const cos_lag = hn::Mul(all(outer_amplitude), hn::Cos(Doubles(), lag));
    V const sin_lag = hn::Mul(all(outer_amplitude), hn::Sin(Doubles(), lag));
    DivineGarrettTerm const outer_z0{
        hn::MulAdd(p.cosine, cos_lag, hn::Mul(p.sine, sin_lag)),
        hn::Mul(all(outer_lag), hn::MulSub(p.sine, cos_lag, hn::Mul(p.cosine, sin_lag))), zero, cos_lag,
        sin_lag};

    DivineGarrettTerm const inner = inner_region(p);
    DivineGarrettTerm const torus = disc_region(p, ln_density, torus_z0, torus_scale);
    DivineGarrettTerm const disc = disc_region(p, ln_density, disc_z0, disc_scale);
    DivineGarrettTerm const outer = disc_region(p, ln_density, outer_z0, {all(1), zero});
    DivineGarrettTerm ln_n = joined(inner, torus, smooth_rise(p.r, joint[0], joint_half_width[0]));
    ln_n = joined(ln_n, disc, smooth_rise(p.r, joint[1], joint_half_width[1]));
    return joined(ln_n, outer, smooth_rise(p.r, joint[2], joint_half_width[2]));
}

HWY_INLINE void add_density(DivineGarrett const& model, Triple const& position_m, DensitySample& sum) {
    double const per_radius = 1 / model.radius_m;
    Radial const p = radial(position_m, per_radius, 1);
    // the distance from the axis, held at 1e-6 radii to have a longitude on it
    V const rho = hn::Max(
        hn::Sqrt(hn::MulAdd(p.position.x, p.position.x, hn::Mul(p.position.y, p.position.y))), all(1e-6));
    V const inverse_rho = hn::Div(all(1), rho);
    V const x = hn::Mul(p.position.x, inverse_rho), y = hn::Mul(p.position.y, inverse_rho);
    V const latitude = hn::Atan(Doubles(), hn::Mul(p.position.z, inverse_rho));
    // l = −φ: cos(l − l₀) = cos(φ + l₀), sin(l − l₀) = −sin(φ + l₀)
    V const c0 = all(model.reference[0]), s0 = all(model.reference[1]);
    V const cosine = hn::MulSub(x, c0, hn::Mul(y, s0));
    V const sine = hn::Neg(hn::MulAdd(y, c0, hn::Mul(x, s0)));

    DivineGarrettTerm const ln_n = ln_divine_garrett({p.r, latitude, cosine, sine});
    V const n = hn::Mul(all(model.scale * 1e6), exp_or_zero(ln_n.value));
    // by west longitude, dl = (y dx − x dy)/ρ
    V const by_l = hn::Mul(hn::MulSub(ln_n.by_sine, cosine, hn::Mul(ln_n.by_cosine, sine)), inverse_rho);
    // latitude: ∇λ = (−z x/ρ, −z y/ρ, ρ)/|position|²
    V const length2 = hn::Max(dot(p.position, p.position), hn::Mul(rho, rho));
    V const by_latitude = hn::Div(ln_n.by_latitude, length2);
    V const by_r = hn::Mul(ln_n.by_r, p.inverse_r);
    V const horizontal = hn::Neg(hn::Mul(by_latitude, p.position.z));
    Triple const gradient{hn::MulAdd(by_r, p.position.x, hn::MulAdd(horizontal, x, hn::Mul(by_l, y))),
                          hn::MulAdd(by_r, p.position.y, hn::MulSub(horizontal, y, hn::Mul(by_l, x))),
                          hn::MulAdd(by_r, p.position.z, hn::Mul(by_latitude, rho))};
    add_logarithmic(n, gradient, per_radius, sum);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
