#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace vespa::mulumesc {

/// What to know of a band before it is believed; bits of Band::flags.
enum BandFlag : std::uint16_t {
    left_open = 1,     ///< half the depth is not crossed on the short side: the half-width ends at the border
    right_open = 2,    ///< the same on the long side
    shared_left = 4,   ///< the border on the short side is a saddle towards another band, not the continuum
    shared_right = 8,  ///< the same on the long side
    masked_channels = 16,  ///< channels that take no part lie between the borders
    masked_centre = 32,    ///< such channels lie within the half-widths
    at_edge = 64,          ///< a border is the first or last valid channel
    at_border = 128,       ///< the least ratio is at an end of the range that was searched: no minimum
    coarse_centre = 256    ///< no parabola holds: centre and depth are those of a channel
};

/// The flags with their names and explanations, a line "code name: explanation" each.
std::string band_flag_meanings();

/// An absorption band of a spectrum over its continuum. Lengths in micrometre, depth and ratio without unit;
/// errors are standard deviations, NaN where no noise is known. Definitions and sources: README.md of
/// mulumesc.
struct Band {
    double centre = 0, minimum = 0;  ///< of the parabola; wavelength of the least channel
    double depth = 0;                ///< 1 - ratio at the centre
    double width = 0;                ///< full width at half-maximum: the sum of the two half-widths
    double left_half_width = 0, right_half_width = 0;
    double area = 0;            ///< integral of 1 - ratio between the borders
    double asymmetry = 0;       ///< (area left of the centre - area right of it) / area
    double prominence = 0;      ///< lower of the two borders' ratios above the minimum's
    double scale = 0;           ///< of the wavelet that met it, NaN where it was found otherwise
    double start = 0, end = 0;  ///< the borders
    double start_continuum = 0, end_continuum = 0;  ///< there, as reflectance
    double continuum_slope = 0;                     ///< between them, per micrometre
    double centre_error = 0, depth_error = 0, width_error = 0, area_error = 0;
    std::int32_t range = -1;  ///< of the ranges that were asked for; -1 where none was
    std::uint16_t flags = 0;
};

}  // namespace vespa::mulumesc
