// Lane code of the field and gradient of internal multipoles. Included once per instruction set. Formulas:
// README.md; MultipoleReference is the plain form.
#include "planet/magnetic_field/multipole_columns-inl.hpp"

#if defined(VESPA_PLANET_MULTIPOLE_GRADIENT_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_MULTIPOLE_GRADIENT_INL_HPP
#undef VESPA_PLANET_MULTIPOLE_GRADIENT_INL_HPP
#else
#define VESPA_PLANET_MULTIPOLE_GRADIENT_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Sums over the columns: explicit first derivatives of the potential over ρ³, second ones over ρ⁵ (yy =
/// −xx), and the (n+M+1)-weighted sums.
struct MultipoleGradientSums {
    V x, y, z, n_weighted;
    V xx, xy, xz, yz, zz;
    V n_x, n_y, n_z;
};

/// (c − is)(re + i im) as real part, and minus its imaginary part, added to the two sums.
HWY_INLINE void add_product(V c, V s, V re, V im, V& real, V& minus_imaginary) {
    real = hn::MulAdd(c, re, hn::MulAdd(s, im, real));
    minus_imaginary = hn::MulAdd(s, re, hn::NegMulAdd(c, im, minus_imaginary));
}

/// Sums over the rows of column M ≥ 1: those of MultipoleColumn, with the ones of the order below weighted
/// too, and those with the coefficients of order M − 2. While the rows are gone up, those weighted hold the
/// weight degree − n + 1; n + M + 1 afterwards.
struct MultipoleColumnSums : MultipoleColumn {
    InternalMultipoles::Factor const* HWY_RESTRICT second;
    V c_nz, s_nz;  // order below, weighted
    V c_zz, s_zz;  // order M − 2

    HWY_INLINE void first() {
        MultipoleColumn::first();
        c_nz = c_z;
        s_nz = s_z;
        c_zz = table_factor(second[0]);
        s_zz = table_factor(second[1]);
        second += InternalMultipoles::second_factors;
    }
    HWY_INLINE void add(V value) {
        MultipoleColumn::add(value);
        c_zz = hn::MulAdd(table_factor(second[0]), value, c_zz);
        s_zz = hn::MulAdd(table_factor(second[1]), value, s_zz);
        c_nz = hn::Add(c_nz, c_z);
        s_nz = hn::Add(s_nz, s_z);
        second += InternalMultipoles::second_factors;
    }
};

/// Sums column M ≥ 1, whose rows start at `sums.row` and `sums.second`; leaves them at the next column's.
HWY_INLINE void sum_column(InternalMultipoles const& part, int column, MultipolePoints<1> const& points,
                           MultipoleColumnSums& sums) {
    go_up_column(part.degree(), column, points, 0, sums);
    // n + M + 1 = (degree + M + 2) − (degree − n + 1)
    V const most = hn::Set(Doubles(), part.degree() + column + 2.0);
    sums.c_n = hn::MulSub(most, sums.c, sums.c_n);
    sums.s_n = hn::MulSub(most, sums.s, sums.s_n);
    sums.c_nz = hn::MulSub(most, sums.c_z, sums.c_nz);
    sums.s_nz = hn::MulSub(most, sums.s_z, sums.s_nz);
}

/// Z^M, Z^{M−1} and Z^{M−2}, Z = p + iq.
struct MultipolePowers {
    V re, im, re_1, im_1, re_2, im_2;
};

HWY_INLINE void add_column(MultipoleColumnSums const& a, MultipolePowers const& power, int column,
                           MultipoleGradientSums& sums) {
    Doubles const d;
    V const order = hn::Set(d, static_cast<double>(column));
    V const c = hn::Mul(order, a.c), s = hn::Mul(order, a.s);
    add_product(c, s, power.re_1, power.im_1, sums.x, sums.y);
    sums.z = hn::MulAdd(a.c_z, power.re_1, hn::MulAdd(a.s_z, power.im_1, sums.z));
    sums.n_weighted = hn::MulAdd(a.c_n, power.re, hn::MulAdd(a.s_n, power.im, sums.n_weighted));
    add_product(hn::Mul(order, a.c_n), hn::Mul(order, a.s_n), power.re_1, power.im_1, sums.n_x, sums.n_y);
    sums.n_z = hn::MulAdd(a.c_nz, power.re_1, hn::MulAdd(a.s_nz, power.im_1, sums.n_z));
    if (column == 1) return;
    V const below = hn::Set(d, column - 1.0);
    add_product(hn::Mul(below, c), hn::Mul(below, s), power.re_2, power.im_2, sums.xx, sums.xy);
    add_product(hn::Mul(below, a.c_z), hn::Mul(below, a.s_z), power.re_2, power.im_2, sums.xz, sums.yz);
    sums.zz = hn::MulAdd(a.c_zz, power.re_2, hn::MulAdd(a.s_zz, power.im_2, sums.zz));
}

/// ∂_i∂_j V = V_ij + x_j D V_i + x_i D V_j + δ_ij D V + x_i x_j D² V, with D² V from Laplace's equation.
HWY_INLINE void add_field_and_gradient(MultipoleGradientSums const& sums, MultipolePoints<1> const& points,
                                       double inverse_radius, FieldSample& out) {
    Doubles const d;
    Triple const x{points.x[0], points.y[0], points.z[0]};
    Triple const p{points.p[0], points.q[0], points.w[0]};
    V const rho2 = hn::Mul(points.rho[0], points.rho[0]);
    V const cube = hn::Mul(rho2, points.rho[0]);
    V const radial = hn::MulAdd(p.z, sums.z, sums.n_weighted);  // −D V/ρ³
    Triple const first{sums.x, sums.y, sums.z};
    out.b = plus_scaled(out.b, cube, plus_scaled(scaled(hn::Neg(hn::Set(d, 1.0)), first), radial, x));

    // −D V_i/ρ⁵
    Triple const dv{hn::MulAdd(p.z, sums.xz, sums.n_x), hn::MulAdd(p.z, sums.yz, sums.n_y),
                    hn::MulAdd(p.z, sums.zz, sums.n_z)};
    V const along = dot(p, dv);
    V const ddv = hn::NegMulAdd(rho2, sums.zz, hn::MulAdd(hn::Set(d, 3.0), radial, hn::Add(along, along)));
    // Minus the second derivatives over ρ³: p_i (dv_j − x_j ddv) + p_j dv_i + δ_ij radial − ρ² V_ij.
    Triple const e = plus_scaled(dv, hn::Neg(ddv), x);
    V const factor = hn::Mul(cube, hn::Set(d, inverse_radius));
    Triple row_x = plus_scaled(scaled(p.x, e), dv.x, p);
    Triple row_y = plus_scaled(scaled(p.y, e), dv.y, p);
    Triple row_z = plus_scaled(scaled(p.z, e), dv.z, p);
    row_x = plus_scaled(row_x, hn::Neg(rho2), {sums.xx, sums.xy, sums.xz});
    row_y = plus_scaled(row_y, hn::Neg(rho2), {sums.xy, hn::Neg(sums.xx), sums.yz});
    row_z = plus_scaled(row_z, hn::Neg(rho2), {sums.xz, sums.yz, sums.zz});
    row_x.x = hn::Add(row_x.x, radial);
    row_y.y = hn::Add(row_y.y, radial);
    row_z.z = hn::Add(row_z.z, radial);
    out.db_dx = plus_scaled(out.db_dx, factor, row_x);
    out.db_dy = plus_scaled(out.db_dy, factor, row_y);
    out.db_dz = plus_scaled(out.db_dz, factor, row_z);
}

/// Adds the part's field and gradient at a vector of positions (m).
HWY_INLINE void add_multipole_gradient(InternalMultipoles const& part, Triple const& position,
                                       FieldSample& out) {
    Doubles const d;
    MultipolePoints<1> points;
    prepare<1>(part, &position, points);
    V const zero = hn::Zero(d);
    MultipoleGradientSums sums{zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero};
    V column_0[1];
    sum_column_0<1>(part, points, column_0);
    sums.n_weighted = column_0[0];
    MultipoleColumnSums a{
        {part.values(1), zero, zero, zero, zero, zero, zero}, part.second_values(1), zero, zero, zero, zero};
    MultipolePowers power{points.p[0], points.q[0], hn::Set(d, 1.0), zero, zero, zero};
    for (int column = 1; column <= part.highest_column(); ++column) {
        sum_column(part, column, points, a);
        add_column(a, power, column, sums);
        V const next = hn::NegMulAdd(points.q[0], power.im, hn::Mul(points.p[0], power.re));
        V const next_im = hn::MulAdd(points.p[0], power.im, hn::Mul(points.q[0], power.re));
        power = {next, next_im, power.re, power.im, power.re_1, power.im_1};
    }
    add_field_and_gradient(sums, points, 1 / part.radius_m(), out);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
