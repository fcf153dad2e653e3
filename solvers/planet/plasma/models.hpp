#pragma once
#include <array>
#include <variant>
#include <vector>

/// The density models a Plasma is a sum of, as plain data. Lengths in m, densities in m⁻³, angles in rad,
/// east longitudes. Formulas, sources and limits: README.md in this folder. Each check() \throws BadInput for
/// a value outside the range named here.
namespace vespa::planet {

/// What a layered model's coordinate s is: the distance along an axis, or from a centre, or the height over
/// an ellipsoid.
struct Geometry {
    enum class Shape {
        plane,   ///< s = (x − origin)·axis
        sphere,  ///< s = |x − origin| − radius
        ellipsoid  ///< s = r (1 − radius/√(x² + y² + (stretch z)²)), r = |x − origin|: height along the
                   ///< radius
    };
    Shape shape = Shape::sphere;
    std::array<double, 3> origin_m{};
    std::array<double, 3> axis{0, 0, 1};  ///< unit vector; plane only
    double radius_m = 0;                  ///< ≥ 0; of the level s = 0 (ellipsoid: at the equator)
    double stretch = 1;                   ///< > 0; equatorial over polar radius; ellipsoid only
};

/// The same density everywhere.
struct UniformDensity {
    double density;  ///< ≥ 0
};

/// What a layer with an edge is beyond it.
enum class Edge {
    zero,      ///< empty: the density is continuous, its gradient jumps
    continued  ///< the formula goes on, also below zero: for tests against closed forms
};

/// n = base_density + slope (s − base)
struct LinearLayer {
    Geometry geometry;
    double base_m;
    double base_density;  ///< ≥ 0
    double slope;         ///< m⁻⁴
    Edge edge = Edge::zero;
};

/// n = peak_density [1 − ((s − peak)/half_thickness)²]
struct ParabolicLayer {
    Geometry geometry;
    double peak_m;
    double peak_density;      ///< ≥ 0
    double half_thickness_m;  ///< > 0
    Edge edge = Edge::zero;
};

/// n = peak_density [1 − ((r − r_m)/y_m)² (r_b/r)²], r_b = r_m − y_m, between its zeros (Croft & Hoogasian
/// 1968)
struct QuasiParabolicLayer {
    Geometry geometry;        ///< sphere of radius 0: s = r
    double peak_m;            ///< r_m > y_m
    double peak_density;      ///< ≥ 0
    double half_thickness_m;  ///< y_m > 0
    Edge edge = Edge::zero;
};

/// Chapman α: n = peak_density exp[½(1 − z − e^−z)]; z = (s − peak)/scale_height far below the peak and grows
/// with 1/topside_scale_height far above it: z' = 1/H_b + (1/H_t − 1/H_b) ½[1 + tanh((s − peak)/transition)],
/// z(peak) = 0.
struct ChapmanLayer {
    Geometry geometry;
    double peak_m;
    double peak_density;            ///< ≥ 0
    double scale_height_m;          ///< > 0
    double topside_scale_height_m;  ///< > 0
    double transition_m;            ///< > 0; without effect when both scale heights agree
};

/// n = density exp(−(s − level)/scale_height), held where the exponent exceeds 100
struct ExponentialLayer {
    Geometry geometry;
    double level_m;
    double density;         ///< ≥ 0
    double scale_height_m;  ///< ≠ 0; negative: grows with s
};

/// n = below + ½(above − below)[1 + tanh((s − level)/width)]
struct StepLayer {
    Geometry geometry;
    double level_m;
    double density_below, density_above;  ///< ≥ 0
    double width_m;                       ///< > 0
};

/// n = Σ density_i (s/unit)^exponent_i, held at the value of s = floor below it
struct PowerLaw {
    struct Term {
        double density;   ///< ≥ 0
        double exponent;  ///< −40 to 40
    };
    Geometry geometry;
    std::vector<Term> terms;  ///< at least one
    double unit_m;            ///< > 0
    double floor_m;           ///< > 0
};

/// n = density exp(exponent unit/s), held at the value of s = floor below it (Newkirk 1961)
struct InverseExponential {
    Geometry geometry;
    double density;   ///< ≥ 0
    double exponent;  ///< −100 to 100
    double unit_m;    ///< > 0
    double floor_m;   ///< > 0, at least |exponent| unit/300
};

using DensityModel = std::variant<UniformDensity, LinearLayer, ParabolicLayer, QuasiParabolicLayer,
                                  ChapmanLayer, ExponentialLayer, StepLayer, PowerLaw, InverseExponential>;

/// \throws BadInput for a value that is not finite or outside the range its comment gives.
void check(DensityModel const& model);

}  // namespace vespa::planet
