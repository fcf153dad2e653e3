// Lane forms of the models that depend on one coordinate s (models.hpp): n(s) and dn/ds.
#include "core/simd/lanes-inl.hpp"
#include "planet/plasma/elementary-inl.hpp"
#include "planet/plasma/models.hpp"

#if defined(VESPA_PLANET_PLASMA_LAYERS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_LAYERS_INL_HPP
#undef VESPA_PLANET_PLASMA_LAYERS_INL_HPP
#else
#define VESPA_PLANET_PLASMA_LAYERS_INL_HPP
#endif

#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// The coordinate s of a layered model and its gradient.
struct Coordinate {
    V s;
    Triple gradient;
};

HWY_INLINE Coordinate coordinate(Geometry const& geometry, Triple const& position) {
    Triple const d{hn::Sub(position.x, all(geometry.origin_m[0])),
                   hn::Sub(position.y, all(geometry.origin_m[1])),
                   hn::Sub(position.z, all(geometry.origin_m[2]))};
    if (geometry.shape == Geometry::Shape::plane) {
        Triple const axis{all(geometry.axis[0]), all(geometry.axis[1]), all(geometry.axis[2])};
        return {dot(d, axis), axis};
    }
    // The added square, (1e-150 m)², keeps the centre finite and changes no other point.
    V const tiny = all(1e-300);
    V const r2 = hn::Add(dot(d, d), tiny);
    V const r = hn::Sqrt(r2);
    V const inverse_r = hn::Div(all(1), r);
    if (geometry.shape == Geometry::Shape::sphere) {
        return {hn::Sub(r, all(geometry.radius_m)), scaled(inverse_r, d)};
    }
    V const z2_factor = all(geometry.stretch * geometry.stretch);
    V const stretched2 =
        hn::MulAdd(z2_factor, hn::Mul(d.z, d.z), hn::MulAdd(d.x, d.x, hn::MulAdd(d.y, d.y, tiny)));
    V const ratio =
        hn::Div(all(geometry.radius_m), hn::Sqrt(stretched2));  // radius / √(x² + y² + (stretch z)²)
    V const along_radius = hn::Mul(hn::Sub(all(1), ratio), inverse_r);
    V const across = hn::Div(hn::Mul(r, ratio), stretched2);
    V const horizontal = hn::Add(along_radius, across);
    return {hn::NegMulAdd(r, ratio, r),
            {hn::Mul(horizontal, d.x), hn::Mul(horizontal, d.y),
             hn::Mul(hn::MulAdd(z2_factor, across, along_radius), d.z)}};
}

/// n and dn/ds, both zero where n < 0 unless the layer's formula goes on.
HWY_INLINE Slope clipped(Slope n, Edge edge) {
    if (edge == Edge::continued) return n;
    M const inside = hn::Gt(n.value, hn::Zero(Doubles()));
    return {hn::IfThenElseZero(inside, n.value), hn::IfThenElseZero(inside, n.derivative)};
}

HWY_INLINE Slope profile(LinearLayer const& layer, V s) {
    V const slope = all(layer.slope);
    return clipped({hn::MulAdd(slope, hn::Sub(s, all(layer.base_m)), all(layer.base_density)), slope},
                   layer.edge);
}

HWY_INLINE Slope profile(ParabolicLayer const& layer, V s) {
    V const u = hn::Mul(hn::Sub(s, all(layer.peak_m)), all(1 / layer.half_thickness_m));
    V const peak = all(layer.peak_density);
    return clipped({hn::NegMulAdd(hn::Mul(peak, u), u, peak),
                    hn::Mul(u, all(-2 * layer.peak_density / layer.half_thickness_m))},
                   layer.edge);
}

HWY_INLINE Slope profile(QuasiParabolicLayer const& layer, V s) {
    double const base = layer.peak_m - layer.half_thickness_m;
    // u = (r − r_m)/y_m · r_b/r, du/dr = r_b r_m/(y_m r²)
    V const inverse = hn::Div(all(1), hn::Max(s, all(1e-3 * base)));
    V const u = hn::Mul(hn::Mul(hn::Sub(s, all(layer.peak_m)), all(base / layer.half_thickness_m)), inverse);
    V const peak = all(layer.peak_density);
    V const factor = all(-2 * layer.peak_density * base * layer.peak_m / layer.half_thickness_m);
    return clipped(
        {hn::NegMulAdd(hn::Mul(peak, u), u, peak), hn::Mul(hn::Mul(factor, u), hn::Mul(inverse, inverse))},
        layer.edge);
}

HWY_INLINE Slope profile(ChapmanLayer const& layer, V s) {
    V const h = hn::Sub(s, all(layer.peak_m));
    double const bottom = 1 / layer.scale_height_m, top = 1 / layer.topside_scale_height_m;
    V z, dz;
    if (bottom == top) {
        z = hn::Mul(h, all(bottom));
        dz = all(bottom);
    } else {
        // ∫½(1 + tanh(h/w))dh = ½w ln((1 + e^{2h/w})/2)
        double const w = layer.transition_m;
        Slope const ramp = soft_ramp(hn::Mul(h, all(2 / w)));
        V const change = all(top - bottom);
        z = hn::MulAdd(
            h, all(bottom),
            hn::Mul(change, hn::Mul(all(0.5 * w), hn::Sub(ramp.value, all(0.69314718055994530942)))));
        dz = hn::MulAdd(change, ramp.derivative, all(bottom));
    }
    z = hn::Max(z, all(-8));  // n is 0 below
    V const decay = exp_or_zero(hn::Neg(z));
    V const one = all(1);
    V const n =
        hn::Mul(all(layer.peak_density), exp_or_zero(hn::Mul(all(0.5), hn::Sub(hn::Sub(one, z), decay))));
    return {n, hn::Mul(hn::Mul(n, all(0.5)), hn::Mul(hn::Sub(decay, one), dz))};
}

HWY_INLINE Slope profile(ExponentialLayer const& layer, V s) {
    V const exponent = hn::Mul(hn::Sub(all(layer.level_m), s), all(1 / layer.scale_height_m));
    V const highest = all(100);
    V const n = hn::Mul(all(layer.density), exp_or_zero(hn::Min(exponent, highest)));
    return {n, hn::IfThenElseZero(hn::Lt(exponent, highest), hn::Mul(n, all(-1 / layer.scale_height_m)))};
}

HWY_INLINE Slope profile(StepLayer const& layer, V s) {
    // With q = e^−2|u| the far side's share is q/(1 + q): no cancellation on either side.
    V const u = hn::Mul(hn::Sub(s, all(layer.level_m)), all(2 / layer.width_m));
    V const q = exp_or_zero(hn::Neg(hn::Abs(u)));
    V const share = hn::Div(all(1), hn::Add(all(1), q));
    M const above = hn::Gt(u, hn::Zero(Doubles()));
    V const below_density = all(layer.density_below), above_density = all(layer.density_above);
    V const here = hn::IfThenElse(above, above_density, below_density);
    V const there = hn::IfThenElse(above, below_density, above_density);
    V const rise = all((layer.density_above - layer.density_below) * 2 / layer.width_m);
    return {hn::Mul(share, hn::MulAdd(q, there, here)), hn::Mul(rise, hn::Mul(q, hn::Mul(share, share)))};
}

HWY_INLINE Slope profile(PowerLaw const& law, V s) {
    V const floor = all(law.floor_m);
    M const held = hn::Lt(s, floor);
    V const clamped = hn::Max(s, floor);
    V const x = hn::Mul(clamped, all(1 / law.unit_m));
    V const inverse = hn::Div(all(1), x);
    V n = hn::Zero(Doubles()), weighted = hn::Zero(Doubles());  // Σ term, Σ exponent term
    for (auto const& term : law.terms) {
        double const size = std::abs(term.exponent);
        V power;
        if (size == std::floor(size)) {
            power = whole_power(term.exponent < 0 ? inverse : x, static_cast<unsigned>(size));
        } else {
            power = exp_or_zero(hn::Mul(all(term.exponent), hn::Log(Doubles(), x)));
        }
        V const part = hn::Mul(all(term.density), power);
        n = hn::Add(n, part);
        weighted = hn::MulAdd(all(term.exponent), part, weighted);
    }
    return {n, hn::IfThenZeroElse(held, hn::Mul(weighted, hn::Mul(inverse, all(1 / law.unit_m))))};
}

HWY_INLINE Slope profile(InverseExponential const& law, V s) {
    V const floor = all(law.floor_m);
    V const inverse = hn::Div(all(1), hn::Max(s, floor));
    V const exponent = hn::Mul(all(law.exponent * law.unit_m), inverse);
    V const n = hn::Mul(all(law.density), exp_or_zero(exponent));
    return {n, hn::IfThenZeroElse(hn::Lt(s, floor), hn::Neg(hn::Mul(n, hn::Mul(exponent, inverse))))};
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
