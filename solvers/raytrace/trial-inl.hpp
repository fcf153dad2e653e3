// A step that a vector of rays has tried: how good it is and what may have happened in it. Included once per
// instruction set.
#include "core/numerics/runge_kutta-inl.hpp"
#include "raytrace/hamiltonian-inl.hpp"
#include "raytrace/lane_states-inl.hpp"

#if defined(VESPA_RAYTRACE_TRIAL_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_TRIAL_INL_HPP
#undef VESPA_RAYTRACE_TRIAL_INL_HPP
#else
#define VESPA_RAYTRACE_TRIAL_INL_HPP
#endif

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

using numerics::RungeKuttaPair;

/// A trial step of one vector of rays, by reference into those of all.
template <RungeKuttaPair const& pair>
struct Trial {
    V const (&start)[state_size];
    V const (&end)[state_size];
    /// Those that only the continuous extension asks for are there only where a Verdict says so.
    V const (&slopes)[pair.all_stages][state_size];
    V step;
    V hamiltonian;  ///< at the end
    V sign;         ///< Watched::sign at the end

    V const (&end_slopes() const)[state_size] { return slopes[pair.stages - 1]; }
};

/// What is thought of a trial step.
struct Verdict {
    V squared_error;  ///< in units of the tolerance
    M flying, accepted;
    M events;          ///< lanes whose voyage has to see the step
    bool needs_dense;  ///< whether the continuous extension will be asked for
};

HWY_INLINE V square_sum(V const* v) {
    return hn::MulAdd(v[0], v[0], hn::MulAdd(v[1], v[1], hn::Mul(v[2], v[2])));
}

/// Σ weight_i a_i b_i of the first three components.
HWY_INLINE V weighted_dot(Vector const& weights, V const* a, V const* b) {
    Doubles const d;
    return hn::MulAdd(hn::Set(d, weights[0]), hn::Mul(a[0], b[0]),
                      hn::MulAdd(hn::Set(d, weights[1]), hn::Mul(a[1], b[1]),
                                 hn::Mul(hn::Set(d, weights[2]), hn::Mul(a[2], b[2]))));
}

/// Square of an error in units of the tolerance: root mean square over the six components of position, in
/// units of the length scale, and refractive index, in units of max(1, n). \param size  max(1, n²)
HWY_INLINE V squared_error(Plan const& plan, V const (&error)[controlled_size], V size) {
    Doubles const d;
    V const length =
        hn::Set(d, 1 / (6 * plan.tolerance * plan.tolerance * plan.length_scale * plan.length_scale));
    V const index = hn::Set(d, 1 / (6 * plan.tolerance * plan.tolerance));
    return hn::MulAdd(length, square_sum(error), hn::Div(hn::Mul(index, square_sum(error + 3)), size));
}

/// Square of the error of a step in units of the tolerance (numerics::combined_error_squared()).
template <RungeKuttaPair const& pair>
HWY_INLINE V squared_error(Plan const& plan, Trial<pair> const& trial) {
    namespace steps = numerics::HWY_NAMESPACE;
    Doubles const d;
    V error[controlled_size];
    for (std::size_t i = 0; i < controlled_size; ++i)
        error[i] = steps::step_error<pair>(trial.step, trial.slopes, i);
    V const size = hn::Max(hn::Set(d, 1.0), square_sum(trial.start + 3));
    V const squared = squared_error(plan, error, size);
    if constexpr (pair.has_coarse_error()) {
        for (std::size_t i = 0; i < controlled_size; ++i)
            error[i] = steps::coarse_step_error<pair>(trial.step, trial.slopes, i);
        V const both = hn::MulAdd(hn::Set(d, 0.01), squared_error(plan, error, size), squared);
        return hn::Div(hn::Mul(squared, squared), hn::Max(both, hn::Set(d, 1e-300)));
    } else {
        return squared;
    }
}

/// Square of |∇n|/(k₀n²), eq. 13 of README.md. \param wavelength  1/k₀
HWY_INLINE V squared_wkb(V wavelength, V const* index, V const (&slopes)[state_size]) {
    V const group = hn::Mul(slopes[phase_path], slopes[phase_path]);
    V const change = hn::Mul(hn::Mul(wavelength, wavelength), square_sum(slopes + 3));
    return hn::Div(change, hn::Mul(square_sum(index), group));
}

/// Lanes where an event may lie in the accepted step: a superset of what Voyage::advance() acts upon.
template <RungeKuttaPair const& pair>
HWY_INLINE M may_hold_event(Plan const& plan, Trial<pair> const& trial, LaneStates const& lanes) {
    Doubles const d;
    V const zero = hn::Zero(d);
    V const* const before = trial.start;
    V const* const after = trial.end;
    V const* const v_before = trial.slopes[0];
    V const* const v_after = trial.end_slopes();
    Vector const one{1, 1, 1};
    // surfaces
    M found =
        hn::Lt(hn::Add(weighted_dot(plan.body_weights, after, after), hn::Set(d, plan.body_level)), zero);
    found = hn::Or(found, hn::Gt(square_sum(after),
                                 hn::Set(d, plan.surfaces.outer_radius_m * plan.surfaces.outer_radius_m)));
    for (std::size_t i = 0; i < 3; ++i) {
        found = hn::Or(found, hn::Lt(after[i], hn::Set(d, plan.surfaces.box_lower_m[i])));
        found = hn::Or(found, hn::Gt(after[i], hn::Set(d, plan.surfaces.box_upper_m[i])));
    }
    // closest approaches, to the body's surface and to the origin
    for (Vector const* weights : {&plan.body_weights, &one}) {
        M const came_nearer = hn::Lt(weighted_dot(*weights, before, v_before), zero);
        M const goes_away = hn::Ge(weighted_dot(*weights, after, v_after), zero);
        found = hn::Or(found, hn::And(came_nearer, goes_away));
    }
    // a maximum of X
    M const rose = hn::Gt(v_before[plasma_ratio], zero);
    found = hn::Or(found, hn::And(rose, hn::Le(v_after[plasma_ratio], zero)));
    // limits
    found = hn::Or(found, hn::Gt(square_sum(after + 3), hn::Set(d, plan.maximum_index_squared)));
    found = hn::Or(found, hn::Gt(after[path_length], hn::Set(d, plan.maximum_path)));
    found = hn::Or(found, hn::Gt(after[path_length], hn::Load(d, lanes.next_sample)));
    return hn::Or(found, hn::Gt(hn::Abs(trial.hamiltonian), hn::Set(d, plan.maximum_hamiltonian)));
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
