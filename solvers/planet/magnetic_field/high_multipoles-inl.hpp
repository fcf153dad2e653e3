// Lane code of the field of internal multipoles of high degree. Included once per instruction set. Formulas:
// README.md.
#include "planet/magnetic_field/multipole_columns-inl.hpp"

#if defined(VESPA_PLANET_HIGH_MULTIPOLES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_HIGH_MULTIPOLES_INL_HPP
#undef VESPA_PLANET_HIGH_MULTIPOLES_INL_HPP
#else
#define VESPA_PLANET_HIGH_MULTIPOLES_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// Adds the part's field at K vectors of positions (m) to b[K], of any degree.
template <int K>
HWY_INLINE void add_high_multipole_field(InternalMultipoles const& part, Triple const* HWY_RESTRICT positions,
                                         Triple* HWY_RESTRICT b) {
    Doubles const d;
    MultipolePoints<K> points;
    prepare<K>(part, positions, points);
    V column_0[K];
    sum_column_0<K>(part, points, column_0);
    V const zero = hn::Zero(d);
    int const degree = part.degree(), highest = part.highest_column();
    V const rows = hn::Set(d, degree + 2.0), columns = hn::Set(d, highest + 1.0);
    for (int k = 0; k < K; ++k) {
        // Sums over the columns of Re C Z^{M−1} and −Im C Z^{M−1}, the same weighted by highest − M + 1, of
        // Re C_z Z^{M−1} and of Re C_n Z^M, where C_n is weighted by degree − n + 1.
        V sum_x = zero, sum_y = zero, x = zero, y = zero, z = zero, n_weighted = zero;
        V re = hn::Set(d, 1.0), im = zero;  // Z^{M−1}
        MultipoleColumn a{part.values(1), zero, zero, zero, zero, zero, zero};
        for (int column = 1; column <= highest; ++column) {
            go_up_column(degree, column, points, k, a);
            sum_x = hn::MulAdd(a.c, re, hn::MulAdd(a.s, im, sum_x));
            sum_y = hn::MulAdd(a.s, re, hn::NegMulAdd(a.c, im, sum_y));
            z = hn::MulAdd(a.c_z, re, hn::MulAdd(a.s_z, im, z));
            V const next = hn::NegMulAdd(points.q[k], im, hn::Mul(points.p[k], re));
            im = hn::MulAdd(points.p[k], im, hn::Mul(points.q[k], re));
            re = next;
            n_weighted = hn::MulAdd(a.c_n, re, hn::MulAdd(a.s_n, im, n_weighted));
            x = hn::Add(x, sum_x);
            y = hn::Add(y, sum_y);
        }
        x = hn::MulSub(columns, sum_x, x);
        y = hn::MulSub(columns, sum_y, y);
        // −D V/ρ³ = Σ (n+m+1) … + w V_z, n+m+1 = (degree + 2) + m − (degree − n + 1)
        V const v = hn::MulAdd(points.p[k], sum_x, hn::Mul(points.q[k], sum_y));
        V const m = hn::MulAdd(points.p[k], x, hn::MulSub(points.q[k], y, n_weighted));
        V const radial = hn::Add(hn::MulAdd(points.w[k], z, column_0[k]), hn::MulAdd(rows, v, m));
        V const cube = hn::Mul(points.rho[k], hn::Mul(points.rho[k], points.rho[k]));
        b[k].x = hn::MulAdd(cube, hn::MulSub(points.x[k], radial, x), b[k].x);
        b[k].y = hn::MulAdd(cube, hn::MulSub(points.y[k], radial, y), b[k].y);
        b[k].z = hn::MulAdd(cube, hn::MulSub(points.z[k], radial, z), b[k].z);
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
