#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "raytrace/events.hpp"
#include "raytrace/ray_in_flight.hpp"

namespace vespa::raytrace {

/// A launch that has been found to have a wave: what a lane starts from.
struct PreparedRay {
    std::uint64_t ray;  ///< index in the run
    Launch launch;
    Vector refractive_index;
    double plasma_factor;  ///< X / density, m³
    double gyro_factor;    ///< |**Y**| / |**B**|, 1/T
};

/// One kept point of a ray.
struct RaySample {
    Vector position, refractive_index;
    double group_path, phase_path, path_length;
    double electron_density = 0;  ///< m⁻³; known once complete() has been called
    Vector magnetic_field{};      ///< T; the same
};

/// The log of one ray in flight: told of its steps, it finds the events in them, keeps the samples asked for
/// and closes the summary.
class Voyage {
  public:
    /// \param plan, medium  must outlive the voyage
    Voyage(Plan const& plan, Medium const& medium);

    void begin(PreparedRay const& ray);

    /// Goes on with a ray that another voyage has left: samples() are those from here on.
    void resume(RayInFlight const& ray);

    /// Fills in what another voyage needs to go on: all but `stepper`. \param medium  where the ray has been
    void leave(RayInFlight& ray, MediumSampler& medium);

    /// Number of the first of samples() among all samples of the ray.
    std::uint64_t first_sample() const { return samples_before_; }

    /// Takes in an accepted step in which an event may lie; where a Follower goes along, every accepted step.
    /// \return whether the ray has ended in it
    bool advance(FlownStep const& step);

    /// Takes in an accepted step in which no event lies and that advance() has not been told of.
    void pass(double group_path, RayState const& end);

    /// Remembers an accepted step where the plan needs_path(), before advance() or pass() is told of it.
    void keep(PathStep const& step) { path_.push_back(step); }

    /// Ends the ray at a state, for a reason that is not an event: no further step can be or may be taken.
    void fail(StopReason reason, double group_path, RayState const& state);

    /// Whether every accepted step has to come to advance().
    static bool needs_every_step(Plan const& plan) { return plan.along.any(); }
    /// Whether the steps in which no event lies have to come to pass().
    static bool needs_passes(Plan const& plan) { return plan.sampling.at == SampleAt::steps; }
    /// Whether keep() has to be told of every accepted step.
    static bool needs_path(Plan const& plan) { return plan.sampling.at == SampleAt::knots; }

    /// Path length at which the next sample is due; infinite where none is.
    double next_sample() const { return next_sample_; }

    std::uint64_t ray() const { return ray_; }
    RaySummary& summary() { return summary_; }
    std::vector<RaySample> const& samples() const { return samples_; }
    /// At the samples; empty unless the plan asks for what is found along the ray.
    std::vector<AlongRay> const& along() const { return along_; }

  private:
    void set_launch(PreparedRay const& ray);
    /// \param flown  the part of the last step that the ray has flown
    void finish(StopReason reason, double group_path, RayState const& state, double flown);
    void close(StopReason reason, double group_path, RayState const& state);
    double doppler_shift() const;
    void note_extremes(FlownStep const& step, numerics::DenseOutput<state_size> const& inside, double end);
    void note_closest(Vector const& position);
    template <std::size_t size>
    void sample(double group_path, std::array<double, size> const& state, AlongRay const& along);
    void sample_intervals(FlownStep const& step, FollowedStep const* followed, double end);
    void sample_knots(double last_end);

    Plan const* plan_;
    std::uint64_t ray_ = 0;
    RaySummary summary_;
    std::optional<Follower> follower_;
    double sent_speed_ = 0;
    double turning_estimate_ = 0;  ///< X at the turning point, on the dense output
    std::uint64_t samples_before_ = 0;
    std::vector<RaySample> samples_;
    std::vector<AlongRay> along_;
    AlongRay here_;                       ///< at the end of the last step
    std::vector<PathStep> path_;          ///< needs_path(): the steps so far
    std::vector<FollowedStep> followed_;  ///< the same with a Follower
    double next_sample_ = 0;
    double closest_squared_ = 0;
};

}  // namespace vespa::raytrace
