#pragma once
#include <cstdint>
#include <vector>

#include "drivers/raytrace/settings.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"
#include "raytrace/launch.hpp"

namespace vespa::raytrace_driver {

/// The wave normals that every source sends.
class Directions {
  public:
    /// \param field is read where the directions are cones about it; must outlive this
    /// \throws BadInput where options are missing, or cones about a field where there is none
    Directions(Settings const& settings, planet::MagneticField const& field);

    std::uint64_t size() const { return kind_ == DirectionKind::fixed ? vectors_.size() : rims_.size(); }

    /// Direction `index` < size() at a source. Zero where the field it refers to vanishes or is not finite:
    /// the solver rejects that ray.
    raytrace::Vector at(std::uint64_t index, raytrace::Vector const& position_m) const;

  private:
    /// A direction of a cone: half opening angle and azimuth, rad.
    struct Rim {
        double angle, azimuth;
    };

    DirectionKind kind_;
    std::vector<raytrace::Vector> vectors_;
    std::vector<Rim> rims_;
    raytrace::Vector axis_{};
    planet::MagneticField const& field_;
};

/// Unit vector at `angle` from `axis`, at `azimuth` about it counted right-handed from the side of +z (of +x
/// where the axis is parallel to z). Zero where the axis is zero or not finite.
raytrace::Vector on_cone(raytrace::Vector const& axis, double angle, double azimuth);

}  // namespace vespa::raytrace_driver
