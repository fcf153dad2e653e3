#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "raytrace/along.hpp"
#include "raytrace/flown_step.hpp"
#include "raytrace/medium_batch.hpp"
#include "raytrace/polarisation.hpp"

namespace vespa::raytrace {

/// A launch that has been found to have a wave: what a lane starts from.
struct PreparedRay;

/// Integrals that the stages of a ray's steps carry along: absorption (Np), and the derivatives of the state
/// (position, refractive index) with respect to two angles of the wave normal at the launch.
using Integrals = std::array<double, 13>;
/// Their slopes at the stages of a step.
using StageIntegrals = std::array<Integrals, numerics::RungeKuttaPair::most_stages>;

/// One step of a ray as a Follower has followed it.
class FollowedStep {
  public:
    FollowedStep() = default;
    /// \param along  must outlive the step
    /// \param polarised  parts of the step, of equal length; empty where not asked for
    FollowedStep(Along const& along, numerics::DenseOutput<state_size> const& ray,
                 numerics::DenseOutput<13> const& integrals, std::vector<PolarisedStep> polarised)
        : along_(&along), ray_(ray), integrals_(integrals), polarised_(std::move(polarised)) {}

    /// At a fraction of the step.
    AlongRay at(double theta) const;
    Polarisation polarisation_at(double theta) const;

  private:
    Along const* along_ = nullptr;
    numerics::DenseOutput<state_size> ray_;
    numerics::DenseOutput<13> integrals_;
    std::vector<PolarisedStep> polarised_;
};

/// What a Follower knows of its ray between two steps.
struct FollowerState {
    Integrals integrals{};
    Polarisation polarisation;
    double last_tube = 0;  ///< cross-section at the end of the last step
    std::int64_t caustics = 0;
    Mode mode = Mode::ordinary;  ///< continued_mode()
};

/// Goes along with a ray and finds its absorption, polarisation and spreading from the steps it has taken
/// (README.md, "Along the ray"). Works ray by ray, outside the lanes.
class Follower {
  public:
    /// \param plan, medium  must outlive the follower
    Follower(Plan const& plan, Medium const& medium) : plan_(&plan), medium_(medium) {}

    void begin(PreparedRay const& ray);

    /// At the launch.
    AlongRay at_launch() const;

    /// Follows an accepted step, which begins where the last one has ended.
    FollowedStep const& follow(FlownStep const& step, numerics::DenseOutput<state_size> const& inside);

    /// Sign changes of the tube's cross-section so far, at the ends of steps.
    std::int64_t caustics() const { return now_.caustics; }

    FollowerState const& state() const { return now_; }

    /// Goes on with a ray where another follower has left it.
    void resume(Launch const& launch, FollowerState const& state);

  private:
    void take_wave(Launch const& launch);
    void continue_mode(FlownStep const& step);
    void begin_tube(PreparedRay const& ray);
    void integrate(FlownStep const& step, StageIntegrals& slopes);
    void find_losses(std::span<RayState const> states, StageIntegrals& slopes);
    void find_tube_slopes(RayState const& state, Integrals const& integrals, Integrals& slopes);
    std::vector<PolarisedStep> polarise(numerics::DenseOutput<state_size> const& inside);
    /// From the fraction `first` of a step on, over `part` of it.
    PolarisedStep polarise(numerics::DenseOutput<state_size> const& inside, double first, double part);
    void note_caustic(RayState const& slopes);

    Plan const* plan_;
    MediumSampler medium_;
    ReferenceWave wave_{};
    double wavenumber_ = 0;  ///< ω/c
    FollowerState now_;
    FollowedStep step_;
};

}  // namespace vespa::raytrace
