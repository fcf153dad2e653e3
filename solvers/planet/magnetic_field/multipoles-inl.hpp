// Lane code of the field of internal multipoles. Included once per instruction set. Formulas: README.md.
#include <utility>
//
#include "planet/magnetic_field/multipole_columns-inl.hpp"

#if defined(VESPA_PLANET_MULTIPOLES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_PLANET_MULTIPOLES_INL_HPP
#undef VESPA_PLANET_MULTIPOLES_INL_HPP
#else
#define VESPA_PLANET_MULTIPOLES_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::planet::HWY_NAMESPACE {

constexpr int harmonic_rows = highest_harmonic_degree + 2;

/// A vector of points in reference radii, and what the sums over its harmonics need.
struct HarmonicPoint {
    V x, y, z;
    V rho2;                    // 1/r²
    V p, q, w;                 // x/r², y/r², z/r²
    V first;                   // Q_{m+1,m} = κ w
    V zonal_z, zonal_radial;   // Σ g_n0 Q_n1, Σ (2n+1) g_n0 Q_{n+1,1}
    V decline[harmonic_rows];  // κ² ρ²/((2n−1)(2n+1))
    V q_n[harmonic_rows];      // Q_nm of the order at hand
};

/// Fills in what depends on the position alone.
HWY_INLINE void place(InternalMultipoles const& part, Triple const& position, HarmonicPoint& at) {
    Doubles const d;
    Triple const scaled_position = scaled(hn::Set(d, part.inverse_radius()), position);
    at.x = scaled_position.x, at.y = scaled_position.y, at.z = scaled_position.z;
    at.rho2 = hn::Div(hn::Set(d, 1.0), dot(scaled_position, scaled_position));
    at.p = hn::Mul(at.rho2, at.x);
    at.q = hn::Mul(at.rho2, at.y);
    at.w = hn::Mul(at.rho2, at.z);
    at.first = hn::Mul(hn::Set(d, part.field_scale()), at.w);
}

/// Sums order 0 of K points, whose functions never appear: P'_{n+1} = (n+1) P_n + u P'_n. Leaves Q_n1 in q_n:
/// (n−1) P'_n = (2n−1) u P'_{n−1} − n P'_{n−2}.
template <int K>
HWY_INLINE void sum_order_0(InternalMultipoles const& part, HarmonicPoint* HWY_RESTRICT at) {
    Doubles const d;
    V rho2[K], w[K], before[K], last[K], z[K], radial[K];
    for (int k = 0; k < K; ++k) {
        rho2[k] = at[k].rho2;
        w[k] = at[k].w;
        before[k] = radial[k] = hn::Zero(d);
        last[k] = hn::Set(d, 1.0);
        z[k] = hn::Set(d, part.first_zonal_value());
    }
    int const degree = part.degree();
    auto const* HWY_RESTRICT row = part.zonal_rows();
    for (int n = 2; n <= degree + 1; ++n, ++row) {
        V const step = hn::Set(d, row->step), fall = hn::Set(d, row->fall);
        V const decline = hn::Set(d, row->decline);
        V const value = hn::Set(d, row->value), weighted = hn::Set(d, row->weighted);
        for (int k = 0; k < K; ++k) {
            V const down = hn::Mul(hn::Mul(fall, rho2[k]), before[k]);
            before[k] = last[k];
            last[k] = hn::MulSub(hn::Mul(step, w[k]), last[k], down);
            at[k].decline[n - 1] = hn::Mul(decline, rho2[k]);
            at[k].q_n[n] = last[k];
            z[k] = hn::MulAdd(value, last[k], z[k]);
            radial[k] = hn::MulAdd(weighted, last[k], radial[k]);
        }
    }
    for (int k = 0; k < K; ++k) {
        at[k].zonal_z = z[k];
        at[k].zonal_radial = radial[k];
    }
}

/// Sums over the rows n of order m: Σ g Q_nm, the same weighted by degree − n + 1, Σ g Q_{n,m+1}; and with h.
struct HarmonicSums {
    V c, s, c_n, s_n, c_z, s_z;
};

/// The first two rows of an order ≥ 1, times 1 and κ w; the second is none in the highest order.
HWY_INLINE HarmonicSums first_rows(bool both, V first, InternalMultipoles::Factor const* HWY_RESTRICT& row) {
    V const zero = hn::Zero(Doubles());
    HarmonicSums a = {table_factor(row[0]), table_factor(row[1]), zero, zero, zero, zero};
    a.c_n = a.c;
    a.s_n = a.s;
    row += 2;
    if (both) {
        a.c_z = table_factor(row[0]);
        a.s_z = table_factor(row[1]);
        a.c = hn::MulAdd(a.c_z, first, a.c);
        a.s = hn::MulAdd(a.s_z, first, a.s);
        a.c_n = hn::Add(a.c_n, a.c);
        a.s_n = hn::Add(a.s_n, a.s);
        row += 2;
    }
    return a;
}

/// Adds row n, with value = Q_nm and next = Q_{n,m+1}.
HWY_INLINE void add_row(V& value, V& next, InternalMultipoles::Factor const* HWY_RESTRICT& row,
                        HarmonicSums& a) {
    V g = table_factor(row[0]), h = table_factor(row[1]);
    compute_here(g, h);
    a.c = hn::MulAdd(g, value, a.c);
    a.c_n = hn::Add(a.c_n, a.c);
    a.c_z = hn::MulAdd(g, next, a.c_z);
    a.s = hn::MulAdd(h, value, a.s);
    a.s_n = hn::Add(a.s_n, a.s);
    a.s_z = hn::MulAdd(h, next, a.s_z);
    compute_here(a.c, a.s, a.c_n, a.s_n, a.c_z, a.s_z);
    compute_here(next, value);
    row += 2;
}

/// Sums the rows of an order ≥ 1, whose functions lie in at.q_n from n = order + 2 on, and leaves there those
/// of the next order: Q_{n,m+1} = Q_{n−1,m} + κ² ρ²/((2n−3)(2n−1)) Q_{n−2,m+1}. A line of instructions
/// without a jump, in the order written. \param row  of the order's factors; moved on to the next order's
template <int degree, int order>
HWY_INLINE HarmonicSums sum_order(HarmonicPoint& at, InternalMultipoles::Factor const* HWY_RESTRICT& row) {
    HarmonicSums a = first_rows(order < degree, at.first, row);
    V value = at.first, before = hn::Zero(Doubles()), last = before;  // Q_nm; Q_{n−1,m+1}, Q_{n,m+1}
    HWY_UNROLL(32)
    for (int n = order + 2; n <= degree; ++n) {
        V next = at.first;
        if (n == order + 3) {  // Q_{m+1,m+1} = 1
            next = hn::Add(at.decline[n - 1], value);
        } else if (n > order + 3) {
            next = hn::MulAdd(at.decline[n - 1], before, value);
        }
        value = at.q_n[n];
        if (n > order + 2) at.q_n[n] = next;
        add_row(value, next, row, a);
        before = last;
        last = next;
    }
    return a;
}

/// The same, as a loop.
HWY_INLINE HarmonicSums sum_order(int degree, int order, HarmonicPoint& at,
                                  InternalMultipoles::Factor const* HWY_RESTRICT& row) {
    HarmonicSums a = first_rows(order < degree, at.first, row);
    V even = hn::Set(Doubles(), 1.0), odd = at.first;  // Q_{n,m+1} by the parity of n − m − 1
    if (int n = order + 2; n <= degree) {
        V value = at.q_n[n];
        add_row(value, odd, row, a);
        for (++n; n < degree; n += 2) {
            even = hn::MulAdd(at.decline[n - 1], even, value);
            value = at.q_n[n];
            at.q_n[n] = even;
            add_row(value, even, row, a);
            odd = hn::MulAdd(at.decline[n], odd, value);
            value = at.q_n[n + 1];
            at.q_n[n + 1] = odd;
            add_row(value, odd, row, a);
        }
        if (n == degree) {
            even = hn::MulAdd(at.decline[n - 1], even, value);
            value = at.q_n[n];
            at.q_n[n] = even;
            add_row(value, even, row, a);
        }
    }
    return a;
}

/// Sums over the orders so far.
struct OrderSums {
    V x_sum, y_sum;  // Re C Z^{m−1} and −Im C Z^{m−1}
    V x, y;          // the same weighted by degree − m + 1
    V z;             // Re C_z Z^m
    V n_weighted;    // Re C_n Z^m, C_n weighted by degree − n + 1
    V re, im;        // Z^m
};

/// The sums after order 1.
HWY_INLINE OrderSums first_order(HarmonicPoint const& at, HarmonicSums const& a) {
    return {a.c,
            a.s,
            a.c,
            a.s,
            hn::MulAdd(a.c_z, at.p, hn::Mul(a.s_z, at.q)),
            hn::MulAdd(a.c_n, at.p, hn::Mul(a.s_n, at.q)),
            at.p,
            at.q};
}

/// Adds an order above 1.
HWY_INLINE void add_order(HarmonicPoint const& at, HarmonicSums const& a, bool with_z, OrderSums& t) {
    t.x_sum = hn::MulAdd(a.c, t.re, hn::MulAdd(a.s, t.im, t.x_sum));
    t.y_sum = hn::MulAdd(a.s, t.re, hn::NegMulAdd(a.c, t.im, t.y_sum));
    V const next = hn::NegMulAdd(at.q, t.im, hn::Mul(at.p, t.re));
    t.im = hn::MulAdd(at.p, t.im, hn::Mul(at.q, t.re));
    t.re = next;
    if (with_z) t.z = hn::MulAdd(a.c_z, t.re, hn::MulAdd(a.s_z, t.im, t.z));
    t.n_weighted = hn::MulAdd(a.c_n, t.re, hn::MulAdd(a.s_n, t.im, t.n_weighted));
    t.x = hn::Add(t.x, t.x_sum);
    t.y = hn::Add(t.y, t.y_sum);
}

template <int degree, int order>
HWY_INLINE void add_orders_from(HarmonicPoint& at, InternalMultipoles::Factor const* HWY_RESTRICT row,
                                OrderSums& t) {
    add_order(at, sum_order<degree, order>(at, row), order < degree, t);
    if constexpr (order < degree) add_orders_from<degree, order + 1>(at, row, t);
}

/// Adds the field of a prepared point to b. \param t  the sums over all orders; 0 for an axial field
HWY_INLINE void add_field(InternalMultipoles const& part, HarmonicPoint const& at, OrderSums const& t,
                          Triple& b) {
    Doubles const d;
    double const degree = part.degree();
    V const rows = hn::Set(d, degree + 2), orders = hn::Set(d, degree + 1);
    V const scale = hn::Set(d, part.field_scale());
    V const x = hn::MulSub(orders, t.x_sum, t.x);
    V const y = hn::MulSub(orders, t.y_sum, t.y);
    V const z = hn::Mul(scale, t.z);
    // −D V/ρ³ = Σ (n+m+1) … + w V_z, n+m+1 = (degree + 2) + m − (degree − n + 1)
    V const v = hn::MulAdd(at.p, t.x_sum, hn::Mul(at.q, t.y_sum));
    V const m = hn::MulAdd(at.p, x, hn::MulSub(at.q, y, t.n_weighted));
    V const radial = hn::Add(at.zonal_radial, hn::MulAdd(at.w, z, hn::MulAdd(rows, v, m)));
    V const whole_z = hn::MulAdd(scale, at.zonal_z, z);
    V const cube = hn::Mul(at.rho2, hn::Sqrt(at.rho2));
    b.x = hn::MulAdd(cube, hn::MulSub(at.x, radial, x), b.x);
    b.y = hn::MulAdd(cube, hn::MulSub(at.y, radial, y), b.y);
    b.z = hn::MulAdd(cube, hn::MulSub(at.z, radial, whole_z), b.z);
}

/// Degrees that have a line of instructions of their own; longer ones do not fit the processor's cache of
/// decoded instructions, and lose to the loop. Where the compiler adds a check to every load, a few must do.
#ifdef VESPA_SANITIZED
constexpr int highest_line_degree = 4;
#else
constexpr int highest_line_degree = 14;
#endif

/// \tparam degree  of the part; 0: any
template <int degree>
HWY_NOINLINE void add_placed(InternalMultipoles const& part, HarmonicPoint& HWY_RESTRICT at,
                             Triple& HWY_RESTRICT b) {
    auto const* HWY_RESTRICT row = part.field_values();
    V const zero = hn::Zero(Doubles());
    OrderSums t = {zero, zero, zero, zero, zero, zero, zero, zero};
    if constexpr (degree > 0) {
        t = first_order(at, sum_order<degree, 1>(at, row));
        if constexpr (degree > 1) add_orders_from<degree, 2>(at, row, t);
    } else if (!part.axial()) {
        t = first_order(at, sum_order(part.degree(), 1, at, row));
        for (int order = 2; order <= part.degree(); ++order)
            add_order(at, sum_order(part.degree(), order, at, row), true, t);
    }
    add_field(part, at, t, b);
}

template <int... degrees>
HWY_INLINE auto add_placed_of(int degree, std::integer_sequence<int, degrees...>) {
    using Add = decltype(&add_placed<0>);
    static constexpr Add of_degree[] = {&add_placed<degrees>...};
    return of_degree[degree];
}

/// Adds the part's field at K vectors of positions (m) to b. A lane's result depends neither on the others
/// nor on K. \pre part.degree() <= highest_harmonic_degree
template <int K>
HWY_INLINE void add_multipole_field(InternalMultipoles const& part, Triple const (&positions)[K],
                                    Triple (&b)[K]) {
    HarmonicPoint at[K];
    for (int k = 0; k < K; ++k)
        place(part, positions[k], at[k]);
    // Two at a time hide each other's chain of operations; more do not fit AVX2's registers.
    for (int k = 0; k + 2 <= K; k += 2)
        sum_order_0<2>(part, at + k);
    if constexpr (K % 2 == 1) sum_order_0<1>(part, at + K - 1);
    auto const add = add_placed_of(part.axial() || part.degree() > highest_line_degree ? 0 : part.degree(),
                                   std::make_integer_sequence<int, highest_line_degree + 1>());
    for (int k = 0; k < K; ++k)
        add(part, at[k], b[k]);
}

}  // namespace vespa::planet::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
