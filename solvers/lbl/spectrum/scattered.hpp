#pragma once
#include <span>
#include <vector>

#include "lbl/spectrum/opacity.hpp"

namespace vespa::lbl {

/// Radiance of every view (nadir and zenith alone) with multiple scattering by the molecules and the aerosols
/// of the problem, above a Lambert surface that emits and reflects: discrete ordinates, wavenumber by
/// wavenumber (transfer/discrete_ordinates.hpp). Planck's function is linear in optical depth within a layer.
/// \return [view][point]
std::vector<double> scattered_radiance(SpectrumProblem const& problem, BlockOpacity const& opacity,
                                       std::span<double const> wavenumber);

}  // namespace vespa::lbl
