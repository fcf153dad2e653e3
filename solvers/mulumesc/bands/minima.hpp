#pragma once
#include <cstddef>
#include <vector>

#include "mulumesc/bands/measure.hpp"

namespace vespa::mulumesc {

/// Ratios from here to 1 count as continuum: a hull in single precision is 1 but for rounding.
inline constexpr double continuum_ratio = 1 - 2e-6;

/// How much a minimum must be.
struct LeastBand {
    double depth = 0.005;       ///< 1 - ratio
    double prominence = 0.002;  ///< above the lower of the saddles on its two sides
    double sigmas = 4;  ///< and both this many standard deviations of the ratio's noise, where it is known
};

/// Places of bands whose least channels are among `least` (rising, each once): those too shallow go, then the
/// least prominent until all suffice; of the rest each reaches to the continuum or to the saddle towards its
/// neighbour. \return with each place the position in `least` that it came from
struct PlacedBands {
    std::vector<BandPlace> places;
    std::vector<std::size_t> from;
};
PlacedBands place_bands(ValidSpectrum const& spectrum, std::vector<std::size_t> const& least,
                        LeastBand const& wanted);

/// The place of the least ratio within channels [first, last], with borders where the continuum or an end of
/// it is first met. \param is_minimum set to whether the least ratio is not at an end
BandPlace place_in_range(ValidSpectrum const& spectrum, std::size_t first, std::size_t last,
                         bool& is_minimum);

}  // namespace vespa::mulumesc
