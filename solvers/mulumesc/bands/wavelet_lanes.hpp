#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace vespa::mulumesc {

/// Spectra that are transformed at once: four of the widest registers.
inline constexpr std::size_t wavelet_tile = 32;

/// Rows of weights for positions of one scale, as WaveletTransform tables them.
struct WeightRows {
    std::vector<std::size_t> const& first;      ///< channel of each position's first weight
    std::vector<std::vector<double>> const& w;  ///< [position][channel - first]
};

/// out[position][spectrum] = Σ w · steps[channel][spectrum] over lanes, a spectrum a lane: each weight is
/// read once for all spectra. \param steps, out  wavelet_tile numbers a row \param count  of spectra in the
/// first lanes; what is beyond is left
void weigh_steps(WeightRows const& weights, std::span<double const> steps, std::span<double> out,
                 std::size_t count);

}  // namespace vespa::mulumesc
