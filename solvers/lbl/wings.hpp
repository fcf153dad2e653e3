#pragma once

namespace vespa::lbl {

/// Where a line's wings end. Conventions, not numerics, are why line-by-line codes disagree: the one used is
/// written into every result. nu is the line's unshifted centre, g a point of the grid, both compared as
/// whole 1e-6 cm-1.
enum class WingConvention {
    line_cut,          ///< nu - cut < g <= nu + cut, as HAPI
    whole_wavenumber,  ///< floor(nu) - cut <= g <= floor(nu) + cut + 1, as RFM
    pedestal,    ///< line_cut, less the line's own profile at nu +- cut, as LBLRTM and the MT_CKD continuum
                 ///< want it
    unlimited,   ///< every line at every point, exactly
    half_widths  ///< |g - nu| <= cut_half_widths times the half-width at half-maximum of the line's Voigt
                 ///< profile
};

/// How the far wing departs from the Voigt profile's: factors chi(|g - centre|) of published fits.
enum class WingFactor {
    none,
    co2_venus_tonkov,         ///< CO2 in CO2, Tonkov et al. 1996, Appl. Opt. 35, 4863
    ch4_h2_hartmann,          ///< CH4 in H2, Hartmann et al. 2002, JQSRT 72, 117
    co2_co2_perrin_hartmann,  ///< Perrin & Hartmann 1989, JQSRT 42, 311; depends on temperature
    co2_n2_perrin_hartmann
};

struct Wings {
    WingConvention convention = WingConvention::line_cut;
    double cut = 25;               ///< cm-1
    double cut_half_widths = 500;  ///< of half_widths only
    WingFactor factor = WingFactor::none;
};

}  // namespace vespa::lbl
