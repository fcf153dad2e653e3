// What the stepper keeps of a vector of rays between steps. Included once per instruction set.
#include "core/simd/lanes-inl.hpp"
#include "raytrace/ray_in_flight.hpp"
#include "raytrace/voyage.hpp"

#if defined(VESPA_RAYTRACE_LANE_STATES_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef VESPA_RAYTRACE_LANE_STATES_INL_HPP
#undef VESPA_RAYTRACE_LANE_STATES_INL_HPP
#else
#define VESPA_RAYTRACE_LANE_STATES_INL_HPP
#endif

#include <numbers>

HWY_BEFORE_NAMESPACE();
namespace vespa::raytrace::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using simd::HWY_NAMESPACE::Doubles;

inline constexpr std::size_t lane_count = hn::MaxLanes(Doubles());

/// What is kept of each ray of a vector between steps; lane k of a row belongs to ray k. Truth values are 0
/// or 1.
struct alignas(64) LaneStates {
    using Row = double[lane_count];

    Row y[state_size];
    Row slopes[state_size];
    Row group_path, step;
    Row log_error;  ///< of the last accepted step, for the step control
    Row after_rejection;
    Row undefined;  ///< the last trial step gave no error estimate: a NaN or an infinity was met
    Row plasma_factor, gyro_factor, ordinary;
    Row steps, rejected_steps;
    Row hamiltonian_error, maximum_plasma_ratio;
    Row wavelength;   ///< 1/k₀ in a vacuum
    Row wkb_squared;  ///< greatest so far
    Row next_sample;
    Row flying;
    Row fresh;                           ///< given a ray since the last step
    Row brick_lower[3], brick_upper[3];  ///< of the brick that the ray is in, where space is dealt out

    Vector position(std::size_t lane) const { return {y[0][lane], y[1][lane], y[2][lane]}; }

    /// Puts a ray that starts into a lane: its slopes and first step are still to be found.
    void board(std::size_t lane, PreparedRay const& ray, double speed_of_light);

    /// What the stepper of another rank needs to go on with the ray of a lane, whose last step was accepted.
    StepperState leave(std::size_t lane) const;

    /// Puts a ray that has come from another rank into a lane.
    void take_over(std::size_t lane, RayInFlight const& ray, double speed_of_light);
};

inline void LaneStates::board(std::size_t lane, PreparedRay const& ray, double speed_of_light) {
    for (std::size_t i = 0; i < 3; ++i) {
        y[i][lane] = ray.launch.position_m[i];
        y[3 + i][lane] = ray.refractive_index[i];
    }
    y[phase_path][lane] = 0;
    y[path_length][lane] = 0;
    plasma_factor[lane] = ray.plasma_factor;
    gyro_factor[lane] = ray.gyro_factor;
    ordinary[lane] = ray.launch.mode == Mode::ordinary ? 1 : 0;
    wavelength[lane] = speed_of_light / (2 * std::numbers::pi * ray.launch.frequency_hz);
    group_path[lane] = 0;
    log_error[lane] = 0;
    after_rejection[lane] = 0;
    steps[lane] = 0;
    rejected_steps[lane] = 0;
    flying[lane] = 1;
    fresh[lane] = 1;
}

inline StepperState LaneStates::leave(std::size_t lane) const {
    StepperState s;
    for (std::size_t i = 0; i < state_size; ++i) {
        s.state[i] = y[i][lane];
        s.slopes[i] = slopes[i][lane];
    }
    s.group_path = group_path[lane];
    s.step = step[lane];
    s.log_error = log_error[lane];
    s.plasma_factor = plasma_factor[lane];
    s.gyro_factor = gyro_factor[lane];
    s.ordinary = ordinary[lane];
    s.steps = steps[lane];
    s.rejected_steps = rejected_steps[lane];
    s.hamiltonian_error = hamiltonian_error[lane];
    s.maximum_plasma_ratio = maximum_plasma_ratio[lane];
    s.wkb_squared = wkb_squared[lane];
    return s;
}

inline void LaneStates::take_over(std::size_t lane, RayInFlight const& ray, double speed_of_light) {
    StepperState const& s = ray.stepper;
    for (std::size_t i = 0; i < state_size; ++i) {
        y[i][lane] = s.state[i];
        slopes[i][lane] = s.slopes[i];
    }
    group_path[lane] = s.group_path;
    step[lane] = s.step;
    log_error[lane] = s.log_error;
    after_rejection[lane] = 0;
    undefined[lane] = 0;
    plasma_factor[lane] = s.plasma_factor;
    gyro_factor[lane] = s.gyro_factor;
    ordinary[lane] = s.ordinary;
    wavelength[lane] = speed_of_light / (2 * std::numbers::pi * ray.voyage.launch.frequency_hz);
    steps[lane] = s.steps;
    rejected_steps[lane] = s.rejected_steps;
    hamiltonian_error[lane] = s.hamiltonian_error;
    maximum_plasma_ratio[lane] = s.maximum_plasma_ratio;
    wkb_squared[lane] = s.wkb_squared;
    next_sample[lane] = ray.voyage.next_sample;
    flying[lane] = 1;
    fresh[lane] = 0;
}

}  // namespace vespa::raytrace::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
