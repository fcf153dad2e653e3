#pragma once
#include <cstddef>
#include <span>

namespace vespa::mulumesc {

/// Spectra of one axis as they lie in memory, [spectrum][channel], the channels of a spectrum side by side. A
/// value that is not finite takes no part.
template <class T>
struct Spectra {
    std::size_t count = 0;
    std::size_t channels = 0;
    std::span<T const> reflectance;  ///< count * channels
    std::span<T const>
        noise;  ///< standard deviation: empty (unknown), channels (one for all spectra) or count * channels

    std::span<T const> spectrum(std::size_t i) const { return reflectance.subspan(i * channels, channels); }
};

}  // namespace vespa::mulumesc
