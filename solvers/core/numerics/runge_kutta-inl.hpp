// Runge–Kutta steps in lanes: each lane integrates its own initial value problem with its own step.
#include "core/numerics/runge_kutta_pair.hpp"
#include "core/simd/lanes-inl.hpp"

#if defined(VESPA_CORE_NUMERICS_RUNGE_KUTTA_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_CORE_NUMERICS_RUNGE_KUTTA_INL_HPP
#undef VESPA_CORE_NUMERICS_RUNGE_KUTTA_INL_HPP
#else
#define VESPA_CORE_NUMERICS_RUNGE_KUTTA_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::numerics::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;
using simd::HWY_NAMESPACE::V;

/// n components of a vector of problems.
template <std::size_t n>
using Components = V[n];

/// Slopes of the stages of `vectors` vectors of problems, n components each.
template <RungeKuttaPair const& pair, std::size_t vectors, std::size_t n>
struct Stages {
    V k[vectors][pair.all_stages][n];
};

/// The rows of weights of a pair.
template <RungeKuttaPair const& pair, std::size_t row>
struct OfStage {
    static constexpr std::size_t count = row;
    static constexpr double weight(std::size_t j) { return pair.a[row][j]; }
};
template <RungeKuttaPair const& pair>
struct OfError {
    static constexpr std::size_t count = pair.stages;
    static constexpr double weight(std::size_t j) { return pair.error[j]; }
};
template <RungeKuttaPair const& pair>
struct OfCoarseError {
    static constexpr std::size_t count = pair.stages;
    static constexpr double weight(std::size_t j) { return pair.coarse_error[j]; }
};
template <RungeKuttaPair const& pair, std::size_t term>
struct OfTerm {
    static constexpr std::size_t count = pair.all_stages;
    static constexpr double weight(std::size_t j) { return pair.dense[term - 4][j]; }
};

/// Σ_j weight(j) k[j][i], from j on; the terms with weight zero are left out at compile time.
template <class Row, std::size_t j, std::size_t all, std::size_t n>
HWY_INLINE V add_weighted(V const (&k)[all][n], std::size_t i, V sum) {
    if constexpr (j == Row::count) {
        return sum;
    } else if constexpr (Row::weight(j) == 0) {
        return add_weighted<Row, j + 1>(k, i, sum);
    } else {
        return add_weighted<Row, j + 1>(k, i, hn::MulAdd(hn::Set(Doubles(), Row::weight(j)), k[j][i], sum));
    }
}
template <class Row, std::size_t all, std::size_t n>
HWY_INLINE V weighted_slopes(V const (&k)[all][n], std::size_t i) {
    return add_weighted<Row, 1>(k, i, hn::Mul(hn::Set(Doubles(), Row::weight(0)), k[0][i]));
}

/// One stage: the states it is taken at, then their slopes. That of the last one is the solution.
template <RungeKuttaPair const& pair, std::size_t stage, std::size_t controlled, std::size_t vectors,
          std::size_t n, class Rhs>
HWY_INLINE void take_stage(Rhs& rhs, V const (&y)[vectors][n], V const (&h)[vectors],
                           Stages<pair, vectors, n>& stages, V (&trial)[vectors][n]) {
    Components<n>* slopes[vectors];
    for (std::size_t v = 0; v < vectors; ++v) {
        for (std::size_t i = 0; i < controlled; ++i) {
            V const sum = weighted_slopes<OfStage<pair, stage>>(stages.k[v], i);
            trial[v][i] = hn::MulAdd(h[v], sum, y[v][i]);
        }
        slopes[v] = &stages.k[v][stage];
    }
    rhs(trial, slopes);
}

template <RungeKuttaPair const& pair, std::size_t stage, std::size_t end, std::size_t controlled,
          std::size_t vectors, std::size_t n, class Rhs>
HWY_INLINE void take_stages(Rhs& rhs, V const (&y)[vectors][n], V const (&h)[vectors],
                            Stages<pair, vectors, n>& stages, V (&trial)[vectors][n]) {
    if constexpr (stage < end) {
        take_stage<pair, stage, controlled>(rhs, y, h, stages, trial);
        take_stages<pair, stage + 1, end, controlled>(rhs, y, h, stages, trial);
    }
}

/// One trial step of length h from y, the slopes of stage 0 given (first same as last).
/// Several vectors advance together, stage by stage: while one waits for a square root, the other computes.
/// The first `controlled` components make up the state; the other n − controlled are integrals along the
/// solution that the right-hand side does not depend on. \param rhs  void(V const (&y)[vectors][n],
/// Components<n>* const (&slopes)[vectors]) reading the first `controlled` components and writing the slopes
/// there; called for each stage but the first, the last time at the new state
/// \param stages  slopes of stage 0 in, of the others out; those of the last begin the next step where this
/// one is accepted \param y_new  the solution at the end of the step
template <RungeKuttaPair const& pair, std::size_t controlled, std::size_t vectors, std::size_t n, class Rhs>
HWY_INLINE void runge_kutta_step(Rhs& rhs, V const (&y)[vectors][n], V const (&h)[vectors],
                                 Stages<pair, vectors, n>& stages, V (&y_new)[vectors][n]) {
    take_stages<pair, 1, pair.stages, controlled>(rhs, y, h, stages, y_new);
    for (std::size_t v = 0; v < vectors; ++v) {
        for (std::size_t i = controlled; i < n; ++i) {
            V const sum = weighted_slopes<OfStage<pair, pair.stages - 1>>(stages.k[v], i);
            y_new[v][i] = hn::MulAdd(h[v], sum, y[v][i]);
        }
    }
}

/// The slopes that only the continuous extension asks for, after runge_kutta_step() with the same arguments.
template <RungeKuttaPair const& pair, std::size_t controlled, std::size_t vectors, std::size_t n, class Rhs>
HWY_INLINE void take_dense_stages(Rhs& rhs, V const (&y)[vectors][n], V const (&h)[vectors],
                                  Stages<pair, vectors, n>& stages) {
    V trial[vectors][n];
    take_stages<pair, pair.stages, pair.all_stages, controlled>(rhs, y, h, stages, trial);
}

/// Error estimate of component i of a step.
template <RungeKuttaPair const& pair, std::size_t n>
HWY_INLINE V step_error(V h, V const (&k)[pair.all_stages][n], std::size_t i) {
    return hn::Mul(h, weighted_slopes<OfError<pair>>(k, i));
}
/// The coarser one.
template <RungeKuttaPair const& pair, std::size_t n>
HWY_INLINE V coarse_step_error(V h, V const (&k)[pair.all_stages][n], std::size_t i) {
    return hn::Mul(h, weighted_slopes<OfCoarseError<pair>>(k, i));
}

template <RungeKuttaPair const& pair, std::size_t term, std::size_t n>
HWY_INLINE void dense_terms(V h, V const (&k)[pair.all_stages][n], std::size_t i, V (&r)[pair.terms]) {
    if constexpr (term < pair.terms) {
        r[term] = hn::Mul(h, weighted_slopes<OfTerm<pair, term>>(k, i));
        dense_terms<pair, term + 1>(h, k, i, r);
    }
}

/// Coefficients of component i of a step's continuous extension, those that DenseOutput is made of.
/// \param start, end  of the component
template <RungeKuttaPair const& pair, std::size_t n>
HWY_INLINE void dense_coefficients(V start, V end, V h, V const (&k)[pair.all_stages][n], std::size_t i,
                                   V (&r)[pair.terms]) {
    r[0] = start;
    r[1] = hn::Sub(end, start);
    r[2] = hn::MulSub(h, k[0][i], r[1]);
    r[3] = hn::Sub(hn::NegMulAdd(h, k[pair.stages - 1][i], r[1]), r[2]);
    dense_terms<pair, 4>(h, k, i, r);
}

}  // namespace vespa::numerics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
