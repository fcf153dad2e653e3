#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mulumesc/bands/band.hpp"
#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/continuum/continuum.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Spectra of known materials with the parameters of their bands, extracted once.
struct Library {
    std::string title;                      ///< what it is: for people and results
    SpectralAxis axis;                      ///< of all entries
    std::vector<std::string> names;         ///< one each
    std::vector<double> reflectance;        ///< [entry][channel]; NaN where there is no measurement
    std::vector<std::uint64_t> first_band;  ///< of each entry in `bands`, and behind the last their number
    std::vector<Band> bands;                ///< of all entries, one entry after the other
    std::string method;                     ///< how the bands were found: continuum and search

    std::size_t entries() const { return names.size(); }
    std::span<double const> spectrum(std::size_t entry) const {
        return std::span(reflectance).subspan(entry * axis.channels(), axis.channels());
    }
    std::span<Band const> bands_of(std::size_t entry) const {
        return std::span(bands).subspan(first_band[entry], first_band[entry + 1] - first_band[entry]);
    }
};

/// Finds the bands of all entries. What is not above zero takes no part. Noise is estimated from each
/// spectrum (noise_of()). Local. \pre continuum and search are checked
/// \throws BadInput for no entries, names that are not one for each, and values that the axis does not divide
Library extract_library(std::string title, SpectralAxis axis, std::vector<std::string> names,
                        std::vector<double> reflectance, ContinuumChoice const& continuum,
                        BandSearch const& search);

}  // namespace vespa::mulumesc
