#include "drivers/raytrace/flux_tube.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/numerics/root.hpp"
#include "core/units/constants.hpp"

namespace vespa::raytrace_driver {

namespace {

planet::FieldLine line_to_surface(planet::MagneticField const& field, planet::Body const& body,
                                  planet::Point const& start, Hemisphere hemisphere) {
    double const radius = body.equatorial_radius_m;
    planet::FieldLineLimits const limits{.outer_radius_m = 100 * radius,
                                         .maximum_length_m = 1000 * radius,
                                         .maximum_step_m = 0.1 * radius,
                                         .length_scale_m = radius};
    bool const north = hemisphere == Hemisphere::north;
    for (auto const sense : {planet::Sense::along_field, planet::Sense::against_field}) {
        auto line = planet::trace_field_line(field, body, start, sense, limits);
        bool const comes_down = line.end == planet::FieldLineEnd::surface && line.points.size() > 1;
        if (comes_down && (line.points.back()[2] > 0) == north) return line;
    }
    throw BadInput("the field line through the equator at that place does not come down in the " +
                       std::string(north ? "north" : "south"),
                   "--source flux-tube",
                   "a distance and longitude, and a --magnetic-field, that give a closed line");
}

}  // namespace

double gyrofrequency_hz(double field_strength_T) {
    return units::elementary_charge * field_strength_T / (2 * units::pi * units::electron_mass);
}

FluxTube::FluxTube(planet::MagneticField const& field, planet::Body const& body, double distance_m,
                   double longitude, Hemisphere hemisphere)
    : field_(field), longitude_(longitude) {
    planet::Point const start{distance_m * std::cos(longitude), distance_m * std::sin(longitude), 0};
    line_ = line_to_surface(field, body, start, hemisphere);
    for (auto const& point : line_.points)
        gyrofrequencies_hz_.push_back(gyrofrequency_hz(planet::field_strength(field, point)));
}

planet::Point FluxTube::where_gyrofrequency_is(double frequency_hz) const {
    for (std::size_t i = 0; i + 1 < gyrofrequencies_hz_.size(); ++i) {
        double const before = gyrofrequencies_hz_[i] - frequency_hz;
        double const after = gyrofrequencies_hz_[i + 1] - frequency_hz;
        if ((before > 0) == (after > 0)) continue;
        auto const excess = [&](double fraction) {
            return gyrofrequency_hz(planet::field_strength(field_, line_.at(i, fraction))) - frequency_hz;
        };
        return line_.at(i, numerics::find_root(excess, 0, 1, before, after, 1e-13));
    }
    auto const [lowest, highest] =
        std::minmax_element(gyrofrequencies_hz_.begin(), gyrofrequencies_hz_.end());
    throw BadInput(
        fmt::format("no point of the flux tube at longitude {:g} deg has a gyrofrequency of {:.6g} MHz",
                    longitude_ / units::degree, frequency_hz / units::MHz),
        "--source flux-tube",
        fmt::format("frequencies over --gyrofrequency-ratio between {:.6g} and {:.6g} MHz",
                    *lowest / units::MHz, *highest / units::MHz));
}

}  // namespace vespa::raytrace_driver
