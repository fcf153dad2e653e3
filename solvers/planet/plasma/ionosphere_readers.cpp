#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "planet/plasma/density_reference.hpp"
#include "planet/plasma/model_readers.hpp"
#include "planet/plasma/required_body.hpp"

namespace vespa::planet::readers {
namespace {

using units::km;

// Full width at half maximum of a Chapman α layer in scale heights: the roots of z + e^−z = 1 + 2 ln 2
// are 2.284466 and −1.306340.
constexpr double chapman_width = 3.5908060978;

struct Moon {
    char const* name;
    double density, scale_height;  ///< cm⁻³ at the surface; km
};

// Ganymede: Gurnett et al. 1996, Nature 384, 535. Europa: Kliore et al. 1997, Science 277, 355 (below 300
// km). Callisto: the exponential through 15 000 cm⁻³ at 23 km (Kliore et al. 2000, DPS 32, 34.12) and 400
// cm⁻³ at 535 km (Gurnett et al. 2000, doi 10.1029/2000GL003751); the curve between the two is ours.
constexpr Moon moons[] = {{"ganymede", 100, 1000}, {"europa", 1e4, 240}, {"callisto", 1.765e4, 141.27}};

Moon const* moon_named(std::string const& name) {
    for (auto const& moon : moons) {
        if (name == moon.name) return &moon;
    }
    return nullptr;
}

}  // namespace

Models jupiter_ionosphere(SpecificationReader& reader, Body const& body) {
    require_body(reader, body, "jupiter");
    // Hinson et al. 1997, Geophys. Res. Lett. 24, 2107: peak density, height over 1 bar, thickness of the
    // main layer
    bool const ingress = reader.word("profile", "ingress", {"ingress", "egress"}) == "ingress";
    ChapmanLayer layer{.geometry = {.shape = Geometry::Shape::ellipsoid}};
    layer.geometry.radius_m = body.equatorial_radius_m;
    layer.geometry.stretch = body.equatorial_radius_m / body.polar_radius_m;
    layer.peak_density = density(reader, "density", ingress ? 1e5 : 2e4);
    layer.peak_m = length(reader, "height", ingress ? 900 : 2000, Interval::any());
    double const thickness = length(reader, "thickness", ingress ? 200 : 1000, Interval::positive());
    layer.scale_height_m =
        length(reader, "scale_height", thickness / chapman_width / km, Interval::positive());
    layer.topside_scale_height_m =
        length(reader, "topside_scale_height", layer.scale_height_m / km, Interval::positive());
    layer.transition_m = length(reader, "transition", layer.scale_height_m / km, Interval::positive());
    return {layer};
}

Models moon_ionosphere(SpecificationReader& reader, Body const& body) {
    auto const name = reader.word("moon", body.name, {"ganymede", "europa", "callisto", "io"});
    auto const* const moon = moon_named(name);
    if (moon == nullptr && name != "io") {
        throw BadInput("no moon is named", reader.where(),
                       "moon=ganymede, moon=europa, moon=callisto or moon=io");
    }
    Geometry const surface{.shape = Geometry::Shape::sphere,
                           .origin_m = read_center(reader),
                           .radius_m = body_named(name).equatorial_radius_m};
    ExponentialLayer layer{.geometry = surface, .level_m = 0};
    layer.density =
        moon != nullptr ? density(reader, "density", moon->density) : required_density(reader, "density");
    layer.scale_height_m = moon != nullptr
                               ? length(reader, "scale_height", moon->scale_height, Interval::positive())
                               : required_length(reader, "scale_height", Interval::positive());
    return {layer};
}

Models diffusive_equilibrium(SpecificationReader& reader, Body const& body) {
    require_body(reader, body, "earth");
    // Defaults: example_scripts/ngo_kp2.in of the Stanford ray tracer (Kp 2).
    DiffusiveEquilibrium model{};
    model.radius_m = length(reader, "radius", 6370, Interval::positive());
    model.base_m = length(reader, "base", 7370, Interval::positive());
    model.share = {reader.number("hydrogen", 0.08, Interval::non_negative(), ""),
                   reader.number("helium", 0.02, Interval::non_negative(), ""),
                   reader.number("oxygen", 0.9, Interval::non_negative(), "")};
    double const temperature = reader.number("temperature", 11600, Interval::positive(), "K");
    double const hydrogen = 1.1506 * temperature * std::pow(model.base_m / 7370e3, 2) * km;
    model.scale_height_m = {hydrogen, hydrogen / 4, hydrogen / 16};
    model.floor_m = length(reader, "floor", 6460, Interval::positive());
    model.bottom_m = length(reader, "bottom", 140, Interval::positive());
    model.knee = reader.number("knee", 5.39, Interval::positive(), "L");
    model.knee_width = reader.number("knee_width", 0.2, Interval::positive(), "L");
    model.outer_radius_m = length(reader, "outer_radius", 1e-8, Interval::positive());
    model.outer_width_m = length(reader, "outer_width", 50, Interval::positive());
    model.outer_exponent = reader.number("outer_exponent", 0.13, Interval::between(0, 10), "");

    double const distance =
        reader.number("reference_distance", 2, Interval::positive(), "radii") * model.radius_m;
    double const latitude =
        reader.number("reference_latitude", 0, Interval::between(-89, 89), "deg") * units::degree;
    double const there = density(reader, "density", 2000);
    model.density = 1;
    double const shape =
        reference_density(Plasma({model}), distance * std::cos(latitude), 0.0, distance * std::sin(latitude));
    if (!(shape > 0))
        throw BadInput("no density at the reference point", reader.where(), "a point above the floor");
    model.density = there / shape;
    return {model};
}

}  // namespace vespa::planet::readers
