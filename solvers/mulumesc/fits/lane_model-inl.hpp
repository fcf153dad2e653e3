// The normal equations of a lane's model from the sums of a sweep, and the strengths and continuum that are
// best for given centres and widths. Included once per instruction set.
//
// Unknowns in lanes lie in the order c0, c1, s_1 … s_K, then μ, σ of each band. Those of a centre and a width
// are divided by s/σ, so that no entry needs the strength.
#include "mulumesc/fits/small_systems-inl.hpp"

#if defined(VESPA_MULUMESC_LANE_MODEL_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_MULUMESC_LANE_MODEL_INL_HPP
#undef VESPA_MULUMESC_LANE_MODEL_INL_HPP
#else
#define VESPA_MULUMESC_LANE_MODEL_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

constexpr std::size_t most_unknowns = 2 + 3 * most_bands;
constexpr std::size_t most_entries = most_unknowns * (most_unknowns + 1) / 2;

/// Boxes and priors, the same in all lanes, in the lanes' order of unknowns.
template <class U>
struct Limits {
    std::size_t bands, linear, unknowns;  ///< linear: c0, c1 and the strengths
    U low[most_unknowns], high[most_unknowns];
    U mean[most_unknowns], precision[most_unknowns];  ///< of the priors; precision 0: none
};

/// A point of the search: parameters, the normal matrix and the right-hand side there, and χ² with the
/// priors' share.
template <class U>
struct Point {
    Row<U> x[most_unknowns], right[most_unknowns], normal[most_entries];
    Row<U> objective;
};

template <class U>
HWY_INLINE Row<U>& entry(Point<U>& p, std::size_t i, std::size_t j) {
    return p.normal[i >= j ? in_triangle(i, j) : in_triangle(j, i)];
}

/// Unknown of band k that goes with z^power: strength, centre, width.
template <class U>
HWY_INLINE std::size_t unknown(Limits<U> const& limits, std::size_t k, std::size_t power) {
    return power == 0 ? 2 + k : limits.linear + 2 * k + power - 1;
}

template <class U>
HWY_INLINE BandRows<U> band_rows(Limits<U> const& limits, Row<U> const* x) {
    BandRows<U> rows{};
    rows.offset = x[0];
    rows.slope = x[1];
    for (std::size_t k = 0; k < limits.bands; ++k) {
        rows.strength[k] = x[2 + k];
        rows.centre[k] = x[limits.linear + 2 * k];
        rows.width[k] = x[limits.linear + 2 * k + 1];
    }
    return rows;
}

/// The 3 × 3 block of bands i ≤ j from their five sums, with z_i = α z_j + β.
template <class U>
HWY_INLINE void put_pair(Limits<U> const& limits, std::size_t i, std::size_t j, Row<U> const (&sums)[5],
                         Point<U>& p) {
    auto const width_i = load(p.x[unknown(limits, i, 2)]), width_j = load(p.x[unknown(limits, j, 2)]);
    auto const apart = hn::Sub(load(p.x[unknown(limits, j, 1)]), load(p.x[unknown(limits, i, 1)]));
    auto const alpha = hn::Div(width_j, width_i), beta = hn::Div(apart, width_i);
    auto const n00 = load(sums[0]), n01 = load(sums[1]), n02 = load(sums[2]), n12 = load(sums[3]),
               n22 = load(sums[4]);
    auto const n10 = hn::MulAdd(alpha, n01, hn::Mul(beta, n00));
    auto const n11 = hn::MulAdd(alpha, n02, hn::Mul(beta, n01));
    auto const n20 = hn::MulAdd(alpha, n11, hn::Mul(beta, n10));
    auto const n21 = hn::MulAdd(alpha, n12, hn::Mul(beta, n11));
    hn::Vec<hn::ScalableTag<U>> const block[3][3] = {{n00, n01, n02}, {n10, n11, n12}, {n20, n21, n22}};
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = 0; b < 3; ++b)
            store(block[a][b], entry(p, unknown(limits, i, a), unknown(limits, j, b)));
    }
}

/// Normal matrix, right-hand side and objective at p.x. \param constant  sums of w², w u, u²
template <class U>
HWY_INLINE void assemble(Limits<U> const& limits, Moments<U> const& sums, Row<U> const (&constant)[3],
                         Point<U>& p) {
    hn::ScalableTag<U> const d;
    entry(p, 0, 0) = constant[0];
    entry(p, 1, 0) = constant[1];
    entry(p, 1, 1) = constant[2];
    p.right[0] = sums.rho_w;
    p.right[1] = sums.rho_u;
    for (std::size_t k = 0; k < limits.bands; ++k) {
        for (std::size_t power = 0; power < 3; ++power) {
            std::size_t const row = unknown(limits, k, power);
            entry(p, row, 0) = sums.single[k][power];
            entry(p, row, 1) = sums.single[k][3 + power];
            p.right[row] = sums.single[k][6 + power];
        }
        for (std::size_t i = 0; i <= k; ++i)
            put_pair(limits, i, k, sums.pair[k * (k + 1) / 2 + i], p);
    }
    auto objective = load(sums.rho_rho);
    for (std::size_t i = 0; i < limits.unknowns; ++i) {
        auto const off = hn::Sub(hn::Set(d, limits.mean[i]), load(p.x[i]));
        objective = hn::MulAdd(hn::Mul(hn::Set(d, limits.precision[i]), off), off, objective);
    }
    store(objective, p.objective);
}

/// One attempt at the best linear unknowns: solves for those that are not yet held at an end of their box,
/// and holds those that would leave it. Returns whether more are held than before.
template <class U>
HWY_INLINE bool improve_within_box(Limits<U> const& limits, Point<U> const& p, Row<U> const* right,
                                   Row<U> (&step)[2 + most_bands], Row<U> (&held)[2 + most_bands]) {
    hn::ScalableTag<U> const d;
    auto const one = hn::Set(d, U(1));
    std::size_t const n = limits.linear;
    Row<U> a[in_triangle(2 + most_bands, 0)], x[2 + most_bands];
    for (std::size_t i = 0; i < n; ++i) {
        auto const free_i = hn::Sub(one, load(held[i]));
        auto rest = load(right[i]);
        for (std::size_t j = 0; j < n; ++j) {
            auto const g = load(p.normal[i >= j ? in_triangle(i, j) : in_triangle(j, i)]);
            if (j != i) rest = hn::NegMulAdd(hn::Mul(g, load(held[j])), load(step[j]), rest);
            auto const free_both = hn::Mul(free_i, hn::Sub(one, load(held[j])));
            if (j < i) store(hn::Mul(g, free_both), a[in_triangle(i, j)]);
            if (j == i) {
                auto const diagonal = hn::Add(g, hn::Set(d, limits.precision[i]));
                store(hn::MulAdd(diagonal, free_i, load(held[i])), a[in_triangle(i, i)]);
            }
        }
        store(hn::MulAdd(rest, free_i, hn::Mul(load(step[i]), load(held[i]))), x[i]);
    }
    factorise(a, n);
    solve_factorised(a, x, n);
    bool more = false;
    for (std::size_t i = 0; i < n; ++i) {
        auto const to_low = hn::Sub(hn::Set(d, limits.low[i]), load(p.x[i])),
                   to_high = hn::Sub(hn::Set(d, limits.high[i]), load(p.x[i])), s = load(x[i]);
        auto const is_held = hn::Gt(load(held[i]), hn::Zero(d));
        auto const leaves = hn::AndNot(is_held, hn::Or(hn::Lt(s, to_low), hn::Gt(s, to_high)));
        more = more || !hn::AllFalse(d, leaves);
        store(hn::IfThenElse(is_held, load(step[i]), hn::Min(hn::Max(s, to_low), to_high)), step[i]);
        store(hn::IfThenElse(hn::Or(is_held, leaves), one, hn::Zero(d)), held[i]);
    }
    return more;
}

/// Moves c0, c1 and the strengths to what is best for the centres and widths, and brings the right-hand side
/// and the objective along: all of it follows from the normal matrix. Where that is no gain, nothing moves.
template <class U>
HWY_INLINE void improve_linear(Limits<U> const& limits, Point<U>& p) {
    hn::ScalableTag<U> const d;
    std::size_t const n = limits.linear;
    Row<U> step[2 + most_bands] = {}, held[2 + most_bands] = {}, right[2 + most_bands];
    for (std::size_t i = 0; i < n; ++i) {
        auto const off = hn::Sub(hn::Set(d, limits.mean[i]), load(p.x[i]));
        store(hn::MulAdd(hn::Set(d, limits.precision[i]), off, load(p.right[i])), right[i]);
    }
    // Each attempt holds one unknown more at least: ten would be enough for any, three are for nearly all.
    for (int attempt = 0; attempt < 3; ++attempt) {
        if (!improve_within_box(limits, p, right, step, held)) break;
    }
    auto change = hn::Zero(d);
    for (std::size_t i = 0; i < n; ++i) {
        auto sum = hn::MulSub(hn::Set(d, limits.precision[i]), load(step[i]),
                              hn::Add(load(right[i]), load(right[i])));
        for (std::size_t j = 0; j < n; ++j)
            sum = hn::MulAdd(load(entry(p, i, j)), load(step[j]), sum);
        change = hn::MulAdd(sum, load(step[i]), change);
    }
    auto const gain = hn::Lt(change, hn::Zero(d));
    store(hn::Add(load(p.objective), hn::IfThenElseZero(gain, change)), p.objective);
    for (std::size_t j = 0; j < n; ++j) {
        auto const s = hn::IfThenElseZero(gain, load(step[j]));
        store(hn::Add(load(p.x[j]), s), p.x[j]);
        for (std::size_t i = 0; i < limits.unknowns; ++i)
            store(hn::NegMulAdd(load(entry(p, i, j)), s, load(p.right[i])), p.right[i]);
    }
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
