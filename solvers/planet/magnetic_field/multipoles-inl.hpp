// Lane code of the field of internal multipoles. Included once per instruction set. Formulas: README.md.
#include "planet/magnetic_field/multipole_columns-inl.hpp"

#if defined(VESPA_PLANET_MULTIPOLES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_MULTIPOLES_INL_HPP
#undef VESPA_PLANET_MULTIPOLES_INL_HPP
#else
#define VESPA_PLANET_MULTIPOLES_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Sums over the rows of a column: of its own order, the same weighted by n − M + 1, of the order below.
template <int K>
struct MultipoleColumn {
    V c[K], s[K], c_n[K], s_n[K], c_z[K], s_z[K];
};

/// Sums column M = column ≥ 1 over its rows.
template <int K>
HWY_INLINE void sum_rows(InternalMultipoles const& part, int column, V const (*HWY_RESTRICT legendre)[K],
                         MultipoleColumn<K>& sums) {
    Doubles const d;
    V c[K], s[K], c_n[K], s_n[K], c_z[K], s_z[K];
    for (int k = 0; k < K; ++k)
        c[k] = s[k] = c_n[k] = s_n[k] = c_z[k] = s_z[k] = hn::Zero(d);
    double const* HWY_RESTRICT row = part.values(column);
    for (int n = part.degree(); n > column; --n, row += 4) {
        // One factor in a register at a time: two vectors of points fill AVX2's sixteen registers. Adding c
        // to c_n after every row gives Σ (n−M+1) …, by additions alone.
        for (int k = 0; k < K; ++k)
            c[k] = hn::MulAdd(hn::Set(d, row[0]), legendre[n][k], c[k]);
        for (int k = 0; k < K; ++k)
            s[k] = hn::MulAdd(hn::Set(d, row[1]), legendre[n][k], s[k]);
        for (int k = 0; k < K; ++k)
            c_z[k] = hn::MulAdd(hn::Set(d, row[2]), legendre[n][k], c_z[k]);
        for (int k = 0; k < K; ++k)
            s_z[k] = hn::MulAdd(hn::Set(d, row[3]), legendre[n][k], s_z[k]);
        for (int k = 0; k < K; ++k)
            c_n[k] = hn::Add(c_n[k], c[k]);
        for (int k = 0; k < K; ++k)
            s_n[k] = hn::Add(s_n[k], s[k]);
    }
    for (int k = 0; k < K; ++k) {  // row n = M, where P̂ is 1
        sums.c[k] = hn::Add(c[k], hn::Set(d, row[0]));
        sums.s[k] = hn::Add(s[k], hn::Set(d, row[1]));
        sums.c_n[k] = hn::Add(c_n[k], sums.c[k]);
        sums.s_n[k] = hn::Add(s_n[k], sums.s[k]);
        sums.c_z[k] = hn::Add(c_z[k], hn::Set(d, row[2]));
        sums.s_z[k] = hn::Add(s_z[k], hn::Set(d, row[3]));
    }
}

/// Explicit first derivatives of the potential over ρ³, and Σ (n−m+1) V_nm over ρ.
template <int K>
struct MultipoleFirst {
    V x[K], y[K], z[K], n_weighted[K];
};

/// Sums the columns 1 … highest over the powers of p + iq.
template <int K>
HWY_INLINE MultipoleFirst<K> sum_columns(int highest, MultipolePoints<K> const& points,
                                         MultipoleColumn<K> const* HWY_RESTRICT columns) {
    Doubles const d;
    V partial_x[K], partial_y[K], x[K], y[K], z[K], n_weighted[K];
    for (int k = 0; k < K; ++k)
        partial_x[k] = partial_y[k] = x[k] = y[k] = z[k] = n_weighted[k] = hn::Zero(d);
    for (int column = highest; column >= 1; --column) {
        auto const& sums = columns[column];
        for (int k = 0; k < K; ++k) {
            n_weighted[k] = hn::MulAdd(sums.c_n[k], points.power_re[column][k], n_weighted[k]);
            n_weighted[k] = hn::MulAdd(sums.s_n[k], points.power_im[column][k], n_weighted[k]);
            V const re = points.power_re[column - 1][k], im = points.power_im[column - 1][k];
            partial_x[k] = hn::MulAdd(sums.c[k], re, hn::MulAdd(sums.s[k], im, partial_x[k]));
            partial_y[k] = hn::MulAdd(sums.s[k], re, hn::NegMulAdd(sums.c[k], im, partial_y[k]));
            z[k] = hn::MulAdd(sums.c_z[k], re, hn::MulAdd(sums.s_z[k], im, z[k]));
            // Σ M … by adding the partial sum after every column.
            x[k] = hn::Add(x[k], partial_x[k]);
            y[k] = hn::Add(y[k], partial_y[k]);
        }
    }
    MultipoleFirst<K> result;
    for (int k = 0; k < K; ++k)
        result.x[k] = x[k], result.y[k] = y[k], result.z[k] = z[k], result.n_weighted[k] = n_weighted[k];
    return result;
}

/// Adds the part's field at K vectors of positions (m) to b[K].
template <int K>
HWY_INLINE void add_multipole_field(InternalMultipoles const& part, Triple const* HWY_RESTRICT positions,
                                    Triple* HWY_RESTRICT b) {
    MultipolePoints<K> points;
    prepare<K>(part, positions, points);
    LegendreColumns<K> legendre;
    MultipoleColumn<K> columns[highest_multipole_degree + 1];
    for (int column = part.highest_column(); column >= 1; --column)
        sum_rows<K>(part, column, legendre.column(part, points, column), columns[column]);
    auto first = sum_columns<K>(part.highest_column(), points, columns);
    add_column_0<K>(part, legendre.column(part, points, 0), first.n_weighted);
    for (int k = 0; k < K; ++k) {
        // −D V/ρ³ = Σ (n+m+1) … + w V_z, and n+m+1 = (n−m+1) + 2m.
        V const twice = hn::MulAdd(points.p[k], first.x[k], hn::Mul(points.q[k], first.y[k]));
        V const radial =
            hn::Add(hn::MulAdd(points.w[k], first.z[k], first.n_weighted[k]), hn::Add(twice, twice));
        V const cube = hn::Mul(points.rho[k], hn::Mul(points.rho[k], points.rho[k]));
        b[k].x = hn::MulAdd(cube, hn::MulSub(points.x[k], radial, first.x[k]), b[k].x);
        b[k].y = hn::MulAdd(cube, hn::MulSub(points.y[k], radial, first.y[k]), b[k].y);
        b[k].z = hn::MulAdd(cube, hn::MulSub(points.z[k], radial, first.z[k]), b[k].z);
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
