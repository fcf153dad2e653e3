#pragma once
#include <functional>
#include <vector>

#include "mulumesc/bands/wavelet.hpp"

namespace vespa::mulumesc {

/// A band as the wavelet transform meets it: a line of maxima over the scales, taken where W is greatest.
struct Candidate {
    double centre = 0;    ///< micrometre
    double scale = 0;     ///< micrometre; the standard deviation of a lone Gaussian is scale / √2
    double strength = 0;  ///< amplitude of a lone Gaussian in y: W / 0.3849
    double fine_centre = 0, fine_scale = 0;  ///< where its line of maxima ends
    double signal_to_noise = 0;              ///< of W; infinite where no noise is known
};

/// Maxima of each scale that exceed `threshold` standard deviations and a strength, linked from coarse to
/// fine: a maximum goes on the nearest line within half the coarser scale, else begins one. In rising
/// wavelength. \param noise  standard deviation of y at a channel; NaN where it is not known
std::vector<Candidate> maxima_lines(SpectralAxis const& axis, std::vector<WaveletRow> const& rows,
                                    std::function<double(std::size_t)> const& noise, double threshold,
                                    double least_strength);

}  // namespace vespa::mulumesc
