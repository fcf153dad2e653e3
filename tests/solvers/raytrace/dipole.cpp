#include "solvers/raytrace/dipole.hpp"

#include <cmath>
#include <random>

namespace vespa::raytrace {

Dipole::Dipole() {
    planet::MagneticFieldParts parts;
    parts.dipoles.push_back({{0, 0, 1.5 * unit_field()}, {0, 0, 0}});
    field = planet::MagneticField(parts);
    planet::PowerLaw law;
    law.geometry.radius_m = 0;
    law.terms = {{0.9 * unit_density(), -4}};
    law.unit_m = 1;
    law.floor_m = 0.01;
    plasma = planet::Plasma({planet::DensityModel(law)});
}

Problem Dipole::problem(double tolerance) const {
    auto result = unit_problem(tolerance);
    result.medium = {&field, &plasma, nullptr};
    result.maximum_step_m = 4;
    result.surfaces.equatorial_radius_m = result.surfaces.polar_radius_m = 1.02;
    result.surfaces.outer_radius_m = 8;
    return result;
}

std::vector<Launch> Dipole::launches(std::size_t count, Mode mode) {
    std::mt19937_64 generator(1);
    std::normal_distribution<double> normal;
    std::vector<Launch> list;
    for (std::size_t i = 0; i < count; ++i) {
        Vector const direction{normal(generator), normal(generator), normal(generator)};
        list.push_back(unit_launch({1.6 * std::cos(0.3), 0, 1.6 * std::sin(0.3)}, direction, mode));
    }
    return list;
}

}  // namespace vespa::raytrace
