#include "planet/plasma/collisions.hpp"

#include <cmath>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "core/text/numbers.hpp"
#include "core/text/words.hpp"
#include "core/units/constants.hpp"
#include "planet/plasma/model_readers.hpp"

namespace vespa::planet {
namespace {

double frequency(SpecificationReader& reader) {
    return reader.required_number("frequency", Interval::between(0, 1e20), "s-1");
}

/// ν = frequency exp(−(h − height)/scale_height), h above the body's equatorial radius.
DensityModel exponential(SpecificationReader& reader, Body const& body) {
    ExponentialLayer layer;
    layer.geometry.radius_m =
        readers::length(reader, "radius", body.equatorial_radius_m / units::km, Interval::non_negative());
    layer.geometry.origin_m = readers::read_center(reader);
    layer.density = frequency(reader);
    layer.level_m = readers::length(reader, "height", 0, Interval::any());
    layer.scale_height_m = readers::required_length(reader, "scale_height", Interval::positive());
    return layer;
}

/// Spitzer's rate of momentum transfer from electrons to ions, over the density: 2.91e-6 n lnΛ T^(−3/2) s⁻¹
/// with n in cm⁻³ and T in eV (NRL Plasma Formulary, "Collisions and transport").
double coulomb(SpecificationReader& reader) {
    double const temperature_eV = reader.required_number("temperature", Interval::between(1e-3, 1e6), "eV");
    double const logarithm = reader.number("logarithm", 15, Interval::between(1, 50), "");
    return 2.91e-6 * logarithm * std::pow(temperature_eV, -1.5) / units::per_cm3;
}

}  // namespace

CollisionFrequency::CollisionFrequency(std::vector<DensityModel> layers, double coulomb)
    : layers_(std::move(layers)), coulomb_(coulomb) {
    if (!(coulomb >= 0 && std::isfinite(coulomb))) {
        throw BadInput(shown(coulomb) + " cannot be used", "coulomb", "a finite number from 0 (s-1 m3)");
    }
}

void CollisionFrequency::evaluate(std::span<double const> x, std::span<double const> y,
                                  std::span<double const> z, std::span<double const> density,
                                  std::span<double> frequency) const {
    if (density.size() != x.size()) throw std::invalid_argument("densities for another number of points");
    layers_.density(x, y, z, frequency);
    for (std::size_t i = 0; i < frequency.size(); ++i)
        frequency[i] += coulomb_ * density[i];
}

CollisionFrequency make_collisions(std::vector<std::string> const& specifications, Body const& body) {
    std::vector<DensityModel> layers;
    double per_density = 0;
    for (auto const& text : specifications) {
        auto const specification = parse_specification(text);
        SpecificationReader reader(specification, "collisions");
        if (specification.name == "uniform") {
            layers.emplace_back(UniformDensity{frequency(reader)});
        } else if (specification.name == "exponential") {
            layers.push_back(exponential(reader, body));
        } else if (specification.name == "coulomb") {
            per_density += coulomb(reader);
        } else {
            throw BadInput("unknown collision model " + in_quotes(specification.name),
                           "collisions " + in_quotes(text), "uniform, exponential, coulomb");
        }
        reader.finish();
    }
    return {std::move(layers), per_density};
}

}  // namespace vespa::planet
