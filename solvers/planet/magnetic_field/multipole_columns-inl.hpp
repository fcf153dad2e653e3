// Lane code shared by the field and the gradient of internal multipoles: what depends on position and degree,
// and the recurrence of the Legendre functions. Included once per instruction set. Formulas: README.md.
#include <utility>

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

/// Columns whose recurrences run side by side when K vectors of points do: four chains of dependent steps
/// keep the multipliers busy.
template <int K>
inline constexpr int columns_together = K < 4 ? 4 / K : 1;

/// Rows 0 … degree, and those that columns computed side by side run beyond it.
inline constexpr int multipole_rows = highest_multipole_degree + InternalMultipoles::spare_rows + 1;

/// K vectors of points in reference radii, and what depends on the point and one index.
template <int K>
struct MultipolePoints {
    V x[K], y[K], z[K];
    V rho[K];                                                    // 1/r
    V p[K], q[K], w[K];                                          // x/r², y/r², z/r²
    V step[multipole_rows][K];                                   // (2n−1) w/κ
    V decline[multipole_rows][K];                                // (n−1)² ρ²/κ²
    V power_re[multipole_rows][K], power_im[multipole_rows][K];  // (p + iq)^m
};

template <int K>
HWY_INLINE void prepare(InternalMultipoles const& part, Triple const* HWY_RESTRICT positions,
                        MultipolePoints<K>& points) {
    Doubles const d;
    V const inverse_radius = hn::Set(d, 1 / part.radius_m());
    V rho2[K], re[K], im[K];
    for (int k = 0; k < K; ++k) {
        Triple const at = scaled(inverse_radius, positions[k]);
        points.x[k] = at.x, points.y[k] = at.y, points.z[k] = at.z;
        points.rho[k] = hn::Div(hn::Set(d, 1.0), hn::Sqrt(dot(at, at)));
        rho2[k] = hn::Mul(points.rho[k], points.rho[k]);
        points.p[k] = hn::Mul(rho2[k], at.x);
        points.q[k] = hn::Mul(rho2[k], at.y);
        points.w[k] = hn::Mul(rho2[k], at.z);
        points.power_re[0][k] = re[k] = hn::Set(d, 1.0);
        points.power_im[0][k] = im[k] = hn::Zero(d);
    }
    double const* HWY_RESTRICT factors = part.row_factors();
    for (int n = 1; n <= part.degree() + InternalMultipoles::spare_rows; ++n, factors += 2) {
        for (int k = 0; k < K; ++k) {
            points.step[n][k] = hn::Mul(hn::Set(d, factors[0]), points.w[k]);
            points.decline[n][k] = hn::Mul(hn::Set(d, factors[1]), rho2[k]);
        }
    }
    for (int m = 1; m <= part.highest_column(); ++m) {
        for (int k = 0; k < K; ++k) {
            V const next = hn::NegMulAdd(points.q[k], im[k], hn::Mul(points.p[k], re[k]));
            im[k] = hn::MulAdd(points.p[k], im[k], hn::Mul(points.q[k], re[k]));
            re[k] = next;
            points.power_re[m][k] = re[k];
            points.power_im[m][k] = im[k];
        }
    }
}

/// One step of P̂_n = (2n−1) (w/κ) P̂_{n−1} − ((n−1)² − M²) (ρ²/κ²) P̂_{n−2} in C columns, offset = M² ρ²/κ²:
/// takes P̂_{n−1} in last and P̂_{n−2} in next, leaves P̂_n in next and in the columns' values.
template <int K, int C>
HWY_INLINE void legendre_step(int n, MultipolePoints<K> const& points, V const (&offset)[C][K],
                              V const (&last)[C][K], V (&next)[C][K],
                              V (*HWY_RESTRICT values)[multipole_rows][K]) {
    for (int c = 0; c < C; ++c) {
        for (int k = 0; k < K; ++k) {
            V const fallen = hn::Mul(hn::Sub(points.decline[n][k], offset[c][k]), next[c][k]);
            next[c][k] = hn::MulSub(points.step[n][k], last[c][k], fallen);
            values[c][n][k] = next[c][k];
        }
    }
}

/// P̂_nM of the columns M = top − c, c < C, for M < n ≤ degree in values[c][n]. P̂_MM = 1 is not stored.
template <int K, int C>
HWY_INLINE void legendre_columns(int degree, int top, MultipolePoints<K> const& points,
                                 V (*HWY_RESTRICT values)[multipole_rows][K]) {
    Doubles const d;
    V odd[C][K], even[C][K], offset[C][K];
    for (int c = 0; c < C; ++c) {  // each column alone up to row `top`
        int const column = top - c;
        V own_offset[1][K], last[1][K], before[1][K];
        for (int k = 0; k < K; ++k) {
            own_offset[0][k] = points.decline[column + 1][k];  // M² ρ²/κ²
            before[0][k] = hn::Zero(d);
            last[0][k] = hn::Set(d, 1.0);
        }
        for (int i = 1; i <= c; ++i) {
            legendre_step<K, 1>(column + i, points, own_offset, last, before, values + c);
            for (int k = 0; k < K; ++k)
                std::swap(last[0][k], before[0][k]);
        }
        for (int k = 0; k < K; ++k) {
            offset[c][k] = own_offset[0][k];
            odd[c][k] = last[0][k];
            even[c][k] = before[0][k];
        }
    }
    // Two steps at a time, as each leaves its result where the next but one takes it from; one row too many
    // at most.
    for (int n = top + 1; n <= degree; n += 2) {
        legendre_step<K, C>(n, points, offset, odd, even, values);
        legendre_step<K, C>(n + 1, points, offset, even, odd, values);
    }
}

/// The Legendre functions of a column, computed with its neighbours when the columns are asked for in falling
/// order from highest_column() down to 0.
template <int K>
struct LegendreColumns {
    static constexpr int together = columns_together<K>;
    V values[together][multipole_rows][K];

    HWY_INLINE V const (*column(InternalMultipoles const& part, MultipolePoints<K> const& points, int m))[K] {
        int const place = together - 1 - m % together;
        if (place == 0 || m == part.highest_column()) {
            legendre_columns<K, together>(part.degree(), m + place, points, values);
        }
        return values[place];
    }
};

/// Σ (n+1) g_n0 P̂_n0: what column 0 adds to n_weighted.
template <int K>
HWY_INLINE void add_column_0(InternalMultipoles const& part, V const (*HWY_RESTRICT legendre)[K],
                             V (&n_weighted)[K]) {
    Doubles const d;
    V c[K];
    for (int k = 0; k < K; ++k)
        c[k] = hn::Zero(d);
    double const* HWY_RESTRICT row = part.values(0);
    for (int n = part.degree(); n > 0; --n, row += 4) {
        for (int k = 0; k < K; ++k) {
            c[k] = hn::MulAdd(hn::Set(d, row[0]), legendre[n][k], c[k]);
            n_weighted[k] = hn::Add(n_weighted[k], c[k]);
        }
    }
    for (int k = 0; k < K; ++k)  // row 0, whose coefficient is zero
        n_weighted[k] = hn::Add(n_weighted[k], c[k]);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
