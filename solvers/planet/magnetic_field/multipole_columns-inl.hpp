// Lane code shared by the field and the gradient of internal multipoles: what depends on position and degree,
// and the recurrence of the Legendre functions. Included once per instruction set. Formulas: README.md.
#include "planet/magnetic_field/multipoles.hpp"
//
#include "planet/magnetic_field/field_sample-inl.hpp"

#if defined(VESPA_PLANET_MULTIPOLE_COLUMNS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_MULTIPOLE_COLUMNS_INL_HPP
#undef VESPA_PLANET_MULTIPOLE_COLUMNS_INL_HPP
#else
#define VESPA_PLANET_MULTIPOLE_COLUMNS_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

/// K vectors of points in reference radii, and what depends on the point and the row.
template <int K>
struct MultipolePoints {
    V x[K], y[K], z[K];
    V rho[K];                                    // 1/r
    V p[K], q[K], w[K];                          // x/r², y/r², z/r²
    V step[highest_multipole_degree + 1][K];     // (2n−1) w/κ
    V decline[highest_multipole_degree + 1][K];  // (n−1)² ρ²/κ²
};

template <int K>
HWY_INLINE void prepare(InternalMultipoles const& part, Triple const* HWY_RESTRICT positions,
                        MultipolePoints<K>& points) {
    Doubles const d;
    V const inverse_radius = hn::Set(d, 1 / part.radius_m());
    V rho2[K];
    for (int k = 0; k < K; ++k) {
        Triple const at = scaled(inverse_radius, positions[k]);
        points.x[k] = at.x, points.y[k] = at.y, points.z[k] = at.z;
        points.rho[k] = hn::Div(hn::Set(d, 1.0), hn::Sqrt(dot(at, at)));
        rho2[k] = hn::Mul(points.rho[k], points.rho[k]);
        points.p[k] = hn::Mul(rho2[k], at.x);
        points.q[k] = hn::Mul(rho2[k], at.y);
        points.w[k] = hn::Mul(rho2[k], at.z);
    }
    double const* HWY_RESTRICT factors = part.row_factors();
    int n = 1;
    do {
        V const of_step = hn::Set(d, factors[0]), of_decline = hn::Set(d, factors[1]);
        factors += 2;
        for (int k = 0; k < K; ++k) {
            points.step[n][k] = hn::Mul(of_step, points.w[k]);
            points.decline[n][k] = hn::Mul(of_decline, rho2[k]);
        }
    } while (++n <= part.degree());
}

/// A factor of the tables in all lanes: as many copies as AVX2 has lanes are stored, so that it is an operand
/// in memory there; wider sets broadcast at no cost.
HWY_INLINE V table_factor(InternalMultipoles::Factor const& factor) {
    Doubles const d;
    if constexpr (HWY_MAX_BYTES <= sizeof(InternalMultipoles::Factor)) {
        return hn::Load(d, factor.copies);
    } else {
        return hn::Set(d, factor.copies[0]);
    }
}

/// Goes up the rows n = M … degree of a column at vector k of the points: sums.first() for P̂_MM = 1, then
/// sums.add(P̂_nM) for every row. P̂_n = (2n−1) (w/κ) P̂_{n−1} + (M² − (n−1)²) (ρ²/κ²) P̂_{n−2}.
template <int K, class Sums>
HWY_INLINE void go_up_column(int degree, int column, MultipolePoints<K> const& points, int k, Sums& sums) {
    sums.first();
    if (column == degree) return;
    int n = column + 1;
    V const offset = points.decline[n][k];  // M² ρ²/κ²
    V before = hn::Set(Doubles(), 1.0), last = points.step[n][k];
    auto const next = [&](V p1, V p2) HWY_ATTR {
        return hn::MulAdd(points.step[n][k], p1, hn::Mul(hn::Sub(offset, points.decline[n][k]), p2));
    };
    sums.add(last);
    for (++n; n < degree; ++n) {
        before = next(last, before);
        sums.add(before);
        ++n;
        last = next(before, last);
        sums.add(last);
    }
    if (n == degree) sums.add(next(last, before));
}

/// Sums over the rows of column M ≥ 1: with the coefficients of its own order, the same weighted by
/// degree − n + 1, with those of the order below.
struct MultipoleColumn {
    InternalMultipoles::Factor const* HWY_RESTRICT row;
    V c, s, c_n, s_n, c_z, s_z;

    HWY_INLINE void first() {
        c = c_n = table_factor(row[0]);
        s = s_n = table_factor(row[1]);
        c_z = table_factor(row[2]);
        s_z = table_factor(row[3]);
        row += InternalMultipoles::factors;
    }
    HWY_INLINE void add(V value) {
        c = hn::MulAdd(table_factor(row[0]), value, c);
        s = hn::MulAdd(table_factor(row[1]), value, s);
        c_z = hn::MulAdd(table_factor(row[2]), value, c_z);
        s_z = hn::MulAdd(table_factor(row[3]), value, s_z);
        // Adding c after every row weights row n by degree − n + 1, by additions alone.
        c_n = hn::Add(c_n, c);
        s_n = hn::Add(s_n, s);
        row += InternalMultipoles::factors;
    }
};

/// Σ (n+1) g_n0 P̂_n0: what column 0 adds to the sum weighted by n + M + 1.
template <int K>
HWY_INLINE void sum_column_0(InternalMultipoles const& part, MultipolePoints<K> const& points, V (&sum)[K]) {
    auto const* HWY_RESTRICT row = part.values(0) + InternalMultipoles::factors;
    V last[K], before[K];
    for (int k = 0; k < K; ++k) {
        before[k] = hn::Set(Doubles(), 1.0);
        last[k] = points.step[1][k];
        sum[k] = hn::Mul(table_factor(row[0]), last[k]);
    }
    for (int n = 2; n <= part.degree(); ++n) {
        row += InternalMultipoles::factors;
        V const f = table_factor(row[0]);
        for (int k = 0; k < K; ++k) {
            V const fall = hn::Mul(points.decline[n][k], before[k]);
            before[k] = last[k];
            last[k] = hn::MulSub(points.step[n][k], last[k], fall);
            sum[k] = hn::MulAdd(f, last[k], sum[k]);
        }
    }
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
