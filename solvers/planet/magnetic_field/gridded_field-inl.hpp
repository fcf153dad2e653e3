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

/// Basis functions of the quartic, in the arithmetic of numerics::quartic_weights().
struct QuarticLanes {
    V value[5], slope[5];
};

HWY_INLINE QuarticLanes quartic_lanes(V t) {
    Doubles const d;
    auto const set = [&](double x) HWY_ATTR { return hn::Set(d, x); };
    V const s = hn::Sub(set(1), t), t2 = hn::Mul(t, t), s2 = hn::Mul(s, s), share = set(1.0 / 24);
    auto const quartic = [&](double a, double b, double c, double e, double f) HWY_ATTR {
        V sum = hn::MulAdd(t, set(f), set(e));
        sum = hn::MulAdd(t, sum, set(c));
        sum = hn::MulAdd(t, sum, set(b));
        return hn::Mul(hn::MulAdd(t, sum, set(a)), share);
    };
    auto const cubic = numerics::HWY_NAMESPACE::cubic_lanes(t);
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
    V const coordinate[3] = {position.x, position.y, position.z};
    numerics::HWY_NAMESPACE::AxisPlace place[3];
    for (std::size_t a = 0; a < 3; ++a) {
        V const u = hn::Mul(hn::Sub(coordinate[a], hn::Set(d, axes[a].first)), hn::Set(d, 1 / axes[a].step));
        place[a] = numerics::HWY_NAMESPACE::place_on_axis(u, static_cast<std::int64_t>(axes[a].count) - 1);
    }
    M const defined = hn::And(place[0].defined, hn::And(place[1].defined, place[2].defined));
    V const nan = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t c = 0; c < 3; ++c) {
        auto const layout = component_layout(field.nodes, c);
        numerics::TensorSpline const spline{field.coefficients.get() + layout.begin,
                                            {},
                                            {static_cast<std::int64_t>(layout.coefficients[0]),
                                             static_cast<std::int64_t>(layout.coefficients[1])}};
        auto const weights = quartic_lanes(place[c].t);
        auto const at =
            numerics::HWY_NAMESPACE::evaluate_spline(spline, place[layout.axes[0]], place[layout.axes[1]],
                                                     place[c].cell, weights.value, weights.slope);
        V const slope[3] = {at.slope.x, at.slope.y, at.slope.z};
        out.b[c] = hn::IfThenElse(defined, at.value, nan);
        for (std::size_t s = 0; s < 3; ++s) {
            V const by_length = hn::Mul(slope[s], hn::Set(d, 1 / axes[layout.axes[s]].step));
            out.gradient[layout.axes[s]][c] = hn::IfThenElse(defined, by_length, nan);
        }
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
