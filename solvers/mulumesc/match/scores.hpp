#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "mulumesc/match/library.hpp"
#include "mulumesc/spectra.hpp"

namespace vespa::mulumesc {

/// A band of an entry on the channels of the spectra that it is compared with. Both are divided by a straight
/// line between the means of the channels at the two ends (Clark et al. 2003, JGR 108(E12), 5131).
struct Feature {
    std::size_t first = 0, last = 0;             ///< channels
    std::size_t left_last = 0, right_first = 0;  ///< the ends: first … left_last and right_first … last
    std::size_t at = 0;                          ///< of its first channel in `depth` and `takes_part`
    double area = 0;                             ///< its weight: of the band in the entry
};

/// Entries on the channels of spectra, made ready once.
struct PreparedEntries {
    std::vector<double> wavelength;          ///< micrometre
    std::vector<double> reflectance, valid;  ///< [entry][channel]: 0, 0 where there is none, else valid 1
    std::vector<Feature> features;           ///< one entry after the other
    std::vector<std::size_t> first_feature;  ///< of each entry, and behind the last
    std::vector<double> depth, takes_part;   ///< of the features' channels: 1 − entry over line; 1 or 0
    std::vector<double> area;                ///< of each entry: of all its bands, those off the axis too

    std::size_t channels() const { return wavelength.size(); }
    std::size_t entries() const { return area.size(); }
};

/// How a spectrum resembles an entry.
struct Score {
    /// Of the features: mean of their correlations weighted by area, negative ones as 0; 1 is the same shape,
    /// whatever depth and slope. That is √(b b') of the slopes b of spectrum over entry and b' of entry over
    /// spectrum (Clark et al. 2003). NaN where none can be compared.
    double fit = 0;
    double depth_ratio = 0;  ///< mean of the slopes b, weighted alike: depth of the spectrum over the entry's
    double coverage = 0;     ///< part of the area of the entry's bands that could be compared, 0 to 1
    double angle = 0;        ///< arccos(a·b/|a||b|) over common channels, radian; NaN for fewer than two
};

/// \param axis  of the spectra
PreparedEntries prepare(Library const& library, SpectralAxis const& axis);

/// Scores of spectra against all entries, [spectrum][entry]. What is not finite, and channels that are not
/// good, take no part. The plain twin, and the same over lanes, a spectrum a lane.
void score_plainly(PreparedEntries const& entries, SpectralAxis const& axis, Spectra<double> const& spectra,
                   std::span<Score> scores);
void score_in_lanes(PreparedEntries const& entries, SpectralAxis const& axis, Spectra<double> const& spectra,
                    std::span<Score> scores);

}  // namespace vespa::mulumesc
