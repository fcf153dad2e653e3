// Dormand–Prince steps in lanes: each lane integrates its own initial value problem with its own step.
#include "core/numerics/dormand_prince.hpp"
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_CORE_NUMERICS_DORMAND_PRINCE_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_CORE_NUMERICS_DORMAND_PRINCE_INL_HPP
#undef VESPA_CORE_NUMERICS_DORMAND_PRINCE_INL_HPP
#else
#define VESPA_CORE_NUMERICS_DORMAND_PRINCE_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::numerics::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

/// Σ_{j < stage} weights[j] k[j][i], the terms with weight zero left out at compile time.
template <std::size_t stage, std::size_t n>
HWY_INLINE V weighted_slopes(double const (&weights)[6], V const (&k)[7][n], std::size_t i) {
    Doubles const d;
    V sum = hn::Mul(hn::Set(d, weights[0]), k[0][i]);
    if constexpr (stage > 1) {
        if (weights[1] != 0) sum = hn::MulAdd(hn::Set(d, weights[1]), k[1][i], sum);
    }
    if constexpr (stage > 2) sum = hn::MulAdd(hn::Set(d, weights[2]), k[2][i], sum);
    if constexpr (stage > 3) sum = hn::MulAdd(hn::Set(d, weights[3]), k[3][i], sum);
    if constexpr (stage > 4) sum = hn::MulAdd(hn::Set(d, weights[4]), k[4][i], sum);
    if constexpr (stage > 5) sum = hn::MulAdd(hn::Set(d, weights[5]), k[5][i], sum);
    return sum;
}

/// Slopes of the seven stages of `vectors` vectors of problems, n components each.
template <std::size_t vectors, std::size_t n>
struct Stages {
    V k[vectors][dormand_prince::stages][n];
};

/// One stage: the states it is taken at, then their slopes. The last one leaves the solution in `trial`.
template <std::size_t stage, std::size_t controlled, std::size_t vectors, std::size_t n, class Rhs>
HWY_INLINE void take_stage(Rhs& rhs, V const (&y)[vectors][n], V const (&h)[vectors],
                           Stages<vectors, n>& stages, V (&trial)[vectors][n]) {
    for (std::size_t v = 0; v < vectors; ++v) {
        for (std::size_t i = 0; i < controlled; ++i) {
            V const sum = weighted_slopes<stage>(dormand_prince::a[stage], stages.k[v], i);
            trial[v][i] = hn::MulAdd(h[v], sum, y[v][i]);
        }
    }
    rhs(stage, trial, stages);
}

/// One trial step of length h from y, the slopes of stage 0 given (first same as last).
/// Several vectors advance together, stage by stage: while one waits for a square root, the other computes.
/// The first `controlled` components make up the state; the other n − controlled are integrals along the
/// solution that the right-hand side does not depend on. \param rhs  void(std::size_t stage, V const
/// (&y)[vectors][n], Stages<vectors, n>&) reading the first `controlled` components
///             and writing the slopes of the stage; called for stages 1 … 6, the last time at the new state
/// \param stages  slopes of stage 0 in, of the others out; those of stage 6 begin the next step where this
/// one is accepted \param y_new  the solution of order 5 at the end of the step
template <std::size_t controlled, std::size_t vectors, std::size_t n, class Rhs>
HWY_INLINE void dormand_prince_step(Rhs& rhs, V const (&y)[vectors][n], V const (&h)[vectors],
                                    Stages<vectors, n>& stages, V (&y_new)[vectors][n]) {
    take_stage<1, controlled>(rhs, y, h, stages, y_new);
    take_stage<2, controlled>(rhs, y, h, stages, y_new);
    take_stage<3, controlled>(rhs, y, h, stages, y_new);
    take_stage<4, controlled>(rhs, y, h, stages, y_new);
    take_stage<5, controlled>(rhs, y, h, stages, y_new);
    take_stage<6, controlled>(rhs, y, h, stages, y_new);
    for (std::size_t v = 0; v < vectors; ++v) {
        for (std::size_t i = controlled; i < n; ++i) {
            y_new[v][i] = hn::MulAdd(h[v], weighted_slopes<6>(dormand_prince::a[6], stages.k[v], i), y[v][i]);
        }
    }
}

/// Error estimate of component i of a step: the difference of the solutions of order 5 and 4.
template <std::size_t n>
HWY_INLINE V step_error(V h, V const (&k)[7][n], std::size_t i) {
    Doubles const d;
    auto const& e = dormand_prince::error;
    V sum = hn::Mul(hn::Set(d, e[0]), k[0][i]);
    for (std::size_t j = 2; j < 7; ++j)
        sum = hn::MulAdd(hn::Set(d, e[j]), k[j][i], sum);
    return hn::Mul(h, sum);
}

/// Coefficients of component i of a step's continuous extension, those that DenseOutput is made of.
/// \param start, end  of the component
template <std::size_t n>
HWY_INLINE void dense_coefficients(V start, V end, V h, V const (&k)[7][n], std::size_t i, V (&r)[5]) {
    Doubles const d;
    auto const& weights = dormand_prince::dense;
    V sum = hn::Mul(hn::Set(d, weights[0]), k[0][i]);
    for (std::size_t j = 2; j < 7; ++j)
        sum = hn::MulAdd(hn::Set(d, weights[j]), k[j][i], sum);
    r[0] = start;
    r[1] = hn::Sub(end, start);
    r[2] = hn::MulSub(h, k[0][i], r[1]);
    r[3] = hn::Sub(hn::NegMulAdd(h, k[6][i], r[1]), r[2]);
    r[4] = hn::Mul(h, sum);
}

}  // namespace vespa::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
