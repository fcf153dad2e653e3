#pragma once
#include "raytrace/hamiltonian_reference.hpp"

namespace vespa::raytrace {

/// Share of an ordinary wave's power that passes the radio window into the other wave where it turns at X = 1
/// (README.md, eq. 14).
/// \param medium      at the turning point
/// \param wavenumber  ω/c
/// \param index       refractive-index vector there
/// \return NaN without a magnetic field, or where the density does not change across it
double window_efficiency(MediumSample const& medium, ReferenceWave const& wave, double wavenumber,
                         Vector const& index);

}  // namespace vespa::raytrace
