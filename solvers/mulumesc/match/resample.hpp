#pragma once
#include <span>
#include <vector>

#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Spectra of one axis as an instrument with another would see them. Between its valid channels a spectrum is
/// a broken line. Where both widths of channels are known and the target's is the greater, each value is the
/// mean under a Gaussian whose square of the width is the difference of the two squares (exact for Gaussian
/// channels); elsewhere the broken line's value.
///
/// NaN at channels of `to` that are not good, that lie outside the valid channels of the spectrum, or beside
/// a channel of it that is not valid: a gap is no measurement. \param spectra  [spectrum][channel of from]
/// \return [spectrum][channel of to]
std::vector<double> resample(SpectralAxis const& from, std::span<double const> spectra,
                             SpectralAxis const& to);

}  // namespace vespa::mulumesc
