#pragma once
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "mulumesc/bands/band.hpp"

namespace vespa::mulumesc {

/// The valid channels of a spectrum side by side.
struct ValidSpectrum {
    std::vector<double> wavelength, ratio;  ///< micrometre; reflectance over continuum
    std::vector<double> reflectance;
    std::vector<double> reflectance_noise;  ///< standard deviation; empty where it is not known
    std::vector<std::size_t> channel;       ///< of the axis

    std::size_t size() const { return ratio.size(); }
    /// Standard deviation of the ratio, the continuum taken as known; NaN where it is not known.
    double noise(std::size_t i) const {
        if (reflectance_noise.empty()) return std::numeric_limits<double>::quiet_NaN();
        return reflectance_noise[i] * std::abs(ratio[i] / reflectance[i]);
    }
};

/// Where a band lies among valid channels.
struct BandPlace {
    std::size_t least = 0;            ///< the channel of least ratio
    std::size_t first = 0, last = 0;  ///< the borders
    double prominence = 0;
};

/// All parameters of a band but scale, range and at_border. The parabola of the centre is laid through the
/// contiguous channels about the least one whose ratio is within w of it, at least three: w = 6 standard
/// deviations of the noise, but no less than 5 % and no more than 20 % of the depth, and no more than half
/// the prominence, so that a shallow component is not drawn towards its neighbour. Where it falls below the
/// least channel by more than a fifth of the depth, as across a gap, the band has that channel's centre and
/// depth. \pre first <= least <= last < size()
Band measure_band(ValidSpectrum const& spectrum, BandPlace const& place);

}  // namespace vespa::mulumesc
