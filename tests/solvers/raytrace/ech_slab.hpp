#pragma once
#include <utility>

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/flying.hpp"
#include "solvers/raytrace/slab.hpp"

namespace vespa::raytrace {

/// The slab of Batchelor, Goldfinger & Weitzner (1980): 90 GHz, 1.286 T along z, density rising along x.
struct Ech {
    static constexpr double frequency = 90e9, field = 1.286, density = 1e20, length = 0.714286, launch = -0.6;
    planet::Plasma plasma;
    planet::MagneticField magnetic;
    double X0, Y;

    Ech();

    double X(double x) const { return X0 * (1 + x / length); }
    double x_of(double ratio) const { return length * (ratio / X0 - 1); }

    /// A box that rays leave at the launch plane.
    Problem problem(double tolerance) const;

    /// With n_y and n_z at the plane x = `from`, toward growing x.
    Launch launch_with(double n_y, double n_z, Mode mode, double from = launch) const;

    /// X at the turning point of a ray from thin plasma.
    double turning_ratio(double n_z, Mode mode) const;

    /// Way along z and group path from the plane x = `from` to the turning point and back, by quadrature in s
    /// with x = x_t − s².
    std::pair<double, double> there_and_back(double n_z, Mode mode, double from = launch) const;
};

}  // namespace vespa::raytrace
