#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Logarithms of reflectance on the good channels of an axis, with the square roots of their weights;
/// [spectrum] [channel]. A channel that takes no part has value and weight 0.
template <class U>
struct LogSpectra {
    std::size_t count = 0, channels = 0;
    std::vector<U> values;            ///< ln R
    std::vector<U> weights;           ///< R/σ_R, which is 1/σ of ln R; 1 where the noise is not known
    std::vector<std::uint32_t> used;  ///< channels that take part, per spectrum
};

/// Takes the logarithms of spectra begin … end − 1. A channel takes part where R is finite and positive and
/// the noise, where given, finite and positive. T: the spectra's numbers, U: those of the fits; float or
/// double each.
template <class T, class U>
void take_logs(SpectralAxis const& axis, Spectra<T> const& spectra, std::size_t begin, std::size_t end,
               LogSpectra<U>& logs);

/// The wavelengths of the good channels, micrometre.
std::vector<double> good_wavelengths(SpectralAxis const& axis);

}  // namespace vespa::mulumesc
