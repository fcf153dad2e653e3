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

/// Sums over the columns that make the field; see MultipoleReference for their meaning.
template <int K>
struct MultipoleFieldSums {
    V partial_x[K], partial_y[K];  // Σ of c Z^{M−1} over the columns so far
    V x[K], y[K], z[K], n_weighted[K];
};

/// Adds column M = column ≥ 1 to the sums.
template <int K>
HWY_INLINE void add_column(InternalMultipoles const& part, MultipolePoints<K> const& points, int column,
                           V const (*HWY_RESTRICT legendre)[K], MultipoleFieldSums<K>& sums) {
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
    for (int k = 0; k < K; ++k) {
        c[k] = hn::Add(c[k], hn::Set(d, row[0]));
        s[k] = hn::Add(s[k], hn::Set(d, row[1]));
        c_z[k] = hn::Add(c_z[k], hn::Set(d, row[2]));
        s_z[k] = hn::Add(s_z[k], hn::Set(d, row[3]));
        c_n[k] = hn::Add(c_n[k], c[k]);
        s_n[k] = hn::Add(s_n[k], s[k]);
        V const re = points.power_re[column - 1][k], im = points.power_im[column - 1][k];
        // Σ M … over the columns by adding the partial sum after every column, likewise.
        sums.partial_x[k] = hn::MulAdd(c[k], re, hn::MulAdd(s[k], im, sums.partial_x[k]));
        sums.partial_y[k] = hn::MulAdd(s[k], re, hn::NegMulAdd(c[k], im, sums.partial_y[k]));
        sums.x[k] = hn::Add(sums.x[k], sums.partial_x[k]);
        sums.y[k] = hn::Add(sums.y[k], sums.partial_y[k]);
        sums.z[k] = hn::MulAdd(c_z[k], re, hn::MulAdd(s_z[k], im, sums.z[k]));
        sums.n_weighted[k] = hn::MulAdd(c_n[k], points.power_re[column][k],
                                        hn::MulAdd(s_n[k], points.power_im[column][k], sums.n_weighted[k]));
    }
}

/// Adds the part's field at K vectors of positions (m) to b[K].
template <int K>
HWY_INLINE void add_multipole_field(InternalMultipoles const& part, Triple const* HWY_RESTRICT positions,
                                    Triple* HWY_RESTRICT b) {
    Doubles const d;
    MultipolePoints<K> points;
    prepare<K>(part, positions, points);
    LegendreColumns<K> legendre;
    MultipoleFieldSums<K> sums;
    for (int k = 0; k < K; ++k) {
        sums.partial_x[k] = sums.partial_y[k] = hn::Zero(d);
        sums.x[k] = sums.y[k] = sums.z[k] = sums.n_weighted[k] = hn::Zero(d);
    }
    for (int column = part.highest_column(); column >= 1; --column)
        add_column<K>(part, points, column, legendre.column(part, points, column), sums);
    add_column_0<K>(part, legendre.column(part, points, 0), sums.n_weighted);
    for (int k = 0; k < K; ++k) {
        // −D V/ρ³ = Σ (n+m+1) … + w V_z, and n+m+1 = (n−m+1) + 2m.
        V const twice = hn::MulAdd(points.p[k], sums.x[k], hn::Mul(points.q[k], sums.y[k]));
        V const radial =
            hn::Add(hn::MulAdd(points.w[k], sums.z[k], sums.n_weighted[k]), hn::Add(twice, twice));
        V const cube = hn::Mul(points.rho[k], hn::Mul(points.rho[k], points.rho[k]));
        b[k].x = hn::MulAdd(cube, hn::MulSub(points.x[k], radial, sums.x[k]), b[k].x);
        b[k].y = hn::MulAdd(cube, hn::MulSub(points.y[k], radial, sums.y[k]), b[k].y);
        b[k].z = hn::MulAdd(cube, hn::MulSub(points.z[k], radial, sums.z[k]), b[k].z);
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
