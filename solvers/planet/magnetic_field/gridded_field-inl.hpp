// Lane form of GriddedField (gridded_field.hpp). Included once per instruction set.
#include "core/numerics/tensor_spline-inl.hpp"
#include "planet/magnetic_field/gridded_field.hpp"
//
#include "planet/magnetic_field/field_sample-inl.hpp"

#if defined(VESPA_PLANET_GRIDDED_FIELD_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_GRIDDED_FIELD_INL_HPP
#undef VESPA_PLANET_GRIDDED_FIELD_INL_HPP
#else
#define VESPA_PLANET_GRIDDED_FIELD_INL_HPP
#endif

#include <limits>

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

namespace splines = numerics::HWY_NAMESPACE;

/// Basis functions of the quartic, in the arithmetic of numerics::quartic_weights().
HWY_INLINE splines::LaneWeights<5> quartic_lanes(V t) {
    Doubles const d;
    auto const set = [&](double x) HWY_ATTR { return hn::Set(d, x); };
    V const s = hn::Sub(set(1), t), t2 = hn::Mul(t, t), s2 = hn::Mul(s, s), share = set(1.0 / 24);
    auto const quartic = [&](double a, double b, double c, double e, double f) HWY_ATTR {
        V sum = hn::MulAdd(t, set(f), set(e));
        sum = hn::MulAdd(t, sum, set(c));
        sum = hn::MulAdd(t, sum, set(b));
        return hn::Mul(hn::MulAdd(t, sum, set(a)), share);
    };
    auto const cubic = splines::cubic_lanes(t);
    return {
        {hn::Mul(hn::Mul(s2, s2), share), quartic(11, -12, -6, 12, -4), quartic(11, 12, -6, -12, 6),
         quartic(1, 4, 6, 4, -4), hn::Mul(hn::Mul(t2, t2), share)},
        {hn::Neg(cubic.value[0]), hn::Sub(cubic.value[0], cubic.value[1]),
         hn::Sub(cubic.value[1], cubic.value[2]), hn::Sub(cubic.value[2], cubic.value[3]), cubic.value[3]}};
}

/// B and its gradient, [a][c] being ∂B_c/∂x_a; NaN where the grid gives no value.
struct GridFieldSample {
    V b[3], gradient[3][3];
};

HWY_INLINE void evaluate_grid_field(GriddedField const& field, Triple const& position, GridFieldSample& out) {
    Doubles const d;
    auto const& axes = field.nodes.axes;
    auto const place = [&](V coordinate, GridAxis const& axis) HWY_ATTR {
        V const u = hn::Mul(hn::Sub(coordinate, hn::Set(d, axis.first)), hn::Set(d, 1 / axis.step));
        return splines::place_on_axis(u, static_cast<std::int64_t>(axis.count) - 1);
    };
    auto const x = place(position.x, axes[0]), y = place(position.y, axes[1]), z = place(position.z, axes[2]);
    Triple const cell{x.cell, y.cell, z.cell};
    auto const spline = [&](std::size_t c) HWY_ATTR {
        auto const layout = component_layout(field.nodes, c);
        return numerics::TensorSpline{field.coefficients.get() + layout.begin, {}, layout.row_counts()};
    };
    auto const cubic_x = splines::cubic_lanes(x.t), cubic_y = splines::cubic_lanes(y.t),
               cubic_z = splines::cubic_lanes(z.t);
    splines::SplineSample const at[3] = {
        splines::evaluate_spline(spline(0), cell, quartic_lanes(x.t), cubic_y, cubic_z),
        splines::evaluate_spline(spline(1), cell, cubic_x, quartic_lanes(y.t), cubic_z),
        splines::evaluate_spline(spline(2), cell, cubic_x, cubic_y, quartic_lanes(z.t))};
    M const defined = hn::And(x.defined, hn::And(y.defined, z.defined));
    V const nan = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t c = 0; c < 3; ++c) {
        V const slope[3] = {at[c].slope.x, at[c].slope.y, at[c].slope.z};
        out.b[c] = hn::IfThenElse(defined, at[c].value, nan);
        for (std::size_t a = 0; a < 3; ++a)
            out.gradient[a][c] =
                hn::IfThenElse(defined, hn::Mul(slope[a], hn::Set(d, 1 / axes[a].step)), nan);
    }
}

/// Adds the field at the positions (m) to b.
HWY_INLINE void add_field(GriddedField const& field, Triple const& position, Triple& b) {
    GridFieldSample at;
    evaluate_grid_field(field, position, at);
    b = sum(b, {at.b[0], at.b[1], at.b[2]});
}

/// Adds the field and its gradient.
HWY_INLINE void add_field(GriddedField const& field, Triple const& position, FieldSample& out) {
    GridFieldSample at;
    evaluate_grid_field(field, position, at);
    out.b = sum(out.b, {at.b[0], at.b[1], at.b[2]});
    out.db_dx = sum(out.db_dx, {at.gradient[0][0], at.gradient[0][1], at.gradient[0][2]});
    out.db_dy = sum(out.db_dy, {at.gradient[1][0], at.gradient[1][1], at.gradient[1][2]});
    out.db_dz = sum(out.db_dz, {at.gradient[2][0], at.gradient[2][1], at.gradient[2][2]});
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
