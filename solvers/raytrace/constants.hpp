#pragma once
#include "raytrace/problem.hpp"

namespace vespa::raytrace {

/// What turns density and field into the dimensionless X and **Y** of the dispersion relation.
struct PlasmaFactors {
    double plasma;          ///< (f_p)²/n_e = e²/(4π² ε0 m_e), Hz² m³: X = plasma n_e / f²
    double gyro;            ///< f_c/B = e/(2π m_e), Hz/T: **Y** = gyro **B** / f
    double speed_of_light;  ///< m/s
};

PlasmaFactors plasma_factors(Constants constants);

}  // namespace vespa::raytrace
