#include "drivers/mulumesc/band_columns.hpp"

namespace vespa::mulumesc_driver {

using mulumesc::Band;

std::vector<BandColumn> const& band_columns() {
    static std::vector<BandColumn> const columns = {
        {"centre",
         {"um", "minimum of the parabola about the least ratio of reflectance to continuum", "em.wl.central"},
         &Band::centre},
        {"centre_error",
         {"um", "standard deviation of centre", "stat.error;em.wl.central"},
         &Band::centre_error},
        {"minimum", {"um", "wavelength of the channel of least ratio", "em.wl"}, &Band::minimum},
        {"depth", {"", "1 - ratio at the centre", "spect.line.strength"}, &Band::depth},
        {"depth_error",
         {"", "standard deviation of depth", "stat.error;spect.line.strength"},
         &Band::depth_error},
        {"width", {"um", "full width at half-maximum", "spect.line.width"}, &Band::width},
        {"width_error",
         {"um", "standard deviation of width", "stat.error;spect.line.width"},
         &Band::width_error},
        {"left_half_width",
         {"um", "centre - crossing of half the depth on the short side", "spect.line.width"},
         &Band::left_half_width},
        {"right_half_width",
         {"um", "the same on the long side", "spect.line.width"},
         &Band::right_half_width},
        {"area", {"um", "integral of 1 - ratio between the borders", "spect.line.eqWidth"}, &Band::area},
        {"area_error",
         {"um", "standard deviation of area", "stat.error;spect.line.eqWidth"},
         &Band::area_error},
        {"asymmetry",
         {"", "(area left of the centre - area right of it) / area", "spect.line.asymmetry"},
         &Band::asymmetry},
        {"prominence",
         {"", "how far the least ratio lies below the lower border", "spect.line.strength"},
         &Band::prominence},
        {"scale",
         {"um", "scale at which the wavelet transform is greatest; NaN where bands were found otherwise",
          "em.wl"},
         &Band::scale},
        {"start", {"um", "border on the short side", "em.wl;stat.min"}, &Band::start},
        {"end", {"um", "border on the long side", "em.wl;stat.max"}, &Band::end},
        {"start_continuum",
         {"", "continuum at start, as reflectance", "spect.continuum"},
         &Band::start_continuum},
        {"end_continuum", {"", "continuum at end, as reflectance", "spect.continuum"}, &Band::end_continuum},
        {"continuum_slope",
         {"um-1", "of the continuum between start and end", "spect.continuum;arith.rate"},
         &Band::continuum_slope},
    };
    return columns;
}

}  // namespace vespa::mulumesc_driver
