#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "mulumesc/bands/band.hpp"
#include "mulumesc/ingest/source.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc_driver {

/// Some spectra on their way through the stages.
struct Block {
    std::uint64_t first = 0;  ///< number of the first spectrum
    std::size_t count = 0, channels = 0;
    std::vector<double> reflectance;  ///< [spectrum][channel]; NaN where a channel takes no part
    std::vector<double> noise;        ///< the same; NaN where it is not known
    /// What detection leaves for the stages after it: bands of each spectrum, and all of them in turn.
    std::vector<std::uint64_t> bands = {};
    std::vector<mulumesc::Band> band = {};

    std::span<double const> spectrum(std::size_t i) const {
        return std::span(reflectance).subspan(i * channels, channels);
    }
    std::span<double const> noise_of(std::size_t i) const {
        return std::span(noise).subspan(i * channels, channels);
    }
};

/// Takes out the reflectances that are not above zero and those of channels that are not good, and settles
/// the noise: `noise` for all; without it the file's, or else an estimate from each spectrum.
Block block_of(mulumesc::SpectralAxis const& axis, std::uint64_t first, mulumesc::SpectrumBlock read,
               std::optional<double> noise);

}  // namespace vespa::mulumesc_driver
