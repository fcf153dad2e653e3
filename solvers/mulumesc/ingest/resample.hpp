#pragma once
#include <span>
#include <vector>

#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// A spectrum of one axis on the channels of another.
///
/// Where the channels wanted have a width and the spectrum has three channels or more within it, a channel is
/// the mean of the spectrum, straight between its channels, weighted by a Gaussian of that full width at
/// half-maximum, to three half-widths on both sides; else it is the straight line between the two channels
/// about its wavelength. What lies beside a channel that is not good or not finite, or beyond the ends, is
/// NaN: a gap is never bridged. \param reflectance  one for each channel of `from`
/// \return one for each channel of `to`
std::vector<double> resample(SpectralAxis const& from, std::span<double const> reflectance,
                             SpectralAxis const& to);

}  // namespace vespa::mulumesc
