#pragma once
#include <span>
#include <vector>

#include "mulumesc/continuum/continuum.hpp"

namespace vespa::mulumesc {

/// The continuum of one spectrum at each channel, by plain code for every kind, the hull among them; NaN
/// where there is none. \pre the choice is checked
std::vector<double> continuum_of(SpectralAxis const& axis, ContinuumChoice const& choice,
                                 std::span<double const> reflectance);

}  // namespace vespa::mulumesc
