#pragma once
#include <type_traits>

#include "raytrace/follower.hpp"

namespace vespa::raytrace {

/// What a Voyage knows of a ray beside its samples.
struct VoyageState {
    Launch launch;
    Vector closest_position;
    double closest_squared;
    Vector turning_position, turning_index;
    double turning_ratio, turning_estimate, window_efficiency;
    double sent_speed;  ///< **n**·**v** of the source at the launch, for the Doppler shift
    double next_sample;
    std::uint64_t samples;  ///< kept so far, on all ranks
    std::int32_t closest_approaches, turning_points;
};

/// What the stepper knows of a ray after an accepted step.
struct StepperState {
    RayState state, slopes;
    double group_path, step, log_error;
    double plasma_factor, gyro_factor, ordinary;
    double steps, rejected_steps;
    double hamiltonian_error, maximum_plasma_ratio, wkb_squared;
};

/// What is known along a ray.
struct AlongState {
    AlongRay here;
    FollowerState follower;
};

/// A ray between two steps, as it goes from one rank to another: it flies on as if it had not.
struct RayInFlight {
    std::uint64_t ray;  ///< index in the run
    StepperState stepper;
    VoyageState voyage;
    AlongState along;  ///< last: not sent where nothing is followed
};

static_assert(std::is_trivially_copyable_v<RayInFlight>);

}  // namespace vespa::raytrace
