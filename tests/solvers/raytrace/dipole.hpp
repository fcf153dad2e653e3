#pragma once
#include <vector>

#include "planet/magnetic_field/magnetic_field.hpp"
#include "planet/plasma/plasma.hpp"
#include "solvers/raytrace/flying.hpp"

namespace vespa::raytrace {

/// The magnetised case that the benchmarks fly too: X = 0.9 r⁻⁴, **Y** = 1.5 (3z**r** − r²**ẑ**)/r⁵ at 1 Hz,
/// length 1, from 1.6 (cos 0.3, 0, sin 0.3) in random directions, to r = 8 or the body r = 1.02.
struct Dipole {
    planet::MagneticField field;
    planet::Plasma plasma;

    Dipole();
    Problem problem(double tolerance) const;
    static std::vector<Launch> launches(std::size_t count, Mode mode = Mode::ordinary);
};

}  // namespace vespa::raytrace
