#pragma once
#include <array>

#include "raytrace/launch.hpp"

namespace vespa::planet {
class CollisionFrequency;
class MagneticField;
class Plasma;
}  // namespace vespa::planet

namespace vespa::raytrace {

/// What a ray feels of the medium at a point.
struct MediumSample {
    double density_m3 = 0;                            ///< electrons, m⁻³
    Vector density_gradient{};                        ///< m⁻⁴
    Vector magnetic_field_T{};                        ///< T
    std::array<Vector, 3> magnetic_field_gradient{};  ///< T/m; element j is dB/dx_j
    double collision_frequency_hz = 0;                ///< collisions of an electron in a second
};

/// A medium given by a formula of the caller's, point by point. Slower than the lane models of planet/, for
/// formulas that are not among them.
class MediumFormula {
  public:
    virtual ~MediumFormula() = default;

    /// The medium at `position_m`. A pure function of the position; where it gives NaN a ray stops with
    /// StopReason::undefined_medium.
    virtual void evaluate(Vector const& position_m, MediumSample& medium) const = 0;
};

/// The medium of a run: models of planet/ (each may be null: no field, vacuum, no collisions), or a formula
/// in place of all. Not owned: must outlive solve().
struct Medium {
    planet::MagneticField const* field = nullptr;
    planet::Plasma const* plasma = nullptr;
    MediumFormula const* formula = nullptr;
    planet::CollisionFrequency const* collisions = nullptr;
};

}  // namespace vespa::raytrace
