// A damped step of all unknowns inside their boxes. Included once per instruction set.
#include "mulumesc/fits/lane_model-inl.hpp"

#if defined(VESPA_MULUMESC_LANE_STEP_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_MULUMESC_LANE_STEP_INL_HPP
#undef VESPA_MULUMESC_LANE_STEP_INL_HPP
#else
#define VESPA_MULUMESC_LANE_STEP_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

/// What the unknowns of centres and widths are divided by: s/σ; 1 for the linear ones.
template <class U>
HWY_INLINE hn::Vec<hn::ScalableTag<U>> scale_of(Limits<U> const& limits, Row<U> const* x, std::size_t i) {
    hn::ScalableTag<U> const d;
    if (i < limits.linear) return hn::Set(d, U(1));
    std::size_t const k = (i - limits.linear) / 2;
    return hn::Div(load(x[2 + k]), load(x[limits.linear + 2 * k + 1]));
}

/// No step moves a centre by more than half the width, or changes a width by more than half: beyond, the
/// slopes say nothing of the band any more.
template <class U, class V = hn::Vec<hn::ScalableTag<U>>>
HWY_INLINE V within_reach(Limits<U> const& limits, Point<U> const& p, std::size_t i, V to) {
    hn::ScalableTag<U> const d;
    bool const is_width = (i - limits.linear) % 2 == 1;
    auto const width = load(p.x[is_width ? i : i + 1]), x = load(p.x[i]);
    auto const down = hn::Mul(width, hn::Set(d, is_width ? U(1.0 / 3) : U(0.5))),
               up = hn::Mul(width, hn::Set(d, U(0.5)));
    return hn::Min(hn::Max(to, hn::Sub(x, down)), hn::Add(x, up));
}

/// The step from `p` with damping λ of centres and widths (Marquardt's, of the diagonal); where no gain is to
/// be had inside its box, an unknown stays. trial = p.x + step, clipped to the boxes. Returns what the step
/// promises to take off the objective.
template <class U>
HWY_INLINE hn::Vec<hn::ScalableTag<U>> take_step(Limits<U> const& limits, Point<U> const& p,
                                                 Row<U> const& damping, Row<U>* trial) {
    hn::ScalableTag<U> const d;
    auto const zero = hn::Zero(d), one = hn::Set(d, U(1)), lambda = load(damping);
    std::size_t const n = limits.unknowns;
    Row<U> a[most_entries], step[most_unknowns], right[most_unknowns], keep[most_unknowns],
        added[most_unknowns];
    for (std::size_t i = 0; i < n; ++i) {
        auto const scale = scale_of(limits, p.x, i), x = load(p.x[i]);
        auto const precision = hn::Set(d, limits.precision[i]), off = hn::Sub(hn::Set(d, limits.mean[i]), x);
        auto const moves = hn::Gt(hn::Abs(scale), hn::Set(d, U(1e-6)));
        auto const inverse = hn::Div(one, hn::IfThenElse(moves, scale, one));
        auto const r = hn::MulAdd(hn::Mul(precision, off), inverse, load(p.right[i]));
        auto const downhill = hn::Mul(r, scale);
        auto const pressed = hn::Or(hn::And(hn::Le(x, hn::Set(d, limits.low[i])), hn::Lt(downhill, zero)),
                                    hn::And(hn::Ge(x, hn::Set(d, limits.high[i])), hn::Gt(downhill, zero)));
        auto const stays = hn::Or(hn::Not(moves), pressed);
        auto const kept = hn::IfThenElse(stays, zero, one);
        store(kept, keep[i]);
        store(hn::Mul(r, kept), right[i]);
        step[i] = right[i];
        for (std::size_t j = 0; j < i; ++j) {
            auto const both = hn::Mul(kept, load(keep[j]));
            store(hn::Mul(load(p.normal[in_triangle(i, j)]), both), a[in_triangle(i, j)]);
        }
        auto const diagonal =
            hn::MulAdd(hn::Mul(precision, inverse), inverse, load(p.normal[in_triangle(i, i)]));
        auto const more = i < limits.linear ? zero : hn::Mul(lambda, diagonal);
        store(more, added[i]);
        store(hn::IfThenElse(stays, one, hn::Add(diagonal, more)), a[in_triangle(i, i)]);
    }
    factorise(a, n);
    solve_factorised(a, step, n);
    auto promised = zero;
    for (std::size_t i = 0; i < n; ++i) {
        auto const q = load(step[i]);
        promised = hn::MulAdd(q, hn::MulAdd(load(added[i]), q, load(right[i])), promised);
        auto const scale = scale_of(limits, p.x, i);
        auto const move = hn::IfThenElse(hn::Gt(load(keep[i]), zero), hn::Div(q, scale), zero);
        auto to = hn::Add(load(p.x[i]), move);
        if (i >= limits.linear) to = within_reach(limits, p, i, to);
        store(hn::Min(hn::Max(to, hn::Set(d, limits.low[i])), hn::Set(d, limits.high[i])), trial[i]);
    }
    return promised;
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
