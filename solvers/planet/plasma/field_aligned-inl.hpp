// Lane forms of DipoleAligned and DiffusiveEquilibrium (models.hpp).
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/models.hpp"
#include "planet/plasma/sample-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_FIELD_ALIGNED_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_FIELD_ALIGNED_INL_HPP
#undef VESPA_PLANET_PLASMA_FIELD_ALIGNED_INL_HPP
#else
#define VESPA_PLANET_PLASMA_FIELD_ALIGNED_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// q = cos²λ + 10⁻⁶ about a unit axis and its gradient; L = r/q.
struct DipoleLatitude {
    V q;
    Triple gradient;
};

HWY_INLINE DipoleLatitude dipole_latitude(Radial const& p, std::array<double, 3> const& axis) {
    // cos²λ = 1 − c²/r² with c = position·axis; its gradient is −2c/r² (axis − (c/r²) position).
    Triple const m{all(axis[0]), all(axis[1]), all(axis[2])};
    V const c = dot(p.position, m);
    V const c_r2 = hn::Mul(c, hn::Mul(p.inverse_r, p.inverse_r));
    V const cos2 = hn::Max(hn::NegMulAdd(c, c_r2, all(1)), hn::Zero(Doubles()));
    return {hn::Add(cos2, all(1e-6)),
            scaled(hn::Mul(all(-2), c_r2), plus_scaled(m, hn::Neg(c_r2), p.position))};
}

/// radial · position + across · ∇q
HWY_INLINE Triple combined(V radial_part, Radial const& p, V across, DipoleLatitude const& latitude) {
    return plus_scaled(scaled(radial_part, p.position), across, latitude.gradient);
}

HWY_INLINE void add_density(DipoleAligned const& model, Triple const& position_m, DensitySample& sum) {
    double const per_radius = 1 / model.radius_m;
    Radial const p = radial(position_m, per_radius, 1e-3);
    DipoleLatitude const latitude = dipole_latitude(p, model.axis);
    V const inverse_q = hn::Div(all(1), latitude.q);
    V const l = hn::Mul(p.r, inverse_q);
    V const ln_q = hn::Log(Doubles(), latitude.q);
    V const ln_l = hn::Log(Doubles(), hn::Mul(l, all(1 / model.reference)));
    V const law =
        exp_or_zero(hn::Neg(hn::MulAdd(all(model.exponent), ln_l, hn::Mul(all(model.field_exponent), ln_q))));

    // p(L) and dp/dL
    double const drop = 1 - model.outer_share;
    V const x = hn::Mul(hn::Sub(l, all(model.plasmapause)), all(2 / model.width));
    V const tail = exp_or_zero(hn::Neg(hn::Abs(x)));
    V const outside = logistic(x, tail), inside = logistic(hn::Neg(x), tail);
    V const share = hn::MulAdd(all(drop), inside, all(model.outer_share));
    V const share_slope = hn::Mul(all(-2 * drop / model.width), hn::Mul(outside, inside));

    // n = c p, free of a division by p, which may vanish; L = r/q gives d ln L = dr/r − dq/q
    V const c = hn::Mul(all(model.density), law);
    V const by_ln_l = hn::NegMulAdd(all(model.exponent), share, hn::Mul(share_slope, l));
    V const by_r = hn::Mul(by_ln_l, hn::Mul(p.inverse_r, p.inverse_r));
    V const by_q = hn::Neg(hn::Mul(hn::MulAdd(all(model.field_exponent), share, by_ln_l), inverse_q));
    sum.density = hn::Add(sum.density, hn::Mul(c, share));
    sum.gradient = plus_scaled(sum.gradient, hn::Mul(c, all(per_radius)), combined(by_r, p, by_q, latitude));
}

HWY_INLINE void add_density(DiffusiveEquilibrium const& model, Triple const& position_m, DensitySample& sum) {
    double const per_radius = 1 / model.radius_m;
    Radial const p = radial(position_m, per_radius, model.floor_m * per_radius);
    V const one = all(1);
    V const inverse_r = hn::Div(one, p.r);

    // √Σ of the ions over height; G in radii
    double const base = model.base_m * per_radius;
    V const g = hn::NegMulAdd(all(base * base), inverse_r, all(base));
    V ions = hn::Zero(Doubles()), ions_by_g = hn::Zero(Doubles());
    for (std::size_t i = 0; i < 3; ++i) {
        double const per_height = model.radius_m / model.scale_height_m[i];
        V const part = hn::Mul(all(model.share[i]), exp_or_zero(hn::Mul(all(-per_height), g)));
        ions = hn::Add(ions, part);
        ions_by_g = hn::NegMulAdd(all(per_height), part, ions_by_g);
    }
    V const g_by_r = hn::Mul(all(base * base), hn::Mul(inverse_r, inverse_r));
    V const ln_ions_by_r = hn::Mul(all(0.5), hn::Div(hn::Mul(ions_by_g, g_by_r), hn::Max(ions, all(1e-300))));

    // lower ionosphere: 1 − e^{−v²}, as −expm1 near the floor
    V const v = hn::Mul(hn::Sub(p.r, all(model.floor_m * per_radius)), all(model.radius_m / model.bottom_m));
    V const v2 = hn::Mul(v, v);
    V const rise = hn::Neg(hn::Expm1(Doubles(), hn::Max(hn::Neg(v2), all(-700))));
    V const rise_by_r =
        hn::Mul(hn::Mul(all(2 * model.radius_m / model.bottom_m), v), exp_or_zero(hn::Neg(v2)));

    // plasmapause
    DipoleLatitude const latitude = dipole_latitude(p, {0, 0, 1});
    V const inverse_q = hn::Div(one, latitude.q);
    V const l = hn::Mul(p.r, inverse_q);
    V const beyond =
        hn::Mul(hn::Max(hn::Sub(l, all(model.knee)), hn::Zero(Doubles())), all(1 / model.knee_width));
    V const f = exp_or_zero(hn::Mul(all(-0.5), hn::Mul(beyond, beyond)));
    V const f_by_l = hn::Mul(hn::Mul(f, beyond), all(-1 / model.knee_width));
    double const outer = model.outer_radius_m * per_radius;
    V const t =
        exp_or_zero(hn::Mul(all(-model.outer_exponent), hn::Log(Doubles(), hn::Mul(p.r, all(1 / outer)))));
    V const t_by_r = hn::Mul(hn::Mul(all(-model.outer_exponent), t), inverse_r);
    V const w = hn::Mul(hn::Sub(p.r, all(outer)), all(model.radius_m / model.outer_width_m));
    V const near = exp_or_zero(hn::Neg(hn::Mul(w, w)));
    V const near_by_r = hn::Mul(hn::Mul(near, w), all(-2 * model.radius_m / model.outer_width_m));
    V const away = hn::Sub(one, t);
    V const far = hn::MulAdd(away, near, t);
    V const far_by_r = hn::MulAdd(away, near_by_r, hn::Mul(t_by_r, hn::Sub(one, near)));
    V const share = hn::MulAdd(far, hn::Sub(one, f), f);
    V const share_by_l = hn::Mul(f_by_l, hn::Sub(one, far));
    V const share_by_r = hn::Mul(far_by_r, hn::Sub(one, f));

    // n = c rise share: derivatives of the product, free of a division by rise, which is 0 at the floor
    V const c = hn::Mul(all(model.density), hn::Sqrt(ions));
    V const body = hn::Mul(rise, share);
    V const n = hn::Mul(c, body);
    V const shared_r = hn::MulAdd(share_by_l, inverse_q, share_by_r);
    V by_r = hn::MulAdd(ln_ions_by_r, body, hn::MulAdd(rise_by_r, share, hn::Mul(rise, shared_r)));
    by_r = hn::Mul(by_r, p.inverse_r);
    V const by_q = hn::Neg(hn::Mul(hn::Mul(rise, share_by_l), hn::Mul(l, inverse_q)));
    sum.density = hn::Add(sum.density, n);
    sum.gradient = plus_scaled(sum.gradient, hn::Mul(c, all(per_radius)), combined(by_r, p, by_q, latitude));
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
