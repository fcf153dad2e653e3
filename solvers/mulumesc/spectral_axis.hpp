#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace vespa::mulumesc {

/// The channels of an instrument, in rising wavelength.
struct SpectralAxis {
    std::vector<double> wavelength;  ///< micrometre, strictly rising
    std::vector<double>
        width;  ///< full width at half-maximum of each channel, micrometre; empty where unknown
    std::vector<std::uint8_t> good;  ///< 1: the channel takes part; as many as wavelengths

    std::size_t channels() const { return wavelength.size(); }
};

}  // namespace vespa::mulumesc
