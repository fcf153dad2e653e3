#include "planet/plasma/models.hpp"

#include <cmath>
#include <string>

#include "core/errors/bad_input.hpp"
#include "planet/specification.hpp"

namespace vespa::planet {
namespace {

// Names a value of a model and holds it to a range.
class Checker {
  public:
    explicit Checker(std::string model) : model_(std::move(model)) {}

    void number(char const* name, double value, Interval const& allowed) const {
        if (!std::isfinite(value) || !allowed.contains(value)) {
            throw BadInput(std::string(name) + " = " + std::to_string(value), model_, allowed.text());
        }
    }
    void any(char const* name, double value) const { number(name, value, Interval::any()); }
    void positive(char const* name, double value) const { number(name, value, Interval::positive()); }
    void density(char const* name, double value) const { number(name, value, Interval::non_negative()); }

    void geometry(Geometry const& geometry) const {
        for (double const component : geometry.origin_m)
            any("origin", component);
        double square = 0;
        for (double const component : geometry.axis)
            square += component * component;
        number("length of the axis", std::sqrt(square), Interval::between(1 - 1e-12, 1 + 1e-12));
        number("radius", geometry.radius_m, Interval::non_negative());
        positive("stretch", geometry.stretch);
    }

  private:
    std::string model_;
};

void check_model(UniformDensity const& m) {
    Checker("uniform density").density("density", m.density);
}

void check_model(LinearLayer const& m) {
    Checker const check("linear layer");
    check.geometry(m.geometry);
    check.any("base", m.base_m);
    check.density("base density", m.base_density);
    check.any("slope", m.slope);
}

void check_model(ParabolicLayer const& m) {
    Checker const check("parabolic layer");
    check.geometry(m.geometry);
    check.any("peak", m.peak_m);
    check.density("peak density", m.peak_density);
    check.positive("half thickness", m.half_thickness_m);
}

void check_model(QuasiParabolicLayer const& m) {
    Checker const check("quasi-parabolic layer");
    check.geometry(m.geometry);
    if (m.geometry.shape != Geometry::Shape::sphere || m.geometry.radius_m != 0) {
        throw BadInput("not a function of the radius", "quasi-parabolic layer", "a sphere of radius 0");
    }
    check.density("peak density", m.peak_density);
    check.positive("half thickness", m.half_thickness_m);
    check.number("peak radius", m.peak_m, {.low = m.half_thickness_m, .includes_low = false});
}

void check_model(ChapmanLayer const& m) {
    Checker const check("Chapman layer");
    check.geometry(m.geometry);
    check.any("peak", m.peak_m);
    check.density("peak density", m.peak_density);
    check.positive("scale height", m.scale_height_m);
    check.positive("topside scale height", m.topside_scale_height_m);
    check.positive("transition", m.transition_m);
}

void check_model(ExponentialLayer const& m) {
    Checker const check("exponential layer");
    check.geometry(m.geometry);
    check.any("level", m.level_m);
    check.density("density", m.density);
    check.positive("size of the scale height", std::abs(m.scale_height_m));
}

void check_model(StepLayer const& m) {
    Checker const check("step");
    check.geometry(m.geometry);
    check.any("level", m.level_m);
    check.density("density below", m.density_below);
    check.density("density above", m.density_above);
    check.positive("width", m.width_m);
}

void check_model(PowerLaw const& m) {
    Checker const check("power law");
    check.geometry(m.geometry);
    if (m.terms.empty()) throw BadInput("no terms", "power law", "one or more");
    for (auto const& term : m.terms) {
        check.density("density", term.density);
        check.number("exponent", term.exponent, Interval::between(-40, 40));
    }
    check.positive("unit", m.unit_m);
    check.positive("floor", m.floor_m);
}

void check_model(InverseExponential const& m) {
    Checker const check("inverse exponential");
    check.geometry(m.geometry);
    check.density("density", m.density);
    check.number("exponent", m.exponent, Interval::between(-100, 100));
    check.positive("unit", m.unit_m);
    check.number("floor", m.floor_m, {.low = std::abs(m.exponent) * m.unit_m / 300});
    check.positive("floor", m.floor_m);
}

}  // namespace

void check(DensityModel const& model) {
    std::visit([](auto const& m) { check_model(m); }, model);
}

}  // namespace vespa::planet
