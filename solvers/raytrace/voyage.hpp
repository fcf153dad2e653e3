#pragma once
#include <cstdint>
#include <vector>

#include "raytrace/events.hpp"

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
};

/// The log of one ray in flight: told of its steps, it finds the events in them, keeps the samples asked for
/// and closes the summary.
class Voyage {
  public:
    explicit Voyage(Plan const& plan) : plan_(&plan) {}

    void begin(PreparedRay const& ray);

    /// Takes in an accepted step. Only the steps for which needs_every_step() or in which an event may lie
    /// have to come. \return whether the ray has ended in it
    bool advance(FlownStep const& step);

    /// Ends the ray at a state, for a reason that is not an event: no further step can be or may be taken.
    void fail(StopReason reason, double group_path, RayState const& state);

    /// Whether the sampling wants to see every accepted step.
    static bool needs_every_step(Plan const& plan);

    /// Path length at which the next sample is due; infinite where none is.
    double next_sample() const { return next_sample_; }

    std::uint64_t ray() const { return ray_; }
    RaySummary& summary() { return summary_; }
    std::vector<RaySample> const& samples() const { return samples_; }

  private:
    /// A step kept for samples whose place is known only when the ray has ended.
    struct Stretch {
        numerics::DenseOutput<state_size> inside;
        double group_path, length;
        double theta;  ///< the part of the step that was flown
    };

    void finish(StopReason reason, double group_path, RayState const& state);
    void note_extremes(FlownStep const& step, numerics::DenseOutput<state_size> const& inside, double end);
    void note_closest(Vector const& position);
    void sample(double group_path, RayState const& state);
    void sample_intervals(FlownStep const& step, numerics::DenseOutput<state_size> const& inside, double end);
    void sample_knots(RaySample const& last);

    Plan const* plan_;
    std::uint64_t ray_ = 0;
    RaySummary summary_;
    std::vector<RaySample> samples_;
    std::vector<Stretch> stretches_;
    double next_sample_ = 0;
    double closest_squared_ = 0;
};

}  // namespace vespa::raytrace
