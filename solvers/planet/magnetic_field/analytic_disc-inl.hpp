// Lane code of the approximations of a semi-infinite current disc. Included once per instruction set.
#include "planet/magnetic_field/exact_disc-inl.hpp"

#if defined(VESPA_PLANET_ANALYTIC_DISC_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_ANALYTIC_DISC_INL_HPP
#undef VESPA_PLANET_ANALYTIC_DISC_INL_HPP
#else
#define VESPA_PLANET_ANALYTIC_DISC_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// A value and its derivatives in ρ and z.
struct Slopes {
    V value, d_rho, d_z;
};

HWY_INLINE Slopes select(M mask, Slopes const& yes, Slopes const& no) {
    return {hn::IfThenElse(mask, yes.value, no.value), hn::IfThenElse(mask, yes.d_rho, no.d_rho),
            hn::IfThenElse(mask, yes.d_z, no.d_z)};
}

/// One face of the disc, at height h = z ± D from the point: 1/f, f, … with f² = h² + l², l the larger of ρ
/// and the edge.
struct Face {
    V h, f, inverse, inverse_3, inverse_5;
};

HWY_INLINE Face face(V h, V larger_square) {
    V const f = hn::Sqrt(hn::MulAdd(h, h, larger_square));
    V const inverse = hn::Div(hn::Set(Doubles(), 1.0), f);
    V const square = hn::Mul(inverse, inverse);
    V const cube = hn::Mul(inverse, square);
    return {h, f, inverse, cube, hn::Mul(cube, square)};
}

/// B_ρ/ρ within the edge, with d_rho and d_z the derivatives of B_ρ/ρ.
HWY_INLINE Slopes inner_over_rho(MeridianPoint const& at, Face const& below, Face const& above,
                                 DiscForm form) {
    Doubles const d;
    V const half = hn::Set(d, 0.5);
    Slopes result{hn::Mul(half, hn::Sub(below.inverse, above.inverse)), hn::Zero(d),
                  hn::Mul(half, hn::NegMulAdd(below.h, below.inverse_3, hn::Mul(above.h, above.inverse_3)))};
    if (form == DiscForm::can81) return result;
    // Edwards' next term, ρ²/16 [(a² − 2h²)/f⁵] between the faces; its z-derivative is 3h (2h² − 3a²)/f⁷.
    V const edge_square = hn::Mul(at.edge, at.edge), sixteenth = hn::Set(d, 1.0 / 16);
    V const two = hn::Set(d, 2.0), three = hn::Set(d, 3.0);
    auto const shape = [&](Face const& s) HWY_ATTR {
        return hn::Mul(hn::NegMulAdd(hn::Mul(two, s.h), s.h, edge_square), s.inverse_5);
    };
    auto const slope = [&](Face const& s) HWY_ATTR {
        V const bracket = hn::MulSub(hn::Mul(two, s.h), s.h, hn::Mul(three, edge_square));
        V const power_7 = hn::Mul(s.inverse_5, hn::Mul(s.inverse, s.inverse));
        return hn::Mul(hn::Mul(three, s.h), hn::Mul(bracket, power_7));
    };
    V const scaled_rho = hn::Mul(sixteenth, at.rho), scaled_square = hn::Mul(scaled_rho, at.rho);
    V const change = hn::Sub(shape(below), shape(above));
    result.value = hn::MulAdd(scaled_square, change, result.value);
    result.d_rho = hn::Mul(hn::Mul(two, scaled_rho), change);
    result.d_z = hn::MulAdd(scaled_square, hn::Sub(slope(below), slope(above)), result.d_z);
    return result;
}

/// B_ρ/ρ beyond the edge: (f₋ − f₊ + 2 clip z)/ρ² + a²/4 (1/f₊³ − 1/f₋³).
HWY_INLINE Slopes outer_over_rho(MeridianPoint const& at, Face const& below, Face const& above, M inside) {
    Doubles const d;
    V const two = hn::Set(d, 2.0), three = hn::Set(d, 3.0);
    V const quarter_square = hn::Mul(hn::Set(d, 0.25), hn::Mul(at.edge, at.edge));
    V const clipped = hn::Min(hn::Max(at.z, hn::Neg(at.half_thickness)), at.half_thickness);
    V const inverse_rho = hn::Div(hn::Set(d, 1.0), at.rho);
    V const inverse_square = hn::Mul(inverse_rho, inverse_rho);
    V const path = hn::MulAdd(two, clipped, hn::Sub(below.f, above.f));
    Slopes result;
    result.value =
        hn::MulAdd(path, inverse_square, hn::Mul(quarter_square, hn::Sub(above.inverse_3, below.inverse_3)));
    V const cubes =
        hn::Mul(hn::Mul(three, quarter_square), hn::Mul(at.rho, hn::Sub(below.inverse_5, above.inverse_5)));
    V const path_rho = hn::Mul(at.rho, hn::Sub(below.inverse, above.inverse));
    result.d_rho =
        hn::MulAdd(hn::NegMulAdd(hn::Mul(two, path), inverse_rho, path_rho), inverse_square, cubes);
    V const path_z = hn::Add(hn::NegMulAdd(above.h, above.inverse, hn::Mul(below.h, below.inverse)),
                             hn::IfThenElseZero(inside, two));
    V const heights = hn::NegMulAdd(above.h, above.inverse_5, hn::Mul(below.h, below.inverse_5));
    result.d_z = hn::MulAdd(path_z, inverse_square, hn::Mul(hn::Mul(three, quarter_square), heights));
    return result;
}

/// ln[(z₊+f₊)/(z₋+f₋)] = asinh(z₊/l) − asinh(z₋/l) (Edwards) or 2D/√(z²+l²) (CAN81); where l is the edge, not
/// ρ, the derivative in ρ is zero.
HWY_INLINE Slopes leading_z(MeridianPoint const& at, Face const& below, Face const& above, V larger, M beyond,
                            DiscForm form) {
    Doubles const d;
    if (form == DiscForm::can81) {
        V const inverse = hn::Div(hn::Set(d, 1.0), hn::Sqrt(hn::MulAdd(at.z, at.z, hn::Mul(larger, larger))));
        V const value = hn::Mul(hn::Add(at.half_thickness, at.half_thickness), inverse);
        V const slope = hn::Neg(hn::Mul(value, hn::Mul(inverse, inverse)));
        return {value, hn::IfThenElseZero(beyond, hn::Mul(slope, larger)), hn::Mul(slope, at.z)};
    }
    V const sum_below = hn::Add(hn::Abs(below.h), below.f), sum_above = hn::Add(hn::Abs(above.h), above.f);
    M const inside = hn::Lt(hn::Abs(at.z), at.half_thickness);
    M const over = hn::Gt(at.z, hn::Zero(d));
    V const numerator =
        hn::IfThenElse(inside, hn::Mul(sum_below, sum_above), hn::IfThenElse(over, sum_above, sum_below));
    V const denominator =
        hn::IfThenElse(inside, hn::Mul(larger, larger), hn::IfThenElse(over, sum_below, sum_above));
    V const slope = hn::Div(hn::NegMulAdd(above.h, above.inverse, hn::Mul(below.h, below.inverse)), larger);
    return {hn::Log(d, hn::Div(numerator, denominator)), hn::IfThenElseZero(beyond, slope),
            hn::Sub(above.inverse, below.inverse)};
}

/// s²/4 (z₊/f₊³ − z₋/f₋³), s the smaller of ρ and the edge.
HWY_INLINE Slopes second_z(MeridianPoint const& at, Face const& below, Face const& above, M beyond) {
    Doubles const d;
    V const quarter = hn::Set(d, 0.25), three = hn::Set(d, 3.0);
    V const smaller = hn::Min(at.rho, at.edge);
    V const scale = hn::Mul(quarter, hn::Mul(smaller, smaller));
    V const change = hn::NegMulAdd(below.h, below.inverse_3, hn::Mul(above.h, above.inverse_3));
    V const heights = hn::NegMulAdd(above.h, above.inverse_5, hn::Mul(below.h, below.inverse_5));
    // d(h/f³)/dh = 1/f³ − 3h²/f⁵
    auto const slope = [&](Face const& s) HWY_ATTR {
        return hn::NegMulAdd(hn::Mul(three, s.h), hn::Mul(s.h, s.inverse_5), s.inverse_3);
    };
    V const d_rho = hn::IfThenElse(beyond, hn::Mul(hn::Mul(three, scale), hn::Mul(at.rho, heights)),
                                   hn::Mul(hn::Mul(hn::Set(d, 0.5), at.rho), change));
    return {hn::Mul(scale, change), d_rho, hn::Mul(scale, hn::Sub(slope(above), slope(below)))};
}

/// Field and derivatives of the approximation to the disc that reaches from at.edge to infinity, in units of
/// its strength. ∇×B = 0 does not hold between them: the derivatives are those of the approximation.
HWY_INLINE MeridianGradient analytic_disc(MeridianPoint const& at, DiscForm form) {
    V const larger = hn::Max(at.rho, at.edge);
    V const larger_square = hn::Mul(larger, larger);
    Face const below = face(hn::Sub(at.z, at.half_thickness), larger_square);
    Face const above = face(hn::Add(at.z, at.half_thickness), larger_square);
    M const inside = hn::Lt(hn::Abs(at.z), at.half_thickness);
    M const beyond = hn::Ge(at.rho, at.edge);
    Slopes const over_rho =
        select(beyond, outer_over_rho(at, below, above, inside), inner_over_rho(at, below, above, form));
    Slopes const leading = leading_z(at, below, above, larger, beyond, form);
    Slopes const second = second_z(at, below, above, beyond);
    return {hn::Mul(at.rho, over_rho.value),
            hn::Add(leading.value, second.value),
            over_rho.value,
            hn::MulAdd(at.rho, over_rho.d_rho, over_rho.value),
            hn::Mul(at.rho, over_rho.d_z),
            hn::Add(leading.d_rho, second.d_rho),
            hn::Add(leading.d_z, second.d_z)};
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
