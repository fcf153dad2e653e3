#include "planet/magnetic_field/simple_parts.hpp"

#include <cmath>

namespace vespa::planet {

DipoleField tilted_dipole(double equatorial_field, double radius_m, double tilt, double longitude,
                          std::array<double, 3> const& centre) {
    double const strength = equatorial_field * radius_m * radius_m * radius_m;
    return {{strength * std::sin(tilt) * std::cos(longitude), strength * std::sin(tilt) * std::sin(longitude),
             strength * std::cos(tilt)},
            centre};
}

}  // namespace vespa::planet
