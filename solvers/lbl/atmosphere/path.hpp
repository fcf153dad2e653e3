#pragma once
#include <span>
#include <string>
#include <vector>

#include "lbl/atmosphere/hydrostatics.hpp"
#include "lbl/atmosphere/layers.hpp"
#include "lbl/atmosphere/shell_integral.hpp"
#include "lbl/path.hpp"

namespace vespa::lbl {

/// Plane-parallel line of sight from above down to the surface, and from the surface up to space.
/// \param cosine  of the zenith angle, in (0, 1]
Path nadir_path(std::span<Layer const> layers, double cosine = 1);
Path zenith_path(std::span<Layer const> layers, double cosine = 1);

/// How density runs within a spherical shell.
enum class ShellDensity {
    homogeneous,  ///< the layer's column over its thickness: factors are lengths / thickness
    exponential   ///< ln of it linear in height between the levels, columns and mean temperatures along the
                  ///< ray
};

/// Spherical shells about a centre, through which lines of sight are drawn.
class Shells {
  public:
    /// \param layers         the lowest first
    /// \param level_density  any measure proportional to number density at the levels; homogeneous: not used
    /// \param refractivity   n - 1 at the levels, exponential between them; empty: straight rays
    /// \throws BadInput for densities or refractivities that are not positive (all-zero refractivity is fine)
    Shells(std::span<Layer const> layers, double radius, ShellDensity density,
           std::span<double const> level_density, std::span<double const> refractivity,
           std::string const& where);

    /// What a ray from space to space does.
    struct Limb {
        Path path;
        double impact = 0;  ///< m: distance of the undeflected line from the centre, n r at the tangent point
        double bending = 0;  ///< rad, both ways
    };

    /// From space, through its lowest point at `tangent_height` (m), out to space.
    /// \throws BadInput for a height outside the layers or a ray that the atmosphere traps
    Limb limb(double tangent_height) const;
    /// From space down to the surface, where the ray has this zenith angle (rad, below pi/2).
    Path to_surface(double zenith_angle) const;
    /// From the surface out to space, with this zenith angle at the surface (rad, below pi/2).
    Path from_surface(double zenith_angle) const;

  private:
    PathSegment segment(std::size_t k, double from, double turning, double at_turning, double& bending) const;

    std::vector<Layer> layers_;
    std::vector<Shell> shells_;
    ShellDensity density_;
    std::string where_;
};

/// Number densities at the levels of a profile, cm-3.
std::vector<double> level_densities(Profile const& profile);

}  // namespace vespa::lbl
