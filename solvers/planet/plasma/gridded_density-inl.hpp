// Lane form of GriddedDensity (gridded_density.hpp).
#include "core/numerics/tensor_spline-inl.hpp"
#include "core/units/constants.hpp"
#include "planet/plasma/gridded_density.hpp"
#include "planet/plasma/sample-inl.hpp"

#if defined(VESPA_PLANET_PLASMA_GRIDDED_DENSITY_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_PLASMA_GRIDDED_DENSITY_INL_HPP
#undef VESPA_PLANET_PLASMA_GRIDDED_DENSITY_INL_HPP
#else
#define VESPA_PLANET_PLASMA_GRIDDED_DENSITY_INL_HPP
#endif

#include <limits>

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

namespace splines = numerics::HWY_NAMESPACE;

/// ln n and its slopes along the grid's axes, and where it has a value.
struct GridSample {
    V ln_density;
    Triple slope;
    M defined;
};

/// At a place given in cells of the axes.
HWY_INLINE GridSample evaluate_grid(GriddedDensity const& grid, Triple const& u) {
    auto const& layout = grid.layout;
    numerics::TensorSpline const spline{
        grid.coefficients.get(), layout.cells, {layout.coefficients[0], layout.coefficients[1]}};
    auto const x = splines::place_on_axis(u.x, layout.cells[0]);
    auto const y = splines::place_on_axis(u.y, layout.cells[1]);
    auto const z = splines::place_on_axis(u.z, layout.cells[2]);
    auto const at = splines::evaluate_spline(spline, {x.cell, y.cell, z.cell}, splines::cubic_lanes(x.t),
                                             splines::cubic_lanes(y.t), splines::cubic_lanes(z.t));
    auto const& axes = grid.nodes.axes;
    return {at.value,
            {hn::Mul(at.slope.x, all(1 / axes[0].step)), hn::Mul(at.slope.y, all(1 / axes[1].step)),
             hn::Mul(at.slope.z, all(1 / axes[2].step))},
            hn::And(x.defined, hn::And(y.defined, z.defined))};
}

/// Adds exp(ln n) and its gradient, NaN where the grid has no value.
HWY_INLINE void add_exponential(V ln_density, Triple const& gradient, M defined, DensitySample& sum) {
    V const nan = all(std::numeric_limits<double>::quiet_NaN());
    V const n = hn::IfThenElse(defined, hn::Exp(Doubles(), hn::Min(ln_density, all(690))), nan);
    sum.density = hn::Add(sum.density, n);
    sum.gradient = plus_scaled(sum.gradient, n, gradient);
}

HWY_INLINE V in_cells(V coordinate, double first, double step) {
    return hn::Mul(hn::Sub(coordinate, all(first)), all(1 / step));
}

/// atan(y/x) in the quadrant of (x, y); π or −π on the negative x axis, 0 at the origin.
HWY_INLINE V arc_tangent(V y, V x) {
    Doubles const d;
    V const ax = hn::Abs(x), ay = hn::Abs(y);
    V const ratio = hn::Div(hn::Min(ax, ay), hn::Max(hn::Max(ax, ay), all(1e-300)));
    V angle = hn::Atan(d, ratio);
    angle = hn::IfThenElse(hn::Gt(ay, ax), hn::Sub(all(units::pi / 2), angle), angle);
    angle = hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Sub(all(units::pi), angle), angle);
    return hn::CopySign(angle, y);
}

/// With u on the axes of a sphere: ∇ = r̂ ∂/∂r + λ̂/r ∂/∂λ + φ̂/(r cos λ) ∂/∂φ.
HWY_INLINE void add_spherical(GriddedDensity const& grid, Triple const& place, DensitySample& sum) {
    auto const& [longitude, latitude, distance] = grid.nodes.axes;
    bool const logarithmic = grid.nodes.frame == GridFrame::spherical_logarithmic;
    V const exact_rho = hn::Sqrt(hn::MulAdd(place.x, place.x, hn::Mul(place.y, place.y)));
    V const r = hn::Sqrt(hn::MulAdd(place.z, place.z, hn::Mul(exact_rho, exact_rho)));
    V const least_rho = hn::Mul(r, all(axis_cosine));
    M const on_axis = hn::Lt(exact_rho, least_rho);
    V const rho = hn::Max(exact_rho, least_rho);
    Triple const position{hn::IfThenElse(on_axis, least_rho, place.x), hn::IfThenZeroElse(on_axis, place.y),
                          place.z};
    V const inverse_r = hn::Div(all(1), r), inverse_rho = hn::Div(all(1), rho);

    V const turns = all(static_cast<double>(grid.layout.cells[0]) / 2);
    V const circle = all(2 * units::pi / longitude.step);
    V u = in_cells(arc_tangent(position.y, position.x), grid.layout.first_knot[0], longitude.step);
    // The turn that brings it nearest to the grid's middle.
    V const off = hn::Div(hn::Sub(u, turns), circle);
    u = hn::NegMulAdd(circle, hn::Floor(hn::Add(off, all(0.5))), u);
    V const v = in_cells(hn::Atan(Doubles(), hn::Mul(position.z, inverse_rho)), grid.layout.first_knot[1],
                         latitude.step);
    V const height = logarithmic ? hn::Log(Doubles(), r) : r;
    auto const at = evaluate_grid(grid, {u, v, in_cells(height, distance.first, distance.step)});

    V const by_r = logarithmic ? hn::Mul(at.slope.z, inverse_r) : at.slope.z;
    V const outward = hn::Mul(by_r, inverse_r);                              // of (x, y, z)
    V const northward = hn::Mul(hn::Mul(at.slope.y, inverse_r), inverse_r);  // of (−z x/ρ, −z y/ρ, ρ)
    V const eastward = hn::Mul(hn::Mul(at.slope.x, inverse_rho), inverse_rho);  // of (−y, x, 0)
    V const level = hn::NegMulAdd(northward, hn::Mul(position.z, inverse_rho), outward);
    Triple const gradient{hn::NegMulAdd(eastward, position.y, hn::Mul(level, position.x)),
                          hn::MulAdd(eastward, position.x, hn::Mul(level, position.y)),
                          hn::MulAdd(northward, rho, hn::Mul(outward, position.z))};
    add_exponential(at.ln_density, gradient, at.defined, sum);
}

HWY_INLINE void add_density(GriddedDensity const& grid, Triple const& position, DensitySample& sum) {
    if (grid.nodes.is_spherical()) {
        add_spherical(grid, position, sum);
        return;
    }
    auto const& axes = grid.nodes.axes;
    auto const at = evaluate_grid(grid, {in_cells(position.x, axes[0].first, axes[0].step),
                                         in_cells(position.y, axes[1].first, axes[1].step),
                                         in_cells(position.z, axes[2].first, axes[2].step)});
    add_exponential(at.ln_density, at.slope, at.defined, sum);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
