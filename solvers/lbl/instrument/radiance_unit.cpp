#include "lbl/instrument/radiance_unit.hpp"

#include <array>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "lbl/transfer/planck.hpp"

namespace vespa::lbl {
namespace {

struct Unit {
    RadianceUnit unit;
    char const* text;
    double scale;
    bool by_wavelength;
};

constexpr std::array<Unit, 7> unit_table{
    {{RadianceUnit::w_m2_sr_wavenumber, "W m-2 sr-1 (cm-1)-1", 1, false},
     {RadianceUnit::mw_m2_sr_wavenumber, "mW m-2 sr-1 (cm-1)-1", 1e3, false},
     {RadianceUnit::nw_cm2_sr_wavenumber, "nW cm-2 sr-1 (cm-1)-1", 1e5, false},
     {RadianceUnit::w_cm2_sr_wavenumber, "W cm-2 sr-1 (cm-1)-1", 1e-4, false},
     {RadianceUnit::w_m2_sr_um, "W m-2 sr-1 um-1", 1, true},
     {RadianceUnit::uw_cm2_sr_um, "uW cm-2 sr-1 um-1", 1e2, true},
     {RadianceUnit::brightness_temperature, "K", 1, false}}};

Unit const& entry(RadianceUnit unit) {
    for (auto const& known : unit_table)
        if (known.unit == unit) return known;
    throw std::invalid_argument("a radiance unit without a name");
}

}  // namespace

std::string text_of(RadianceUnit unit) {
    return entry(unit).text;
}

RadianceUnit radiance_unit_of(std::string_view text) {
    std::string allowed;
    for (auto const& known : unit_table) {
        if (known.text == text) return known.unit;
        allowed += (allowed.empty() ? "" : ", ") + std::string(known.text);
    }
    throw BadInput("'" + std::string(text) + "'", "unit of radiance", allowed);
}

void convert_radiance(RadianceUnit unit, std::span<double const> wavenumber, std::span<double> radiance) {
    if (wavenumber.size() != radiance.size())
        throw std::invalid_argument("convert_radiance: not a value for each wavenumber");
    if (unit == RadianceUnit::brightness_temperature) {
        brightness_temperature(wavenumber, radiance, radiance);
        return;
    }
    auto const& known = entry(unit);
    for (std::size_t i = 0; i < radiance.size(); ++i)
        radiance[i] *= known.by_wavelength ? known.scale * wavenumber[i] * wavenumber[i] * 1e-4 : known.scale;
}

}  // namespace vespa::lbl
