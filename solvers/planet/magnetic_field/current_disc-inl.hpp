// Lane code of current discs and radial currents. Included once per instruction set.
#include "planet/magnetic_field/analytic_disc-inl.hpp"
#include "planet/magnetic_field/exact_disc-inl.hpp"

#if defined(VESPA_PLANET_CURRENT_DISC_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_CURRENT_DISC_INL_HPP
#undef VESPA_PLANET_CURRENT_DISC_INL_HPP
#else
#define VESPA_PLANET_CURRENT_DISC_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// A disc's frame at a vector of points: its axes, and the point's cylindrical coordinates in it.
struct DiscFrame {
    Triple axis_x, axis_y, axis_z;
    V rho, z;        // in the frame's unit of length
    V cosine, sine;  // of the azimuth; (1, 0) on the axis
};

/// \param inverse_unit 1/m: one over the unit of length
HWY_INLINE DiscFrame disc_frame(DiscAxes const& axes, double inverse_unit, Triple const& position) {
    Doubles const d;
    DiscFrame frame;
    frame.axis_x = broadcast(axes[0].data());
    frame.axis_y = broadcast(axes[1].data());
    frame.axis_z = broadcast(axes[2].data());
    Triple const at = scaled(hn::Set(d, inverse_unit), position);
    V const x = dot(frame.axis_x, at), y = dot(frame.axis_y, at);
    frame.z = dot(frame.axis_z, at);
    frame.rho = hn::Sqrt(hn::MulAdd(x, x, hn::Mul(y, y)));
    M const on_axis = hn::Eq(frame.rho, hn::Zero(d));
    V const inverse = hn::Div(hn::Set(d, 1.0), frame.rho);
    frame.cosine = hn::IfThenElse(on_axis, hn::Set(d, 1.0), hn::Mul(x, inverse));
    frame.sine = hn::IfThenElse(on_axis, hn::Zero(d), hn::Mul(y, inverse));
    return frame;
}

/// Adds factor × (x, y, z of the frame) to b.
HWY_INLINE void add_from_frame(DiscFrame const& frame, V factor, V x, V y, V z, Triple& b) {
    b = plus_scaled(b, hn::Mul(factor, x), frame.axis_x);
    b = plus_scaled(b, hn::Mul(factor, y), frame.axis_y);
    b = plus_scaled(b, hn::Mul(factor, z), frame.axis_z);
}

/// Gradient in the frame's Cartesian axes: d_x.y is dB_y/dx. Adds factor × it, turned to the body's axes.
HWY_INLINE void add_gradient_from_frame(DiscFrame const& frame, V factor, Triple const& d_x,
                                        Triple const& d_y, Triple const& d_z, FieldSample& out) {
    Triple turned[3] = {zero_triple(), zero_triple(), zero_triple()};
    add_from_frame(frame, factor, d_x.x, d_x.y, d_x.z, turned[0]);
    add_from_frame(frame, factor, d_y.x, d_y.y, d_y.z, turned[1]);
    add_from_frame(frame, factor, d_z.x, d_z.y, d_z.z, turned[2]);
    Triple const axes[3] = {frame.axis_x, frame.axis_y, frame.axis_z};
    for (int i = 0; i < 3; ++i) {
        out.db_dx = plus_scaled(out.db_dx, axes[i].x, turned[i]);
        out.db_dy = plus_scaled(out.db_dy, axes[i].y, turned[i]);
        out.db_dz = plus_scaled(out.db_dz, axes[i].z, turned[i]);
    }
}

/// Points of both edges in units of the inner one.
HWY_INLINE MeridianPoint at_edge(CurrentDisc const& part, DiscFrame const& frame, double edge) {
    Doubles const d;
    return {frame.rho, frame.z, hn::Set(d, part.half_thickness / part.inner_edge),
            hn::Set(d, edge / part.inner_edge)};
}

/// Adds the disc's field at a vector of positions (m): that of the disc from the inner edge to infinity less
/// that from the outer edge.
HWY_INLINE void add_field(CurrentDisc const& part, Triple const& position, Triple& b) {
    DiscFrame const frame = disc_frame(part.axes, 1 / part.inner_edge, position);
    MeridianPoint const inner = at_edge(part, frame, part.inner_edge);
    MeridianPoint const outer = at_edge(part, frame, part.outer_edge);
    V rho, z;
    if (part.form == DiscForm::exact) {
        double const tolerance = part.tolerance / part.strength;
        auto const from_inner = exact_disc<MeridianField>(inner, tolerance);
        auto const from_outer = exact_disc<MeridianField>(outer, tolerance);
        rho = hn::Sub(from_inner.rho, from_outer.rho);
        z = hn::Sub(from_inner.z, from_outer.z);
    } else {
        auto const from_inner = analytic_disc(inner, part.form);
        auto const from_outer = analytic_disc(outer, part.form);
        rho = hn::Sub(from_inner.rho, from_outer.rho);
        z = hn::Sub(from_inner.z, from_outer.z);
    }
    add_from_frame(frame, hn::Set(Doubles(), part.strength), hn::Mul(frame.cosine, rho),
                   hn::Mul(frame.sine, rho), z, b);
}

/// Adds the disc's field and gradient. The nodes are those of a tolerance a hundred times finer: the
/// derivatives' quadrature errs by about that factor more than the field's.
HWY_INLINE void add_field(CurrentDisc const& part, Triple const& position, FieldSample& out) {
    Doubles const d;
    DiscFrame const frame = disc_frame(part.axes, 1 / part.inner_edge, position);
    MeridianPoint const inner = at_edge(part, frame, part.inner_edge);
    MeridianPoint const outer = at_edge(part, frame, part.outer_edge);
    MeridianGradient a, o;
    if (part.form == DiscForm::exact) {
        double const tolerance = 0.01 * part.tolerance / part.strength;
        a = exact_disc<MeridianGradient>(inner, tolerance);
        o = exact_disc<MeridianGradient>(outer, tolerance);
    } else {
        a = analytic_disc(inner, part.form);
        o = analytic_disc(outer, part.form);
    }
    V const c = frame.cosine, s = frame.sine;
    V const rho = hn::Sub(a.rho, o.rho), over_rho = hn::Sub(a.over_rho, o.over_rho);
    V const rho_rho = hn::Sub(a.rho_rho, o.rho_rho), rho_z = hn::Sub(a.rho_z, o.rho_z);
    V const z_rho = hn::Sub(a.z_rho, o.z_rho), z_z = hn::Sub(a.z_z, o.z_z);
    add_from_frame(frame, hn::Set(d, part.strength), hn::Mul(c, rho), hn::Mul(s, rho), hn::Sub(a.z, o.z),
                   out.b);
    V const xy = hn::Mul(hn::Mul(c, s), hn::Sub(rho_rho, over_rho));
    Triple const d_x{hn::MulAdd(hn::Mul(c, c), rho_rho, hn::Mul(hn::Mul(s, s), over_rho)), xy,
                     hn::Mul(c, z_rho)};
    Triple const d_y{xy, hn::MulAdd(hn::Mul(s, s), rho_rho, hn::Mul(hn::Mul(c, c), over_rho)),
                     hn::Mul(s, z_rho)};
    Triple const d_z{hn::Mul(c, rho_z), hn::Mul(s, rho_z), z_z};
    add_gradient_from_frame(frame, hn::Set(d, part.strength / part.inner_edge), d_x, d_y, d_z, out);
}

/// B_φ of the radial current, in units of strength over the half thickness, and its derivatives.
HWY_INLINE Slopes radial_current_azimuthal(DiscFrame const& frame) {
    Doubles const d;
    V const one = hn::Set(d, 1.0);
    V const clipped = hn::Min(hn::Max(frame.z, hn::Neg(one)), one);
    M const on_axis = hn::Eq(frame.rho, hn::Zero(d));
    V const inverse = hn::IfThenElse(on_axis, hn::Zero(d), hn::Div(one, frame.rho));
    V const value = hn::Neg(hn::Mul(inverse, clipped));
    V const d_z = hn::IfThenElseZero(hn::Lt(hn::Abs(frame.z), one), hn::Neg(inverse));
    return {value, hn::Neg(hn::Mul(value, inverse)), d_z};
}

HWY_INLINE void add_field(RadialCurrent const& part, Triple const& position, Triple& b) {
    Doubles const d;
    DiscFrame const frame = disc_frame(part.axes, 1 / part.half_thickness, position);
    V const phi = radial_current_azimuthal(frame).value;
    add_from_frame(frame, hn::Set(d, part.strength / part.half_thickness), hn::Neg(hn::Mul(frame.sine, phi)),
                   hn::Mul(frame.cosine, phi), hn::Zero(d), b);
}

HWY_INLINE void add_field(RadialCurrent const& part, Triple const& position, FieldSample& out) {
    Doubles const d;
    V const zero = hn::Zero(d);
    DiscFrame const frame = disc_frame(part.axes, 1 / part.half_thickness, position);
    auto const [phi, phi_rho, phi_z] = radial_current_azimuthal(frame);
    V const c = frame.cosine, s = frame.sine;
    add_from_frame(frame, hn::Set(d, part.strength / part.half_thickness), hn::Neg(hn::Mul(s, phi)),
                   hn::Mul(c, phi), zero, out.b);
    // B_φ/ρ = −∂B_φ/∂ρ as B_φ falls as 1/ρ.
    V const twice = hn::Add(phi_rho, phi_rho);
    V const x_x = hn::Neg(hn::Mul(hn::Mul(c, s), twice));
    V const turn = hn::Mul(hn::Sub(hn::Mul(c, c), hn::Mul(s, s)), phi_rho);
    Triple const d_x{x_x, turn, zero};
    Triple const d_y{turn, hn::Neg(x_x), zero};
    Triple const d_z{hn::Neg(hn::Mul(s, phi_z)), hn::Mul(c, phi_z), zero};
    double const scale = part.strength / (part.half_thickness * part.half_thickness);
    add_gradient_from_frame(frame, hn::Set(d, scale), d_x, d_y, d_z, out);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
