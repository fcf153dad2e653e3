#include "lbl/instrument/radiance_unit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "lbl/transfer/planck.hpp"

namespace vespa::lbl {
namespace {

TEST(RadianceUnit, Conversions) {
    std::vector<double> const nu{1000};
    auto const in = [&](RadianceUnit unit) {
        std::vector<double> value{planck(1000, 300)};
        convert_radiance(unit, nu, value);
        return value[0];
    };
    // Planck's law per metre of wavelength at 10 um, in other constants.
    double const h = units::planck_constant, c = units::speed_of_light, l = 1e-5;
    double const per_metre =
        2 * h * c * c / std::pow(l, 5) / std::expm1(h * c / (l * units::boltzmann_constant * 300));
    EXPECT_NEAR(in(RadianceUnit::w_m2_sr_um) / (per_metre * 1e-6), 1, 1e-13);
    EXPECT_NEAR(in(RadianceUnit::uw_cm2_sr_um) / (per_metre * 1e-6 * 1e2), 1, 1e-13);
    EXPECT_NEAR(in(RadianceUnit::nw_cm2_sr_wavenumber)*1e-5 / planck(1000, 300), 1, 1e-14);
    EXPECT_NEAR(in(RadianceUnit::mw_m2_sr_wavenumber)*1e-3 / planck(1000, 300), 1, 1e-14);
    EXPECT_NEAR(in(RadianceUnit::w_cm2_sr_wavenumber)*1e4 / planck(1000, 300), 1, 1e-14);
    EXPECT_NEAR(in(RadianceUnit::brightness_temperature), 300, 1e-10);
    EXPECT_EQ(in(RadianceUnit::w_m2_sr_wavenumber), planck(1000, 300));
}

TEST(RadianceUnit, Names) {
    for (int i = 0; i < 7; ++i) {
        auto const unit = static_cast<RadianceUnit>(i);
        EXPECT_EQ(radiance_unit_of(text_of(unit)), unit);
    }
    EXPECT_THROW(radiance_unit_of("W"), BadInput);
}

}  // namespace
}  // namespace vespa::lbl
