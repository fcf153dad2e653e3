#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "mulumesc/bands/band.hpp"

namespace vespa::mulumesc {

/// How much the bands of samples of one material differ among themselves, as standard deviations; they add in
/// quadrature to the errors of both bands.
struct BandScatter {
    double centre_um = 0.005;
    double width = 0.15;           ///< relative to the mean of both widths
    double relative_depth = 0.15;  ///< of the depth over that of the spectrum's deepest band
    double asymmetry = 0.15;
};

/// How bands of a spectrum and of an entry are compared.
struct ParameterComparison {
    BandScatter scatter = {};
    /// Distance, in standard deviations, that a band without a partner counts, and the farthest that partners
    /// can be.
    double farthest = 5;
    /// An entry's band that would be shallower than this in the spectrum need not be there.
    double least_depth = 0.005;
};

/// How far the bands of a spectrum are from those of an entry.
struct ParameterDistance {
    double distance =
        0;  ///< root of the weighted mean square, in standard deviations; NaN: nothing to compare
    std::uint32_t paired = 0;    ///< bands with a partner
    std::uint32_t unpaired = 0;  ///< bands, of either, that count as without one
};

/// Squared distance of two bands over centre, width, relative depth and asymmetry: the mean of
/// (difference / standard deviation)², whose variance is the sum of both bands' and of the scatter's. Widths
/// of bands with an open side are not compared, nor asymmetries of such with borders that they share or
/// that end at an edge. An error that is not known counts as 0. \param deepest, other_deepest  depths of the
/// deepest bands of either spectrum
double squared_band_distance(Band const& band, double deepest, Band const& other, double other_deepest,
                             BandScatter const& scatter);

/// Bands of both within `common` (ends in micrometre), in rising centre, are paired so that the sum is least:
///   distance² = Σ weight · cost / Σ weight,
/// cost = squared distance of partners, which is below farthest², or farthest² of a band without partner;
/// weight = half the relative depth of each band. A band of the entry that would be shallower than
/// least_depth, or than four standard deviations of the deepest band's depth, in the spectrum (its relative
/// depth times the spectrum's deepest) costs nothing without partner. Found exactly, by dynamic programming.
/// Local.
ParameterDistance parameter_distance(std::span<Band const> spectrum, std::span<Band const> entry,
                                     std::array<double, 2> const& common,
                                     ParameterComparison const& comparison);

}  // namespace vespa::mulumesc
