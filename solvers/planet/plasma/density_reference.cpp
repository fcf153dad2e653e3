#include "planet/plasma/density_reference.hpp"

#include <cmath>
#include <limits>

#include "core/numerics/tensor_spline.hpp"
#include "core/units/constants.hpp"
#include "planet/plasma/divine_garrett.hpp"

namespace vespa::planet {
namespace {

using std::atan, std::cos, std::exp, std::expm1, std::log, std::log1p, std::pow, std::sin, std::sqrt,
    std::tanh;

double value(double x) {
    return x;
}
long double value(long double x) {
    return x;
}
double value(Dual const& x) {
    return x.value;
}

template <class T>
struct Point {
    T x, y, z;
};

template <class T>
T square(T const& a) {
    return a * a;
}
template <class T>
T at_least(T const& a, double least) {
    return value(a) > least ? a : T(least);
}
template <class T>
T at_most(T const& a, double most) {
    return value(a) < most ? a : T(most);
}
template <class T>
T length(Point<T> const& p) {
    T const square_length = p.x * p.x + p.y * p.y + p.z * p.z;
    return value(square_length) > 0 ? sqrt(square_length) : T(0);
}
template <class T>
T decay(T const& exponent) {
    return value(exponent) > -600 ? exp(exponent) : T(0);
}
template <class T>
T smooth_rise(T const& x, double centre, double half_width) {
    T const t = at_most(at_least((x - T(centre)) / T(2 * half_width) + T(0.5), 0), 1);
    return t * t * t * (T(10) - T(15) * t + T(6) * t * t);
}
/// ln(1 + e^x)
template <class T>
T soft_ramp(T const& x) {
    return value(x) > 0 ? x + log1p(decay(-x)) : log1p(decay(x));
}

template <class T>
T coordinate(Geometry const& g, Point<T> const& at) {
    Point<T> const d{at.x - T(g.origin_m[0]), at.y - T(g.origin_m[1]), at.z - T(g.origin_m[2])};
    switch (g.shape) {
        case Geometry::Shape::plane:
            return d.x * T(g.axis[0]) + d.y * T(g.axis[1]) + d.z * T(g.axis[2]);
        case Geometry::Shape::sphere:
            return length(d) - T(g.radius_m);
        case Geometry::Shape::ellipsoid:
            break;
    }
    T const stretched = length(Point<T>{d.x, d.y, T(g.stretch) * d.z});
    if (value(stretched) == 0) return T(-g.radius_m);
    return length(d) * (T(1) - T(g.radius_m) / stretched);
}

template <class T>
T clipped(T const& n, Edge edge) {
    return edge == Edge::continued ? n : at_least(n, 0);
}

template <class T>
T profile(LinearLayer const& m, T const& s) {
    return clipped(T(m.base_density) + T(m.slope) * (s - T(m.base_m)), m.edge);
}
template <class T>
T profile(ParabolicLayer const& m, T const& s) {
    return clipped(T(m.peak_density) * (T(1) - square((s - T(m.peak_m)) / T(m.half_thickness_m))), m.edge);
}
template <class T>
T profile(QuasiParabolicLayer const& m, T const& s) {
    double const base = m.peak_m - m.half_thickness_m;
    T const ratio = T(base) / at_least(s, 1e-3 * base);
    return clipped(T(m.peak_density) * (T(1) - square((s - T(m.peak_m)) / T(m.half_thickness_m) * ratio)),
                   m.edge);
}
template <class T>
T profile(ChapmanLayer const& m, T const& s) {
    T const h = s - T(m.peak_m);
    double const w = m.transition_m;
    T const ln_cosh_part = soft_ramp(T(2 / w) * h) - T(std::log(2.0));  // ∫(1 + tanh(h/w))dh/w
    T const unbent = h / T(m.scale_height_m);
    T const bent = T((1 / m.topside_scale_height_m - 1 / m.scale_height_m) * 0.5 * w) * ln_cosh_part;
    T const z = at_least(unbent + bent, -8);  // n is 0 below
    return T(m.peak_density) * decay(T(0.5) * (T(1) - z - exp(-z)));
}
template <class T>
T profile(ExponentialLayer const& m, T const& s) {
    return T(m.density) * decay(at_most((T(m.level_m) - s) / T(m.scale_height_m), 100));
}
template <class T>
T profile(StepLayer const& m, T const& s) {
    // ½(1 + tanh u) = 1/(1 + e^−2u)
    T const twice = T(2 / m.width_m) * (s - T(m.level_m));
    auto const share = [](T const& exponent) { return T(1) / (T(1) + exp(at_most(exponent, 300))); };
    return T(m.density_below) * share(twice) + T(m.density_above) * share(-twice);
}
template <class T>
T profile(PowerLaw const& m, T const& s) {
    T const x = at_least(s, m.floor_m) / T(m.unit_m);
    T sum = 0;
    for (auto const& term : m.terms)
        sum = sum + T(term.density) * pow(x, term.exponent);
    return sum;
}
template <class T>
T profile(InverseExponential const& m, T const& s) {
    return T(m.density) * decay(T(m.exponent * m.unit_m) / at_least(s, m.floor_m));
}

template <class T>
T density(UniformDensity const& m, Point<T> const&) {
    return m.density;
}
template <class Layer, class T>
T density(Layer const& m, Point<T> const& at) {
    return profile(m, coordinate(m.geometry, at));
}

template <class T>
Point<T> in_units(Point<T> const& at, double unit) {
    return {at.x / T(unit), at.y / T(unit), at.z / T(unit)};
}

template <class T>
T density(IoTorus const& m, Point<T> const& at) {
    auto const p = in_units(at, m.radius_m);
    T const r = at_least(length(p), 1e-3);
    T const tilt = T(m.tilt) + T(m.tilt_range) * tanh(T(m.tilt_rate) * r - T(m.tilt_phase));
    T const s = p.z * cos(tilt) - (p.y * T(m.node[0]) - p.x * T(m.node[1])) * sin(tilt);
    auto const part = [&](std::size_t i, double height) {
        return T(m.density[i]) * decay(-square((r - T(m.centre[i])) / T(m.width[i])) - square(s / T(height)));
    };
    T const inside = part(0, m.height[0]) + part(1, m.height[1]) + part(2, m.height[2]);
    T const b = smooth_rise(r, m.join, m.blend);
    return T(m.scale) * ((T(1) - b) * inside + b * part(3, m.height[2]));
}

template <class T>
T density(Disc const& m, Point<T> const& at) {
    auto const p = in_units(at, m.break_m);
    T const ln_x = log(at_least(length(Point<T>{p.x, p.y, T(0)}), 1e-3));
    T const turn = soft_ramp(T(-(m.outer_exponent + m.inner_exponent) * m.sharpness) * ln_x);
    T const height = T(m.height_m / m.break_m) * exp(T(m.height_exponent) * ln_x);
    return T(m.density) * decay(-T(m.outer_exponent) * ln_x - turn / T(m.sharpness) - square(p.z / height));
}

/// cos²λ + 10⁻⁶ at a distance held at r
template <class T>
T dipole_cosine2(Point<T> const& p, double least, std::array<double, 3> const& axis) {
    if (!(value(length(p)) > least)) return T(1 + 1e-6);
    T const along = p.x * T(axis[0]) + p.y * T(axis[1]) + p.z * T(axis[2]);
    return at_least(T(1) - square(along / length(p)), 0) + T(1e-6);
}

template <class T>
T density(DipoleAligned const& m, Point<T> const& at) {
    auto const p = in_units(at, m.radius_m);
    T const cos2 = dipole_cosine2(p, 1e-3, m.axis);
    T const l = at_least(length(p), 1e-3) / cos2;
    T const share =
        T(m.outer_share) +
        T(1 - m.outer_share) / (T(1) + exp(at_most((l - T(m.plasmapause)) * T(2 / m.width), 700)));
    return T(m.density) * pow(l / T(m.reference), -m.exponent) * pow(cos2, -m.field_exponent) * share;
}

template <class T>
T density(DiffusiveEquilibrium const& m, Point<T> const& at) {
    auto const p = in_units(at, m.radius_m);
    double const floor = m.floor_m / m.radius_m;
    T const r = at_least(length(p), floor);
    T const g = T(m.base_m) - T(m.base_m * m.base_m / m.radius_m) / r;
    T ions = 0;
    for (std::size_t i = 0; i < 3; ++i)
        ions = ions + T(m.share[i]) * decay(-g / T(m.scale_height_m[i]));
    T const rise = -expm1(at_least(-square((r - T(floor)) * T(m.radius_m / m.bottom_m)), -700));

    T const l = r / dipole_cosine2(p, floor, {0, 0, 1});
    T const f = decay(T(-0.5) * square(at_least(l - T(m.knee), 0) / T(m.knee_width)));
    T const outer = m.outer_radius_m / m.radius_m;
    T const t = pow(r / outer, -m.outer_exponent);
    T const far = t + (T(1) - t) * decay(-square((r - outer) * T(m.radius_m / m.outer_width_m)));
    return T(m.density) * sqrt(ions) * rise * (f + far * (T(1) - f));
}

/// log₁₀ of a column of the table: the line through the interval's ends, or the rounded bend near a knot.
template <class T>
T tabled(T const& r, double divine_garrett::Knot::*of) {
    using divine_garrett::table;
    std::size_t i = 0;  // the interval, the first and last reaching outward
    while (i + 2 < table.size() && value(r) > table[i + 1].r)
        ++i;
    auto const slope = [of](std::size_t k) {
        return (table[k + 1].*of - table[k].*of) / (table[k + 1].r - table[k].r);
    };
    T result = T(table[i].*of) + T(slope(i)) * (r - T(table[i].r));
    for (std::size_t k = 1; k + 1 < table.size(); ++k) {
        double const half = divine_garrett::bends[k - 1].half_width;
        T const t = (r - T(table[k].r)) / T(half);
        if (value(t) <= -1 || value(t) >= 1) continue;
        T const spread = T(3.0 / 16) + t / T(2) + T(3.0 / 8) * t * t - square(t * t) / T(16);
        result = result + T((slope(k) - slope(k - 1)) * half) * (spread - at_least(t, 0));
    }
    return result;
}

template <class T>
T density(DivineGarrett const& m, Point<T> const& at) {
    using namespace divine_garrett;
    double const ln_10 = std::log(10.0);
    auto const p = in_units(at, m.radius_m);
    T const r = at_least(length(p), 1);
    T const rho = at_least(length(Point<T>{p.x, p.y, T(0)}), 1e-6);
    T const latitude = atan(p.z / rho);
    // west longitude l = −φ
    T const cosine = (p.x * T(m.reference[0]) - p.y * T(m.reference[1])) / rho;
    T const sine = -(p.y * T(m.reference[0]) + p.x * T(m.reference[1])) / rho;

    T const ln_table = T(ln_10) * tabled(r, &Knot::log10_density);
    auto const disc = [&](T const& z0, T const& height) {
        return ln_table - square((r * latitude - z0) / height);
    };
    T const inner = T(std::log(inner_density)) + T(inner_decay) / r -
                    square((r - T(1)) * (latitude - T(inner_tilt) * cosine));
    T const kt = at_most(at_least(tabled(r, &Knot::log10_kt), -3), 3);
    T const torus = disc(T(inner_tilt) * r * cosine, T(torus_height) * exp(T(0.5 * ln_10) * kt));
    T const middle = disc((T(disc_rise) * r - T(disc_offset)) * cosine,
                          T(disc_height) - T(disc_height_slope) * at_most(r, 22));
    T const lag = T(outer_lag) * (at_most(r, 1e4) - T(joint[2]));
    T const outer = disc(T(outer_amplitude) * (cosine * cos(lag) + sine * sin(lag)), T(1));

    auto const joined = [&](T const& below, T const& above, std::size_t i) {
        return below + smooth_rise(r, joint[i], joint_half_width[i]) * (above - below);
    };
    return T(m.scale * 1e6) * decay(joined(joined(joined(inner, torus, 0), middle, 1), outer, 2));
}

/// Longitude, latitude and distance from the centre (its logarithm), as the lanes take them.
template <class T>
Point<T> spherical(GridFrame frame, Point<T> const& place) {
    T const r = length(place);
    Point<T> at = place;
    auto const least = value(T(axis_cosine) * r);
    if (value(length(Point<T>{at.x, at.y, T(0)})) < least) {  // moved, with the same slopes
        at.x = at.x + T(least - value(at.x));
        at.y = at.y - T(value(at.y));
    }
    T const rho = length(Point<T>{at.x, at.y, T(0)});
    bool const steep = std::abs(value(at.y)) > std::abs(value(at.x));
    T angle = steep ? T(units::pi / 2) - atan(at.x / at.y) : atan(at.y / at.x);
    if (steep && value(at.y) < 0) angle = angle - T(units::pi);
    if (!steep && value(at.x) < 0) angle = angle + T(value(at.y) < 0 ? -units::pi : units::pi);
    return {angle, atan(at.z / rho), frame == GridFrame::spherical_logarithmic ? log(r) : r};
}

template <class T>
T density(GriddedDensity const& m, Point<T> const& at) {
    bool const round = m.nodes.is_spherical();
    Point<T> const p = round ? spherical(m.nodes.frame, at) : at;
    auto const& axes = m.nodes.axes;
    std::array<T, 3> u{(p.x - T(m.layout.first_knot[0])) / T(axes[0].step),
                       (p.y - T(m.layout.first_knot[1])) / T(axes[1].step),
                       (p.z - T(m.layout.first_knot[2])) / T(axes[2].step)};
    if (round) {
        double const circle = 2 * units::pi / axes[0].step;
        double const middle = static_cast<double>(m.layout.cells[0]) / 2;
        u[0] = u[0] - T(circle * std::floor((static_cast<double>(value(u[0])) - middle) / circle + 0.5));
    }
    std::array<std::int64_t, 3> cell{};
    std::array<numerics::SplineWeights<T, 4>, 3> weights;
    for (std::size_t a = 0; a < 3; ++a) {
        auto const place = static_cast<double>(value(u[a]));
        if (!numerics::within_margin(place, m.layout.cells[a]))
            return T(std::numeric_limits<double>::quiet_NaN());
        cell[a] = numerics::cell_of(place, m.layout.cells[a]);
        weights[a] = numerics::cubic_weights(T(u[a] - T(static_cast<double>(cell[a]))));
    }
    std::array<std::int64_t, 2> const rows{m.layout.coefficients[0], m.layout.coefficients[1]};
    numerics::TensorSpline const spline{m.coefficients.get(), m.layout.cells, rows};
    T const ln_n = numerics::contract(numerics::cell_coefficients(spline, cell), rows, weights[0], weights[1],
                                      weights[2])
                       .value;
    return exp(value(ln_n) < 690 ? ln_n : T(690));
}

template <class T>
T sum(Plasma const& plasma, Point<T> const& at) {
    T total = 0;
    for (auto const& model : plasma.models()) {
        total = total + std::visit([&](auto const& m) { return density(m, at); }, model);
    }
    return total;
}

}  // namespace

double reference_density(Plasma const& plasma, double x, double y, double z) {
    return sum<double>(plasma, {x, y, z});
}

long double reference_density(Plasma const& plasma, long double x, long double y, long double z) {
    return sum<long double>(plasma, {x, y, z});
}

Dual reference_density_and_gradient(Plasma const& plasma, double x, double y, double z) {
    return sum<Dual>(plasma, {{x, {1, 0, 0}}, {y, {0, 1, 0}}, {z, {0, 0, 1}}});
}

}  // namespace vespa::planet
