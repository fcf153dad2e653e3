#pragma once
#include <cstdint>
#include <map>
#include <vector>

#include "mulumesc/unmixing/unmix.hpp"

namespace vespa::mulumesc {

/// The normal equations of whole lines of an image: what is left of its spectra y once the endmembers E are
/// known, in the mixing space and on the channels that both have. Pixel = line × samples + sample, of this
/// rank.
struct AbundanceMap {
    std::size_t endmembers = 0, samples = 0;
    std::vector<double> gram = {};    ///< EᵀE on all channels that the endmembers have
    std::vector<double> right = {};   ///< Eᵀy, [pixel][endmember]
    std::vector<double> square = {};  ///< yᵀy of each pixel
    /// 1/σ² of a channel of the pixel; 0 where it takes no part: too few channels, or no noise above zero.
    std::vector<double> weight = {};
    std::vector<std::uint32_t> channels = {};  ///< of each pixel
    /// EᵀE of the pixels that lack channels.
    std::map<std::size_t, std::vector<double>> own_gram = {};

    std::size_t pixels() const { return weight.size(); }
    std::vector<double> const& gram_of(std::size_t pixel) const {
        auto const own = own_gram.find(pixel);
        return own == own_gram.end() ? gram : own->second;
    }
};

/// Adds the pixels that follow. σ is the median of the spectrum's noise over its channels, brought to the
/// mixing space, so that without smoothness the answer is unmix()'s. \param spectra  with a noise for each
/// spectrum and channel; NaN where it is not known \throws BadInput as unmix()
void add_pixels(AbundanceMap& map, SpectralAxis const& axis, Spectra<double> const& spectra,
                Spectra<double> const& endmembers, UnmixingOptions const& options);

/// Root mean square residual of a pixel over its channels, in the mixing space; NaN where it has fewer than
/// endmembers. To a part of 1e-8 of the spectrum, by rounding. \param abundances  of all pixels of the map
double rms_of_mixture(AbundanceMap const& map, std::size_t pixel, double const* abundances);

}  // namespace vespa::mulumesc
