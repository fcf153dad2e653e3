#include "planet/magnetic_field/current_disc.hpp"

#include <cmath>

namespace vespa::planet {

DiscAxes disc_axes(double tilt, double longitude) {
    double const ct = std::cos(tilt), st = std::sin(tilt), cl = std::cos(longitude), sl = std::sin(longitude);
    return {{{-ct * cl, -ct * sl, st}, {sl, -cl, 0}, {st * cl, st * sl, ct}}};
}

}  // namespace vespa::planet
