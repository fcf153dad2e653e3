#pragma once
#include <span>

#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Standard deviation of white noise in a spectrum, from its second differences: each valid channel against
/// the straight line through the valid ones before and after it, over the expected spread of that difference;
/// 1.4826 times the median of the magnitudes. Bands wider than some channels do not matter to it; the
/// sampling of very narrow ones, and steps of a detector's seam, do only if they are many. Smoothed spectra,
/// whose noise is not white, give too little. \param reflectance  one for each channel of the axis; what is
/// not finite takes no part, as channels that are not good \return NaN for fewer than five valid channels
double noise_of(SpectralAxis const& axis, std::span<double const> reflectance);

}  // namespace vespa::mulumesc
