// Lane code of the parts in simple_parts.hpp. Included once per instruction set.
#include "planet/magnetic_field/simple_parts.hpp"
//
#include "planet/magnetic_field/field_sample-inl.hpp"

#if defined(VESPA_PLANET_SIMPLE_PARTS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_SIMPLE_PARTS_INL_HPP
#undef VESPA_PLANET_SIMPLE_PARTS_INL_HPP
#else
#define VESPA_PLANET_SIMPLE_PARTS_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Adds the part's field at the positions (m) to b.
HWY_INLINE void add_field(UniformField const& part, Triple const&, Triple& b) {
    b = sum(b, broadcast(part.field.data()));
}

HWY_INLINE void add_field(DipoleField const& part, Triple const& position, Triple& b) {
    Doubles const d;
    Triple const from_centre = difference(position, broadcast(part.centre.data()));
    V const inverse = hn::Div(hn::Set(d, 1.0), hn::Sqrt(dot(from_centre, from_centre)));
    Triple const unit = scaled(inverse, from_centre);
    V const inverse_cube = hn::Mul(hn::Mul(inverse, inverse), inverse);
    Triple const moment = scaled(inverse_cube, broadcast(part.moment.data()));
    b = plus_scaled(difference(b, moment), hn::Mul(hn::Set(d, 3.0), dot(moment, unit)), unit);
}

HWY_INLINE void add_field(AxialPowerLaw const& part, Triple const& position, Triple& b) {
    Doubles const d;
    V const s = hn::Div(hn::Set(d, part.height), position.z);
    b.z = hn::MulAdd(hn::Set(d, part.field), hn::Mul(s, hn::Mul(s, s)), b.z);
}

/// Adds the part's field and gradient.
HWY_INLINE void add_field(UniformField const& part, Triple const& position, FieldSample& out) {
    add_field(part, position, out.b);
}

/// With M = m/|d|³ and e = d/|d|: ∂_i B_j = 3 (M_i e_j + M_j e_i + (M·e)(δ_ij − 5 e_i e_j)) / |d|.
HWY_INLINE void add_field(DipoleField const& part, Triple const& position, FieldSample& out) {
    Doubles const d;
    Triple const from_centre = difference(position, broadcast(part.centre.data()));
    V const inverse = hn::Div(hn::Set(d, 1.0), hn::Sqrt(dot(from_centre, from_centre)));
    Triple const unit = scaled(inverse, from_centre);
    V const inverse_cube = hn::Mul(hn::Mul(inverse, inverse), inverse);
    Triple const moment = scaled(inverse_cube, broadcast(part.moment.data()));
    V const radial = dot(moment, unit);
    out.b = plus_scaled(difference(out.b, moment), hn::Mul(hn::Set(d, 3.0), radial), unit);

    V const factor = hn::Mul(hn::Set(d, 3.0), inverse);
    Triple const m = scaled(factor, moment);
    V const r = hn::Mul(factor, radial);
    // Column i: m_i e + e_i (m − 5 r e), and r on the diagonal.
    Triple const e = plus_scaled(m, hn::Mul(hn::Set(d, -5.0), r), unit);
    out.db_dx = plus_scaled(plus_scaled(out.db_dx, m.x, unit), unit.x, e);
    out.db_dy = plus_scaled(plus_scaled(out.db_dy, m.y, unit), unit.y, e);
    out.db_dz = plus_scaled(plus_scaled(out.db_dz, m.z, unit), unit.z, e);
    out.db_dx.x = hn::Add(out.db_dx.x, r);
    out.db_dy.y = hn::Add(out.db_dy.y, r);
    out.db_dz.z = hn::Add(out.db_dz.z, r);
}

HWY_INLINE void add_field(AxialPowerLaw const& part, Triple const& position, FieldSample& out) {
    Doubles const d;
    V const s = hn::Div(hn::Set(d, part.height), position.z);
    V const field = hn::Mul(hn::Set(d, part.field), hn::Mul(s, hn::Mul(s, s)));
    out.b.z = hn::Add(out.b.z, field);
    out.db_dz.z = hn::Sub(out.db_dz.z, hn::Div(hn::Mul(hn::Set(d, 3.0), field), position.z));
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
