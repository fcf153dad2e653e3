#pragma once
#include <array>
#include <optional>

#include "occultation/problem.hpp"
#include "occultation/result.hpp"

namespace vespa::occultation {

/// Two angles on the observer's sky about the straight line to the source (rad): the first away from the
/// body's centre, the second across. Equidistant azimuthal: their root sum of squares is the angle from it.
using SkyAngles = std::array<double, 2>;

/// A ray that left the observer in some direction, once it is outside the sphere.
struct Shot {
    Vector position_m{};                        ///< from where on it is straight
    Vector direction{};                         ///< of length 1
    double group_path_m = 0, phase_path_m = 0;  ///< from the observer to there
    double closest_m = 0;
    double maximum_plasma_ratio = 0;
    double launch_index = 1;   ///< |n| at the observer, 1 in a vacuum
    double absorption_Np = 0;  ///< of the amplitude; NaN where it was not asked for
    bool arrives = false;      ///< it left the sphere
    bool evanescent = false;   ///< the wave does not propagate where it starts
};

/// One epoch as rays see it: the observer's sky, and what a ray misses the source by.
class Sight {
  public:
    /// \param problem, epoch  checked by state_of()
    Sight(raytrace::StopSurfaces const& surfaces, Epoch const& epoch);

    /// Why this epoch has no image whatever the wave; nothing for one that can be computed.
    static std::optional<CellState> defect(raytrace::StopSurfaces const& surfaces, Epoch const& epoch);

    Vector direction(SkyAngles const& sky) const;
    /// Solid angle over dα₁ dα₂ there.
    static double solid_angle(SkyAngles const& sky);

    /// Where a ray in this direction enters the sphere: its distance from the observer (0 where the observer
    /// is inside); nothing for a ray that stays outside.
    std::optional<double> entry_m(Vector const& direction) const;
    /// Such a ray: straight.
    Shot straight(Vector const& direction) const;

    /// Angles (rad) by which the shot misses the source, seen from where it left the sphere.
    SkyAngles miss(Shot const& shot) const;
    /// (distance observer to source)/(distance from the shot's end to it): 1 at infinity.
    double distance_ratio(Shot const& shot) const;
    /// What the ray's group and phase paths exceed the straight way by, m.
    std::array<double, 2> excess_m(Shot const& shot) const;

    /// First sky angles of a fan of rays, ascending: those that meet the sphere, and the straight line.
    std::vector<double> fan(std::uint32_t rays) const;
    /// The sky angle that is worth telling apart: 1e-4 of the body's (else the sphere's) radius from here.
    double resolution() const { return resolution_; }

    EpochGeometry geometry() const;
    Vector const& observer() const { return observer_; }

  private:
    Vector to_source(Shot const& shot) const;
    double body_m() const;

    raytrace::StopSurfaces surfaces_;
    Epoch epoch_;
    Vector observer_{};
    std::array<Vector, 3> axes_{};  ///< towards the source, away from the centre, across
    double distance_ = 0;           ///< from the centre
    double centre_angle_ = 0;       ///< of the centre from the source's direction
    double resolution_ = 0;
};

}  // namespace vespa::occultation
