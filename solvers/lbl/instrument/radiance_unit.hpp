#pragma once
#include <span>
#include <string>
#include <string_view>

namespace vespa::lbl {

/// Units in which spectra of radiance are asked for. Computed in W m-2 sr-1 (cm-1)-1.
enum class RadianceUnit {
    w_m2_sr_wavenumber,     ///< W m-2 sr-1 (cm-1)-1
    mw_m2_sr_wavenumber,    ///< mW m-2 sr-1 (cm-1)-1
    nw_cm2_sr_wavenumber,   ///< nW cm-2 sr-1 (cm-1)-1
    w_cm2_sr_wavenumber,    ///< W cm-2 sr-1 (cm-1)-1
    w_m2_sr_um,             ///< W m-2 sr-1 um-1: times nu^2 / 10^4
    uw_cm2_sr_um,           ///< uW cm-2 sr-1 um-1
    brightness_temperature  ///< K
};

/// The unit as a text ("W m-2 sr-1 um-1"; "K" for the temperature), and back. \throws BadInput
std::string text_of(RadianceUnit unit);
RadianceUnit radiance_unit_of(std::string_view text);

/// Radiances from W m-2 sr-1 (cm-1)-1 into the unit, in place; and, except from K, their derivatives.
/// Of a mean over a wide bin use mean_per_wavelength instead: nu^2 is that of a point.
void convert_radiance(RadianceUnit unit, std::span<double const> wavenumber, std::span<double> radiance);

}  // namespace vespa::lbl
