#include "raytrace/constants.hpp"

#include "core/units/constants.hpp"

namespace vespa::raytrace {

static PlasmaFactors factors(double charge, double mass, double electric_constant, double speed_of_light) {
    return {charge * charge / (4 * units::pi * units::pi * electric_constant * mass),
            charge / (2 * units::pi * mass), speed_of_light};
}

PlasmaFactors plasma_factors(Constants constants) {
    if (constants == Constants::artemis) return factors(1.6e-19, 9.1e-31, 8.8542e-12, 3e8);
    return factors(units::elementary_charge, units::electron_mass, units::electric_constant,
                   units::speed_of_light);
}

}  // namespace vespa::raytrace
