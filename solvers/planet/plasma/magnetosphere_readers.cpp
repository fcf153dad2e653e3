#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "planet/plasma/model_readers.hpp"
#include "planet/plasma/required_body.hpp"

namespace vespa::planet::readers {
namespace {

using units::degree, units::km;

// key_1, key_2, …: one number each.
template <std::size_t size>
std::array<double, size> numbers(SpecificationReader& reader, std::string const& key,
                                 std::array<double, size> values, Interval const& allowed, char const* unit) {
    for (std::size_t i = 0; i < size; ++i)
        values[i] = reader.number(key + "_" + std::to_string(i + 1), values[i], allowed, unit);
    return values;
}

double angle(SpecificationReader& reader, char const* key, double default_degrees, Interval const& allowed) {
    return reader.number(key, default_degrees, allowed, "deg") * degree;
}

std::array<double, 2> direction(double longitude) {
    return {std::cos(longitude), std::sin(longitude)};
}

}  // namespace

Models io_torus(SpecificationReader& reader, Body const& body) {
    require_body(reader, body, "jupiter");
    auto const lengths = Interval::positive();
    IoTorus torus{};
    torus.radius_m = length(reader, "radius", body.equatorial_radius_m / km, Interval::positive());
    torus.scale = reader.number("scale", 1, Interval::non_negative(), "");
    // Phipps & Withers 2017 (J. Geophys. Res. 122, 1731): cold torus, ribbon, warm torus; extended torus
    torus.density = numbers<4>(reader, "density", {1710, 2180, 2160, 1601}, Interval::non_negative(), "cm-3");
    for (auto& density : torus.density)
        density *= units::per_cm3;
    torus.centre = numbers<4>(reader, "centre", {5.23, 5.60, 5.89, 5.53}, Interval::non_negative(), "radii");
    torus.width = numbers<4>(reader, "width", {0.20, 0.08, 0.32, 1.88}, lengths, "radii");
    torus.height = numbers<3>(reader, "height", {0.1, 0.6, 1.0}, lengths, "radii");
    torus.join = reader.number("join", 6.1, lengths, "radii");
    torus.blend = reader.number(
        "blend", 0.1, {.low = 0, .high = torus.join, .includes_low = false, .includes_high = false}, "radii");
    double const shift = reader.number("shift", 0, Interval::between(-1, 1), "radii");
    for (auto& centre : torus.centre)
        centre += shift;
    torus.join += shift;

    auto const steep = Interval::between(0, 40);
    if (reader.word("equator", "curved", {"curved", "flat"}) == "curved") {
        // Phipps & Bagenal 2021 (J. Geophys. Res. 126, e2020JA028713)
        torus.tilt = angle(reader, "tilt", 7.76, steep);
        torus.tilt_range = angle(reader, "tilt_range", 1.66, steep);
        torus.tilt_rate = reader.number("tilt_rate", 0.131, Interval::between(0, 10), "per radius");
        torus.tilt_phase = reader.number("tilt_phase", 1.62, Interval::between(-100, 100), "");
    } else {
        torus.tilt = angle(reader, "tilt", 6.4, steep);
    }
    torus.node = direction(angle(reader, "node", 249, Interval::between(-360, 360)));
    return {torus};
}

Models divine_garrett(SpecificationReader& reader, Body const& body) {
    require_body(reader, body, "jupiter");
    DivineGarrett model{};
    model.radius_m = length(reader, "radius", 71400, Interval::positive());
    model.scale = reader.number("scale", 1, Interval::non_negative(), "");
    model.reference = direction(angle(reader, "reference_west", 21, Interval::between(-360, 360)));
    return {model};
}

Models saturn_disc(SpecificationReader& reader, Body const& body) {
    require_body(reader, body, "saturn");
    double const radius = length(reader, "radius", body.equatorial_radius_m / km, Interval::positive());
    // Holmberg et al. 2012 (Planet. Space Sci. 73, 151): 2.2e4 R^−3.63 beyond 5 radii; peak at 4.6; ±2 radii
    // thick
    double const density_at_1 = density(reader, "density", 2.2e4);
    Disc disc{};
    disc.outer_exponent = reader.number("exponent", 3.63, Interval::between(0, 20), "");
    disc.inner_exponent = reader.number("inner_exponent", 5, Interval::between(0, 20), "");
    double const break_radius = reader.number("break", 4.6, Interval::between(0.1, 1000), "radii");
    disc.sharpness = reader.number("sharpness", 10, {.low = 0, .high = 100, .includes_low = false}, "");
    disc.height_exponent = reader.number("height_exponent", 0, Interval::between(0, 5), "");
    double const height = reader.number("height", 1, Interval::positive(), "radii");
    disc.break_m = break_radius * radius;
    disc.density = density_at_1 * std::pow(break_radius, -disc.outer_exponent);
    disc.height_m = height * radius * std::pow(break_radius, disc.height_exponent);
    return {disc};
}

Models dipole_aligned(SpecificationReader& reader, Body const& body) {
    DipoleAligned model{};
    model.radius_m = length(reader, "radius", body.equatorial_radius_m / km, Interval::positive());
    if (!(model.radius_m > 0))
        throw BadInput("no radius for L", reader.where(), "a body, or radius above 0 km");
    double const tilt = angle(reader, "tilt", 0, Interval::between(0, 180));
    auto const meridian = direction(angle(reader, "pole_longitude", 0, Interval::between(-360, 360)));
    model.axis = {std::sin(tilt) * meridian[0], std::sin(tilt) * meridian[1], std::cos(tilt)};
    model.density = required_density(reader, "density");
    model.reference = reader.number("reference", 1, {.low = 0, .high = 1e4, .includes_low = false}, "L");
    model.exponent = reader.number("exponent", 4, Interval::between(0, 12), "");
    model.field_exponent = reader.number("field_exponent", 0, Interval::between(0, 12), "");
    bool const knee = reader.has("plasmapause");
    model.plasmapause = reader.number("plasmapause", 1, Interval::positive(), "L");
    model.width = knee ? reader.number("width", 0.1, Interval::positive(), "L") : 1;
    model.outer_share = knee ? reader.number("outer_share", 0.1, Interval::between(0, 1), "") : 1;
    return {model};
}

}  // namespace vespa::planet::readers
