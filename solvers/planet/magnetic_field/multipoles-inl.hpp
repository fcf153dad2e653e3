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

/// A vector of points in reference radii, and what the sums over its harmonics need.
struct HarmonicPoint {
    V x, y, z;
    V rho;                                   // 1/r
    V p, q, w;                               // x/r², y/r², z/r²
    V first;                                 // Q_{m+1,m} = κ w
    V decline[highest_harmonic_degree + 1];  // κ² ρ²/((2n−1)(2n+1))
    V q_n[highest_harmonic_degree + 1];      // Q_nm of the order at hand
};

HWY_INLINE void prepare(InternalMultipoles const& part, Triple const& position, HarmonicPoint& at) {
    Doubles const d;
    Triple const scaled_position = scaled(hn::Set(d, 1 / part.radius_m()), position);
    at.x = scaled_position.x, at.y = scaled_position.y, at.z = scaled_position.z;
    at.rho = hn::Div(hn::Set(d, 1.0), hn::Sqrt(dot(scaled_position, scaled_position)));
    V const rho2 = hn::Mul(at.rho, at.rho);
    at.p = hn::Mul(rho2, at.x);
    at.q = hn::Mul(rho2, at.y);
    at.w = hn::Mul(rho2, at.z);
    at.first = hn::Mul(hn::Set(d, part.field_scale()), at.w);
    double const* HWY_RESTRICT declines = part.field_declines();
    int const degree = part.degree();
    for (int n = 1; n < degree; ++n)
        at.decline[n] = hn::Mul(hn::Set(d, declines[n]), rho2);
    // Q_n0: n P_n = (2n−1) u P_{n−1} − (n−1) P_{n−2}.
    double const* HWY_RESTRICT zonal = part.zonal_factors();
    V before = hn::Set(d, 1.0), last = at.first;
    for (int n = 2; n <= degree; ++n, zonal += 2) {
        V const fall = hn::Mul(hn::Mul(hn::Set(d, zonal[1]), rho2), before);
        before = last;
        last = hn::MulSub(hn::Mul(hn::Set(d, zonal[0]), at.w), last, fall);
        at.q_n[n] = last;
    }
}

/// Sums over the rows n of order m: Σ g Q_nm, the same weighted by degree − n + 1, Σ g Q_{n,m+1}; and with h.
struct HarmonicSums {
    V c, s, c_n, s_n, c_z, s_z;
};

/// Sums the rows of an order, whose functions lie in at.q_n from n = order + 2 on, and leaves there those of
/// the next order: Q_{n,m+1} = Q_{n−1,m} + κ² ρ²/((2n−3)(2n−1)) Q_{n−2,m+1}. \param row of the order's
/// factors; moved on to the next order's
template <bool has_sine>
HWY_INLINE void sum_order(int degree, int order, HarmonicPoint& at,
                          InternalMultipoles::Factor const* HWY_RESTRICT& row, HarmonicSums& a) {
    V const zero = hn::Zero(Doubles());
    V c = table_factor(row[0]), s = has_sine ? table_factor(row[1]) : zero;
    V c_n = c, s_n = s, c_z = zero, s_z = zero;
    row += 2;
    auto const add = [&](V value, V next) HWY_ATTR {
        c = hn::MulAdd(table_factor(row[0]), value, c);
        c_n = hn::Add(c_n, c);
        c_z = hn::MulAdd(table_factor(row[0]), next, c_z);
        if constexpr (has_sine) {
            s = hn::MulAdd(table_factor(row[1]), value, s);
            s_n = hn::Add(s_n, s);
            s_z = hn::MulAdd(table_factor(row[1]), next, s_z);
        }
        row += 2;
    };
    V even = hn::Set(Doubles(), 1.0), odd = at.first;  // Q_{n−1,m+1} and Q_{n,m+1}
    if (order < degree) {                              // times Q_{m+1,m+1} = 1
        c_z = table_factor(row[0]);
        c = hn::MulAdd(c_z, odd, c);
        c_n = hn::Add(c_n, c);
        if constexpr (has_sine) {
            s_z = table_factor(row[1]);
            s = hn::MulAdd(s_z, odd, s);
            s_n = hn::Add(s_n, s);
        }
        row += 2;
    }
    if (int n = order + 2; n <= degree) {
        V value = at.q_n[n];
        add(value, odd);
        for (++n; n < degree; n += 2) {
            even = hn::MulAdd(at.decline[n - 1], even, value);
            value = at.q_n[n];
            at.q_n[n] = even;
            add(value, even);
            odd = hn::MulAdd(at.decline[n], odd, value);
            value = at.q_n[n + 1];
            at.q_n[n + 1] = odd;
            add(value, odd);
        }
        if (n == degree) {
            even = hn::MulAdd(at.decline[n - 1], even, value);
            value = at.q_n[n];
            at.q_n[n] = even;
            add(value, even);
        }
    }
    a = {c, s, c_n, s_n, c_z, s_z};
}

/// Adds the part's field at a vector of positions (m) to b.
/// \pre part.degree() <= highest_harmonic_degree
HWY_INLINE void add_multipole_field(InternalMultipoles const& part, Triple const& position, Triple& b) {
    Doubles const d;
    HarmonicPoint at;
    prepare(part, position, at);
    int const degree = part.degree(), highest = part.highest_order();
    auto const* HWY_RESTRICT row = part.field_values();
    V const zero = hn::Zero(d), rows = hn::Set(d, degree + 2.0), orders = hn::Set(d, highest + 1.0);
    HarmonicSums a;
    sum_order<false>(degree, 0, at, row, a);
    // Sums over the orders of Re C Z^{m−1} and −Im C Z^{m−1}, the same weighted by highest − m + 1, of
    // Re C_z Z^m and of Re C_n Z^m, where C_n is weighted by degree − n + 1.
    V sum_x = zero, sum_y = zero, x = zero, y = zero, z = a.c_z;
    V n_weighted = hn::NegMulAdd(rows, a.c, a.c_n);
    V re = hn::Set(d, 1.0), im = zero;  // Z^{m−1}
    for (int order = 1; order <= highest; ++order) {
        sum_order<true>(degree, order, at, row, a);
        sum_x = hn::MulAdd(a.c, re, hn::MulAdd(a.s, im, sum_x));
        sum_y = hn::MulAdd(a.s, re, hn::NegMulAdd(a.c, im, sum_y));
        V const next = hn::NegMulAdd(at.q, im, hn::Mul(at.p, re));
        im = hn::MulAdd(at.p, im, hn::Mul(at.q, re));
        re = next;
        z = hn::MulAdd(a.c_z, re, hn::MulAdd(a.s_z, im, z));
        n_weighted = hn::MulAdd(a.c_n, re, hn::MulAdd(a.s_n, im, n_weighted));
        x = hn::Add(x, sum_x);
        y = hn::Add(y, sum_y);
    }
    x = hn::MulSub(orders, sum_x, x);
    y = hn::MulSub(orders, sum_y, y);
    z = hn::Mul(hn::Set(d, part.field_scale()), z);
    // −D V/ρ³ = Σ (n+m+1) … + w V_z, n+m+1 = (degree + 2) + m − (degree − n + 1)
    V const v = hn::MulAdd(at.p, sum_x, hn::Mul(at.q, sum_y));
    V const m = hn::MulAdd(at.p, x, hn::MulSub(at.q, y, n_weighted));
    V const radial = hn::MulAdd(at.w, z, hn::MulAdd(rows, v, m));
    V const cube = hn::Mul(at.rho, hn::Mul(at.rho, at.rho));
    b.x = hn::MulAdd(cube, hn::MulSub(at.x, radial, x), b.x);
    b.y = hn::MulAdd(cube, hn::MulSub(at.y, radial, y), b.y);
    b.z = hn::MulAdd(cube, hn::MulSub(at.z, radial, z), b.z);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
