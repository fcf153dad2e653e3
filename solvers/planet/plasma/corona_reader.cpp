#include "core/units/constants.hpp"
#include "planet/plasma/model_readers.hpp"
#include "planet/plasma/required_body.hpp"

namespace vespa::planet::readers {
namespace {

using Terms = std::vector<PowerLaw::Term>;

// cm⁻³ by ρ = r/R☉.
Terms power_terms(std::string const& name) {
    // Leblanc, Dulk & Bougeret 1998, Solar Phys. 183, 165
    if (name == "leblanc") return {{3.3e5, -2}, {4.1e6, -4}, {8.0e7, -6}};
    // Saito, Poland & Munro 1977, Solar Phys. 55, 121
    if (name == "saito") return {{1.36e6, -2.14}, {1.68e8, -6.13}};
    // Baumbach 1937, Allen 1947
    if (name == "baumbach-allen") return {{2.99e8, -16}, {1.55e8, -6}, {0.036e8, -1.5}};
    // fit to a Parker wind: powers and an exponential of scale height R☉ · 20/960
    return {{4.8e9, -14}, {3e8, -6}, {1.39e6, -2.3}};
}

}  // namespace

Models corona(SpecificationReader& reader, Body const& body) {
    require_body(reader, body, "sun");
    auto const name =
        reader.word("model", "leblanc", {"leblanc", "newkirk", "saito", "baumbach-allen", "parker"});
    double const radius = length(reader, "radius", units::sun_radius / units::km, Interval::positive());
    double const scale = reader.number("scale", 1, Interval::non_negative(), "") * units::per_cm3;
    double const floor = reader.number("floor", 0.5, Interval::between(0.1, 1), "solar radii") * radius;
    Geometry const from_centre{.shape = Geometry::Shape::sphere};

    if (name == "newkirk") {  // 1961, Astrophys. J. 133, 983: 4.2e4 · 10^(4.32/ρ)
        return {InverseExponential{from_centre, 4.2e4 * scale, 4.32 * 2.30258509299404568402, radius, floor}};
    }
    PowerLaw law{.geometry = from_centre, .terms = power_terms(name), .unit_m = radius, .floor_m = floor};
    for (auto& term : law.terms)
        term.density *= scale;
    Models models{law};
    if (name == "parker") {
        models.emplace_back(ExponentialLayer{.geometry = from_centre,
                                             .level_m = radius,
                                             .density = 3e11 * scale,
                                             .scale_height_m = radius * 20 / 960});
    }
    return models;
}

}  // namespace vespa::planet::readers
