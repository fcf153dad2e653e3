#include "raytrace/window.hpp"

#include <limits>
#include <numbers>

namespace vespa::raytrace {

double window_efficiency(MediumSample const& medium, ReferenceWave const& wave, double wavenumber,
                         Vector const& index) {
    double const strength = norm(medium.magnetic_field_T);
    Vector const b = unit(medium.magnetic_field_T);
    auto const& gradient = medium.density_gradient;
    Vector const third = cross(b, gradient);  // across field and gradient
    if (!(strength > 0 && dot(third, third) > 0)) return std::numeric_limits<double>::quiet_NaN();
    double const Y = wave.gyro_factor * strength;
    double const X = wave.plasma_factor * medium.density_m3;
    double const length = X / (wave.plasma_factor * norm(gradient));
    double const along = std::sqrt(Y / (1 + Y)) - std::abs(dot(index, b));
    double const sideways = dot(index, unit(third));
    double const off_centre = 2 * (1 + Y) * along * along + sideways * sideways;
    return std::exp(-std::numbers::pi * wavenumber * length * std::sqrt(0.5 * Y) * off_centre);
}

}  // namespace vespa::raytrace
