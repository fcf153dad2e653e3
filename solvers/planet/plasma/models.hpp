#pragma once
#include <array>
#include <variant>
#include <vector>

#include "planet/plasma/gridded_density.hpp"

/// The density models a Plasma is a sum of, as plain data. Lengths in m, densities in m⁻³, angles in rad,
/// east longitudes. Densities reach from 0 to 1e30; "> 0" means 1e-20 to 1e30, other numbers lie within
/// ±1e30: nothing overflows. Formulas, sources and limits: README.md in this folder.
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
    double density = 0;  ///< ≥ 0
};

/// What a layer with an edge is beyond it.
enum class Edge {
    zero,      ///< empty: the density is continuous, its gradient jumps
    continued  ///< the formula goes on, also below zero: for tests against closed forms
};

/// n = base_density + slope (s − base)
struct LinearLayer {
    Geometry geometry;
    double base_m = 0;
    double base_density = 0;  ///< ≥ 0
    double slope = 0;         ///< m⁻⁴
    Edge edge = Edge::zero;
};

/// n = peak_density [1 − ((s − peak)/half_thickness)²]
struct ParabolicLayer {
    Geometry geometry;
    double peak_m = 0;
    double peak_density = 0;      ///< ≥ 0
    double half_thickness_m = 0;  ///< > 0
    Edge edge = Edge::zero;
};

/// n = peak_density [1 − ((r − r_m)/y_m)² (r_b/r)²] between its zeros, r_b = r_m − y_m (Croft & Hoogasian
/// 1968).
struct QuasiParabolicLayer {
    Geometry geometry;            ///< sphere of radius 0: s = r
    double peak_m = 0;            ///< r_m > y_m
    double peak_density = 0;      ///< ≥ 0
    double half_thickness_m = 0;  ///< y_m > 0
    Edge edge = Edge::zero;
};

/// Chapman α: n = peak_density exp[½(1 − z − e^−z)], z(peak) = 0 and
///   dz/ds = 1/H_b + (1/H_t − 1/H_b) ½[1 + tanh((s − peak)/transition)],
/// so that the scale height H_b of the bottom gives way to H_t of the topside without a kink.
struct ChapmanLayer {
    Geometry geometry;
    double peak_m = 0;
    double peak_density = 0;            ///< ≥ 0
    double scale_height_m = 0;          ///< > 0
    double topside_scale_height_m = 0;  ///< > 0
    double transition_m = 0;            ///< > 0; without effect when both scale heights agree
};

/// n = density exp(−(s − level)/scale_height), held where the exponent exceeds 100
struct ExponentialLayer {
    Geometry geometry;
    double level_m = 0;
    double density = 0;         ///< ≥ 0
    double scale_height_m = 0;  ///< ≠ 0; negative: grows with s
};

/// n = below + ½(above − below)[1 + tanh((s − level)/width)]
struct StepLayer {
    Geometry geometry;
    double level_m = 0;
    double density_below = 0, density_above = 0;  ///< ≥ 0
    double width_m = 0;                           ///< > 0
};

/// n = Σ density_i (s/unit)^exponent_i, held at the value of s = floor below it
struct PowerLaw {
    struct Term {
        double density = 0;   ///< ≥ 0
        double exponent = 0;  ///< −40 to 8
    };
    Geometry geometry;
    std::vector<Term> terms{};  ///< at least one
    double unit_m = 0;          ///< at least 1e-3
    double floor_m = 0;         ///< at least unit/10⁶
};

/// n = density exp(exponent unit/s), held at the value of s = floor below it (Newkirk 1961)
struct InverseExponential {
    Geometry geometry;
    double density = 0;   ///< ≥ 0
    double exponent = 0;  ///< −100 to 100
    double unit_m = 0;    ///< > 0
    double floor_m = 0;   ///< > 0, at least |exponent| unit/300
};

/// Io's plasma torus in the form of Phipps & Withers (2017), lengths in radii: three Gaussians in the
/// distance R from the planet's centre inside `join`, one outside, and Gaussian in the distance s from the
/// centrifugal equator.
///   n = scale [(1 − b) (n_1 + n_2 + n_3) + b n_4],  n_i = N_i exp[−((R − C_i)/W_i)² − (s/H_i)²],  H_4 = H_3,
///   b(R) rises from 0 to 1 over join ± blend, twice continuously differentiable;
///   s = z cos T − (y cos φ₀ − x sin φ₀) sin T,  T(R) = tilt + tilt_range tanh(tilt_rate R − tilt_phase):
/// the distance from a plane through the centre, tilted by T and rising northward through east longitude φ₀.
struct IoTorus {
    double radius_m = 0;                      ///< > 0
    double scale = 0;                         ///< ≥ 0
    std::array<double, 4> density{};          ///< N, ≥ 0
    std::array<double, 4> centre{}, width{};  ///< C; W > 0
    std::array<double, 3> height{};           ///< H > 0
    double join = 0, blend = 0;               ///< 0 < blend < join
    double tilt = 0, tilt_range = 0;          ///< rad; |tilt| + |tilt_range| ≤ 1.4
    double tilt_rate = 0, tilt_phase = 0;     ///< per radius; 1
    std::array<double, 2> node{};             ///< (cos φ₀, sin φ₀), φ₀ an east longitude
};

/// Cold electrons of Divine & Garrett (1983), joints and table knots rounded off; see divine_garrett.hpp.
struct DivineGarrett {
    double radius_m = 0;                ///< > 0; the model's 71 400 km
    double scale = 0;                   ///< ≥ 0
    std::array<double, 2> reference{};  ///< (cos l₀, sin l₀), l₀ a west longitude
};

/// A disc about the equator, one power law outside and one inside, Gaussian in z:
///   n = density x^{−outer} [1 + x^{−(outer + inner) sharpness}]^{−1/sharpness} exp(−(z/H)²),
///   x = √(x² + y²)/break, held at 10⁻³ below it;  H = height x^height_exponent.
struct Disc {
    double break_m = 0;          ///< > 0; where the laws meet
    double density = 0;          ///< ≥ 0; the outer law's value there
    double outer_exponent = 0;   ///< 0 to 20
    double inner_exponent = 0;   ///< 0 to 20
    double sharpness = 0;        ///< > 0 to 100
    double height_m = 0;         ///< > 0; there
    double height_exponent = 0;  ///< 0 to 5
};

/// Density along dipole field lines, L = r/(radius cos²λ), λ the dipole latitude:
///   n = density (L/reference)^{−exponent} (cos²λ)^{−field_exponent} p(L),
///   p = f + (1 − f)/(1 + exp[2(L − L_p)/w]).
/// cos²λ + 10⁻⁶ stands for cos²λ, so that L stays finite on the axis; r is held at radius/1000 below it.
struct DipoleAligned {
    double radius_m = 0;                ///< > 0
    std::array<double, 3> axis{};       ///< unit vector, the dipole axis
    double density = 0;                 ///< ≥ 0; equatorial, at L = reference
    double reference = 0;               ///< > 0, at most 10⁴
    double exponent = 0;                ///< 0 to 12
    double field_exponent = 0;          ///< 0 to 12
    double plasmapause = 0, width = 0;  ///< L_p > 0, w > 0
    double outer_share = 0;             ///< f, 0 to 1; 1: no plasmapause
};

/// Diffusive equilibrium with a lower ionosphere and a plasmapause (the "Ngo" model of the Stanford ray
/// tracer):
///   n = density √(Σ α_i e^{−G/S_i}) (1 − e^{−((r − floor)/bottom)²}) p,  0 below the floor;  G = r_b (1 −
///   r_b/r); p = 1 inside L_k, beyond it f + t'(1 − f) with f = e^{−(L − L_k)²/2d²}, t = (r_c/r)^exponent, t'
///   = t + (1 − t) e^{−((r − r_c)/s_c)²};  L = r/(radius cos²λ), with cos²λ + 10⁻⁶ for cos²λ.
struct DiffusiveEquilibrium {
    double radius_m = 0;                           ///< > 0; of L
    double density = 0;                            ///< ≥ 0
    double base_m = 0;                             ///< r_b > 0; −G at the floor at most 600 S_i
    std::array<double, 3> share{};                 ///< α_i ≥ 0, of H⁺, He⁺, O⁺, not all 0
    std::array<double, 3> scale_height_m{};        ///< S_i > 0
    double floor_m = 0, bottom_m = 0;              ///< > 0
    double knee = 0, knee_width = 0;               ///< L_k > 0, d > 0
    double outer_radius_m = 0, outer_width_m = 0;  ///< r_c > 0, at most 10⁶ floors; s_c > 0
    double outer_exponent = 0;                     ///< 0 to 10
};

using DensityModel =
    std::variant<UniformDensity, LinearLayer, ParabolicLayer, QuasiParabolicLayer, ChapmanLayer,
                 ExponentialLayer, StepLayer, PowerLaw, InverseExponential, IoTorus, DivineGarrett, Disc,
                 DipoleAligned, DiffusiveEquilibrium, GriddedDensity>;

/// \throws BadInput for a value that is not finite or outside the range its comment gives.
void check(DensityModel const& model);

}  // namespace vespa::planet
