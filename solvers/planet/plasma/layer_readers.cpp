#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "planet/plasma/model_readers.hpp"

namespace vespa::planet::readers {
namespace {

using units::km, units::per_cm3;

Geometry read_plane(SpecificationReader& reader) {
    Geometry geometry{.shape = Geometry::Shape::plane};
    auto const axis = reader.word("axis", "z", {"x", "y", "z"});
    geometry.axis = {axis == "x" ? 1.0 : 0.0, axis == "y" ? 1.0 : 0.0, axis == "z" ? 1.0 : 0.0};
    return geometry;
}

// Where the layers' heights are counted from: a plane, or a body's surface.
Geometry read_surface(SpecificationReader& reader, Body const& body) {
    auto const shape = reader.word("geometry", "sphere", {"plane", "sphere", "ellipsoid"});
    if (shape == "plane") return read_plane(reader);
    Geometry geometry{.shape = Geometry::Shape::sphere, .origin_m = read_center(reader)};
    geometry.radius_m = length(reader, "radius", body.equatorial_radius_m / km, Interval::non_negative());
    if (shape == "sphere") return geometry;
    geometry.shape = Geometry::Shape::ellipsoid;
    double const polar = length(reader, "polar_radius", body.polar_radius_m / km, Interval::positive());
    if (!(geometry.radius_m > 0) || !(polar > 0)) {
        throw BadInput("an ellipsoid of radius 0", reader.where(),
                       "a body, or radius and polar_radius above 0 km");
    }
    geometry.stretch = geometry.radius_m / polar;
    return geometry;
}

// What the powers are taken of: the distance from a plane or a centre.
Geometry read_distance(SpecificationReader& reader) {
    if (reader.word("geometry", "sphere", {"plane", "sphere"}) == "plane") return read_plane(reader);
    return {.shape = Geometry::Shape::sphere, .origin_m = read_center(reader)};
}

Edge read_edge(SpecificationReader& reader) {
    return reader.word("edge", "zero", {"zero", "continued"}) == "zero" ? Edge::zero : Edge::continued;
}

}  // namespace

std::array<double, 3> read_center(SpecificationReader& reader) {
    return {length(reader, "center_x", 0, Interval::any()), length(reader, "center_y", 0, Interval::any()),
            length(reader, "center_z", 0, Interval::any())};
}

double length(SpecificationReader& reader, char const* key, double default_km, Interval const& allowed) {
    return reader.number(key, default_km, allowed, "km") * km;
}
double density(SpecificationReader& reader, char const* key, double default_cm3) {
    return reader.number(key, default_cm3, Interval::non_negative(), "cm-3") * per_cm3;
}
double required_length(SpecificationReader& reader, char const* key, Interval const& allowed) {
    return reader.required_number(key, allowed, "km") * km;
}
double required_density(SpecificationReader& reader, char const* key) {
    return reader.required_number(key, Interval::non_negative(), "cm-3") * per_cm3;
}

Models uniform(SpecificationReader& reader, Body const&) {
    return {UniformDensity{required_density(reader, "density")}};
}

Models linear(SpecificationReader& reader, Body const& body) {
    LinearLayer layer{.geometry = read_surface(reader, body),
                      .base_m = length(reader, "base", 0, Interval::any())};
    layer.base_density = density(reader, "base_density", 0);
    layer.slope = reader.required_number("slope", Interval::any(), "cm-3/km") * per_cm3 / km;
    layer.edge = read_edge(reader);
    return {layer};
}

Models parabolic(SpecificationReader& reader, Body const& body) {
    ParabolicLayer layer{.geometry = read_surface(reader, body),
                         .peak_m = required_length(reader, "height", Interval::any())};
    layer.peak_density = required_density(reader, "density");
    layer.half_thickness_m = required_length(reader, "half_thickness", Interval::positive());
    layer.edge = read_edge(reader);
    return {layer};
}

Models quasi_parabolic(SpecificationReader& reader, Body const&) {
    QuasiParabolicLayer layer{
        .geometry = {.shape = Geometry::Shape::sphere, .origin_m = read_center(reader)}};
    layer.half_thickness_m = required_length(reader, "half_thickness", Interval::positive());
    layer.peak_m =
        required_length(reader, "peak_radius", {.low = layer.half_thickness_m / km, .includes_low = false});
    layer.peak_density = required_density(reader, "density");
    layer.edge = read_edge(reader);
    return {layer};
}

Models chapman(SpecificationReader& reader, Body const& body) {
    ChapmanLayer layer{.geometry = read_surface(reader, body),
                       .peak_m = required_length(reader, "height", Interval::any())};
    layer.peak_density = required_density(reader, "density");
    layer.scale_height_m = required_length(reader, "scale_height", Interval::positive());
    layer.topside_scale_height_m =
        length(reader, "topside_scale_height", layer.scale_height_m / km, Interval::positive());
    layer.transition_m = length(reader, "transition", layer.scale_height_m / km, Interval::positive());
    return {layer};
}

Models exponential(SpecificationReader& reader, Body const& body) {
    ExponentialLayer layer{.geometry = read_surface(reader, body),
                           .level_m = length(reader, "height", 0, Interval::any())};
    layer.density = required_density(reader, "density");
    layer.scale_height_m = required_length(reader, "scale_height", Interval::positive());
    return {layer};
}

Models step(SpecificationReader& reader, Body const& body) {
    StepLayer layer{.geometry = read_surface(reader, body),
                    .level_m = required_length(reader, "height", Interval::any())};
    layer.density_below = required_density(reader, "density_below");
    layer.density_above = required_density(reader, "density_above");
    layer.width_m = required_length(reader, "width", Interval::positive());
    return {layer};
}

Models power(SpecificationReader& reader, Body const&) {
    PowerLaw law{.geometry = read_distance(reader)};
    law.terms = {{.density = required_density(reader, "density"),
                  .exponent = reader.required_number("exponent", Interval::between(-40, 8), "")}};
    law.unit_m = required_length(reader, "reference", Interval::positive());
    law.floor_m = length(reader, "floor", 1e-3 * law.unit_m / km, {.low = 1e-6 * law.unit_m / km});
    return {law};
}

}  // namespace vespa::planet::readers
