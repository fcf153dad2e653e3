#pragma once
#include <array>
#include <span>
#include <vector>

#include "mulumesc/bands/band_finder.hpp"
#include "mulumesc/spectra.hpp"
#include "mulumesc/spectral_axis.hpp"

namespace vespa::mulumesc {

/// Where the two bands of pyroxene and olivine are sought, micrometre.
struct TwoBandRegions {
    std::array<double, 2> first = {0.70, 1.45}, second = {1.35, 2.45};
    double least_depth = 0.02;  ///< of either band
};

/// Bands I and II of a spectrum; NaN where there is none.
struct TwoBands {
    Band first, second;     ///< centre NaN: no minimum as deep as asked for within the region
    double area_ratio = 0;  ///< of band II over band I, NaN where a shoulder is not within the channels
};

/// \throws BadInput for regions that do not rise or a depth outside (0, 1)
void check(TwoBandRegions const& regions);

/// Measures bands I and II as the calibrations of composition take them. Centres: the convex hull over the
/// valid channels of the band's region alone, then the centre of the least ratio (BandFinder, ranges); a band
/// whose least ratio is at an end of its region is none. Area ratio: the areas between the spectrum and the
/// straight lines that join its maxima in 0.48 … 0.88, 1.2 … 1.8 and 2.1 … 2.5 µm (Cloutis et al. 1986,
/// J. Geophys. Res. 91, 11641; the maxima's ranges of Dunn et al. 2010, Icarus 208, 789, rounded), NaN where
/// the channels do not cover all three or a channel between is not valid. Local; keeps its tables.
class TwoBandFinder {
  public:
    /// \pre the regions are checked
    TwoBandFinder(SpectralAxis const& axis, TwoBandRegions const& regions);

    /// \param noise  standard deviation of each channel, NaN where it is not known
    TwoBands find(std::span<double const> reflectance, std::span<double const> noise);

  private:
    /// A region's channels as an axis of their own.
    struct Region {
        SpectralAxis axis;
        std::size_t begin = 0;
        std::vector<BandFinder> finder;  ///< one; none where the region has fewer than three channels
    };
    Region region_of(std::array<double, 2> ends, double least_depth) const;
    static Band band_in(Region& region, std::span<double const> reflectance, std::span<double const> noise);
    double area_ratio(std::span<double const> reflectance) const;

    SpectralAxis axis_;
    Region first_, second_;
};

}  // namespace vespa::mulumesc
