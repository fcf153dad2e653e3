#pragma once
#include "drivers/raytrace/settings.hpp"
#include "planet/body.hpp"
#include "planet/magnetic_field/field_line.hpp"
#include "planet/magnetic_field/magnetic_field.hpp"

namespace vespa::raytrace_driver {

/// Electron gyrofrequency eB/(2π m_e), Hz, of a field in T.
double gyrofrequency_hz(double field_strength_T);

/// Half of the field line through a point of the equator, from there to the surface in one hemisphere.
class FluxTube {
  public:
    /// \param distance_m  of the point from the axis
    /// \param longitude   east, rad
    /// \throws BadInput where the line does not come down in that hemisphere
    FluxTube(planet::MagneticField const& field, planet::Body const& body, double distance_m,
             double longitude, Hemisphere hemisphere);

    /// The point where the electron gyrofrequency has this value; of several, that farthest from the surface.
    /// \throws BadInput naming the gyrofrequencies the tube reaches
    planet::Point where_gyrofrequency_is(double frequency_hz) const;

  private:
    planet::MagneticField const& field_;
    planet::FieldLine line_;
    std::vector<double> gyrofrequencies_hz_;  ///< at the line's points
    double longitude_;
};

}  // namespace vespa::raytrace_driver
