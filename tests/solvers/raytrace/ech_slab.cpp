#include "solvers/raytrace/ech_slab.hpp"

#include <cmath>

namespace vespa::raytrace {

Ech::Ech()
    : plasma({planet::DensityModel(planet::LinearLayer{{planet::Geometry::Shape::plane, {}, {1, 0, 0}, 0, 1},
                                                       0,
                                                       density,
                                                       density / length,
                                                       planet::Edge::zero})}),
      magnetic(planet::MagneticFieldParts{{planet::UniformField{{0, 0, field}}}, {}, {}}) {
    auto const factors = plasma_factors(Constants::codata);
    X0 = factors.plasma * density / (frequency * frequency);
    Y = factors.gyro * field / frequency;
}

Problem Ech::problem(double tolerance) const {
    Problem p = unit_problem(tolerance);
    p.medium = {&magnetic, &plasma, nullptr};
    p.surfaces.box_lower_m[0] = launch;
    p.surfaces.box_upper_m[0] = 0.2;
    p.maximum_step_m = 0.2;
    return p;
}

Launch Ech::launch_with(double n_y, double n_z, Mode mode, double from) const {
    double const across = Slab(X(from), Y).across(n_z, mode).value();
    return {{from, 0, -0.6}, {std::sqrt(across - n_y * n_y), n_y, n_z}, frequency, mode};
}

double Ech::turning_ratio(double n_z, Mode mode) const {
    double const v = n_z * n_z;
    if (mode == Mode::extraordinary) return (1 - Y) * (1 - v);
    return v < Y / (1 + Y) ? 1 : (1 + Y) * (1 - v);
}

std::pair<double, double> Ech::there_and_back(double n_z, Mode mode, double from) const {
    double const x_t = x_of(turning_ratio(n_z, mode));
    double const top = std::sqrt(x_t - from);
    double const v = n_z * n_z;
    auto const z = [&](double s) {
        Slab const slab(X(x_t - s * s), Y);
        double const w = slab.across(n_z, mode).value();
        return 2 * s * slab.slope_along(w, v) * n_z / (slab.slope_across(w, v) * std::sqrt(w));
    };
    auto const group_path = [&](double s) {
        Slab const slab(X(x_t - s * s), Y);
        return 2 * s * slab.group_path_across(std::sqrt(slab.across(n_z, mode).value()), n_z);
    };
    return {2 * integrate(z, 0, top), 2 * integrate(group_path, 0, top)};
}

}  // namespace vespa::raytrace
