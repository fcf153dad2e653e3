// What is told of a trial step to the voyages of single lanes. Included once per instruction set.
#include "raytrace/trial-inl.hpp"

#if defined(VESPA_RAYTRACE_FLOWN_ROWS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_FLOWN_ROWS_INL_HPP
#undef VESPA_RAYTRACE_FLOWN_ROWS_INL_HPP
#else
#define VESPA_RAYTRACE_FLOWN_ROWS_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

/// The state of a lane, or its slopes.
inline RayState state_of_lane(LaneStates::Row const (&rows)[state_size], std::size_t lane) {
    RayState state;
    for (std::size_t i = 0; i < state_size; ++i)
        state[i] = rows[i][lane];
    return state;
}

/// Coefficients of the continuous extension of the first n components, a lane a column.
template <RungeKuttaPair const& pair, std::size_t n>
struct DenseRows {
    HWY_ALIGN LaneStates::Row row[pair.terms][n];

    HWY_INLINE explicit DenseRows(Trial<pair> const& trial) {
        Doubles const d;
        for (std::size_t i = 0; i < n; ++i) {
            V r[pair.terms];
            numerics::HWY_NAMESPACE::dense_coefficients<pair>(trial.start[i], trial.end[i], trial.step,
                                                              trial.slopes, i, r);
            for (std::size_t j = 0; j < pair.terms; ++j)
                hn::Store(r[j], d, row[j][i]);
        }
    }

    numerics::DenseOutput<n> of_lane(std::size_t lane) const {
        return {pair.terms, [this, lane](std::size_t j, std::size_t i) { return row[j][i][lane]; }};
    }
};

/// A trial step, a lane a column.
template <RungeKuttaPair const& pair>
struct FlownRows {
    using Row = LaneStates::Row;
    static constexpr std::size_t last = pair.stages - 1;

    bool needs_slopes;
    DenseRows<pair, state_size> inside;
    HWY_ALIGN Row start[state_size], end[state_size], slopes[pair.all_stages][state_size];
    HWY_ALIGN Row step, hamiltonian;

    /// \param all_slopes  whether those of all stages are wanted
    HWY_INLINE FlownRows(Trial<pair> const& trial, bool all_slopes)
        : needs_slopes(all_slopes), inside(trial) {
        Doubles const d;
        for (std::size_t i = 0; i < state_size; ++i) {
            hn::Store(trial.start[i], d, start[i]);
            hn::Store(trial.end[i], d, end[i]);
            hn::Store(trial.slopes[0][i], d, slopes[0][i]);
            hn::Store(trial.slopes[last][i], d, slopes[last][i]);
            for (std::size_t stage = 1; needs_slopes && stage < pair.all_stages; ++stage)
                hn::Store(trial.slopes[stage][i], d, slopes[stage][i]);
        }
        hn::Store(trial.step, d, step);
        hn::Store(trial.hamiltonian, d, hamiltonian);
    }

    FlownStep of_lane(std::size_t lane, double group_path) const {
        FlownStep flown;  // slopes are left alone where they are not wanted
        flown.group_path = group_path;
        flown.length = step[lane];
        flown.start = state_of_lane(start, lane);
        flown.end = state_of_lane(end, lane);
        flown.start_slopes = state_of_lane(slopes[0], lane);
        flown.end_slopes = state_of_lane(slopes[last], lane);
        flown.hamiltonian = hamiltonian[lane];
        flown.inside = inside.of_lane(lane);
        for (std::size_t stage = 0; needs_slopes && stage < pair.all_stages; ++stage)
            flown.slopes[stage] = state_of_lane(slopes[stage], lane);
        return flown;
    }
};

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
