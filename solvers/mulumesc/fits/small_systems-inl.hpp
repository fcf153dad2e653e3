// Small symmetric systems in lanes, each lane its own. Included once per instruction set.
#include "mulumesc/fits/gaussian_moments-inl.hpp"
#include "mulumesc/fits/outcome.hpp"

#if defined(VESPA_MULUMESC_SMALL_SYSTEMS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_MULUMESC_SMALL_SYSTEMS_INL_HPP
#undef VESPA_MULUMESC_SMALL_SYSTEMS_INL_HPP
#else
#define VESPA_MULUMESC_SMALL_SYSTEMS_INL_HPP
#endif

#include <limits>

HWY_BEFORE_NAMESPACE();
namespace vespa::mulumesc::HWY_NAMESPACE {

/// Replaces the lower triangle of A by its Cholesky factor, the reciprocals of the pivots on the diagonal. A
/// pivot below a few roundings of its diagonal counts as infinite: that unknown becomes nearly zero.
template <class U>
HWY_INLINE void factorise(Row<U>* a, std::size_t n) {
    hn::ScalableTag<U> const d;
    auto const one = hn::Set(d, U(1)), huge = hn::Set(d, U(1e30));
    auto const rounding = hn::Set(d, 16 * std::numeric_limits<U>::epsilon());
    for (std::size_t i = 0; i < n; ++i) {
        Row<U>* const row = a + in_triangle(i, 0);
        auto const diagonal = load(row[i]);
        auto pivot = diagonal;
        for (std::size_t j = 0; j < i; ++j) {
            Row<U> const* const other = a + in_triangle(j, 0);
            auto sum = load(row[j]);
            for (std::size_t k = 0; k < j; ++k)
                sum = hn::NegMulAdd(load(row[k]), load(other[k]), sum);
            sum = hn::Mul(sum, load(other[j]));
            store(sum, row[j]);
            pivot = hn::NegMulAdd(sum, sum, pivot);
        }
        auto const sound = hn::Gt(pivot, hn::Mul(rounding, diagonal));
        store(hn::Div(one, hn::Sqrt(hn::IfThenElse(sound, pivot, huge))), row[i]);
    }
}

/// Solves A x = b in place, A factorised.
template <class U>
HWY_INLINE void solve_factorised(Row<U> const* a, Row<U>* x, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        Row<U> const* const row = a + in_triangle(i, 0);
        auto sum = load(x[i]);
        for (std::size_t j = 0; j < i; ++j)
            sum = hn::NegMulAdd(load(row[j]), load(x[j]), sum);
        store(hn::Mul(sum, load(row[i])), x[i]);
    }
    for (std::size_t i = n; i-- > 0;) {
        auto sum = load(x[i]);
        for (std::size_t j = i + 1; j < n; ++j)
            sum = hn::NegMulAdd(load(a[in_triangle(j, i)]), load(x[j]), sum);
        store(hn::Mul(sum, load(a[in_triangle(i, i)])), x[i]);
    }
}

}  // namespace vespa::mulumesc::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
