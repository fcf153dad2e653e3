#include "planet/plasma/models.hpp"

#include <cmath>
#include <span>
#include <string>

#include "core/errors/bad_input.hpp"
#include "core/specification/specification.hpp"
#include "core/text/numbers.hpp"

namespace vespa::planet {
namespace {

// Metres and m⁻³: no product of values between these leaves the range of double precision.
constexpr double smallest = 1e-20, largest = 1e30;

// Names a value of a model and holds it to a range.
class Checker {
  public:
    explicit Checker(std::string model) : model_(std::move(model)) {}

    void number(char const* name, double value, Interval const& allowed) const {
        if (!std::isfinite(value) || !allowed.contains(value)) {
            throw BadInput(std::string(name) + " = " + shown(value), model_, allowed.text());
        }
    }
    void any(char const* name, double value) const {
        number(name, value, Interval::between(-largest, largest));
    }
    void positive(char const* name, double value) const {
        number(name, value, Interval::between(smallest, largest));
    }
    void density(char const* name, double value) const { number(name, value, Interval::between(0, largest)); }

    void share(char const* name, double value) const { number(name, value, Interval::between(0, 1)); }
    void each_positive(char const* name, std::span<double const> values) const {
        for (double const value : values)
            positive(name, value);
    }
    void unit_vector(char const* name, std::span<double const> vector) const {
        double square = 0;
        for (double const component : vector)
            square += component * component;
        number(name, std::sqrt(square), Interval::between(1 - 1e-12, 1 + 1e-12));
    }

    void geometry(Geometry const& geometry) const {
        for (double const component : geometry.origin_m)
            any("origin", component);
        unit_vector("length of the axis", geometry.axis);
        number("radius", geometry.radius_m, Interval::between(0, largest));
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
        check.number("exponent", term.exponent, Interval::between(-40, 8));
    }
    check.number("unit", m.unit_m, Interval::between(1e-3, largest));
    check.number("floor", m.floor_m, {.low = 1e-6 * m.unit_m});
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

void check_model(IoTorus const& m) {
    Checker const check("Io torus");
    check.positive("radius", m.radius_m);
    check.density("scale", m.scale);
    for (double const density : m.density)
        check.density("density", density);
    for (double const centre : m.centre)
        check.any("centre", centre);
    check.each_positive("width", m.width);
    check.each_positive("height", m.height);
    check.positive("blend", m.blend);
    check.number("join", m.join, {.low = m.blend, .includes_low = false});
    check.number("tilt with its range", std::abs(m.tilt) + std::abs(m.tilt_range), {.high = 1.4});
    check.any("tilt rate", m.tilt_rate);
    check.any("tilt phase", m.tilt_phase);
    check.unit_vector("length of the node's direction", m.node);
}

void check_model(DivineGarrett const& m) {
    Checker const check("Divine & Garrett");
    check.positive("radius", m.radius_m);
    check.density("scale", m.scale);
    check.unit_vector("length of the reference direction", m.reference);
}

void check_model(Disc const& m) {
    Checker const check("disc");
    check.positive("break", m.break_m);
    check.density("density", m.density);
    check.number("outer exponent", m.outer_exponent, Interval::between(0, 20));
    check.number("inner exponent", m.inner_exponent, Interval::between(0, 20));
    check.number("sharpness", m.sharpness, {.low = 0, .high = 100, .includes_low = false});
    check.positive("height", m.height_m);
    check.number("height exponent", m.height_exponent, Interval::between(0, 5));
}

void check_model(DipoleAligned const& m) {
    Checker const check("dipole-aligned density");
    check.positive("radius", m.radius_m);
    check.unit_vector("length of the axis", m.axis);
    check.density("density", m.density);
    check.number("reference", m.reference, {.low = 0, .high = 1e4, .includes_low = false});
    check.number("exponent", m.exponent, Interval::between(0, 12));
    check.number("field exponent", m.field_exponent, Interval::between(0, 12));
    check.positive("plasmapause", m.plasmapause);
    check.positive("plasmapause width", m.width);
    check.share("share outside the plasmapause", m.outer_share);
}

void check_model(DiffusiveEquilibrium const& m) {
    Checker const check("diffusive equilibrium");
    check.positive("radius", m.radius_m);
    check.density("density", m.density);
    check.positive("base", m.base_m);
    check.positive("floor", m.floor_m);
    check.positive("bottom", m.bottom_m);
    double shares = 0;
    for (double const share : m.share) {
        check.density("ion share", share);
        shares += share;
    }
    check.positive("sum of the ion shares", shares);
    double const deepest = m.base_m * (m.base_m / m.floor_m - 1);  // −G at the floor
    for (double const height : m.scale_height_m) {
        check.positive("scale height", height);
        check.number("depth of the floor in scale heights", deepest / height, {.high = 600});
    }
    check.positive("knee", m.knee);
    check.positive("knee width", m.knee_width);
    check.number("outer radius", m.outer_radius_m,
                 {.low = 0, .high = 1e6 * m.floor_m, .includes_low = false});
    check.positive("outer width", m.outer_width_m);
    check.number("outer exponent", m.outer_exponent, Interval::between(0, 10));
}

void check_model(GriddedDensity const& m) {
    auto const layout = layout_of(m.nodes, "gridded density");
    if (!m.coefficients || layout.coefficients != m.layout.coefficients)
        throw BadInput("its coefficients are not those of its nodes", "gridded density", "fit_density()");
}

}  // namespace

void check(DensityModel const& model) {
    std::visit([](auto const& m) { check_model(m); }, model);
}

}  // namespace vespa::planet
