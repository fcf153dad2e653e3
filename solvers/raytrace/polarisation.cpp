#include "raytrace/polarisation.hpp"

#include <algorithm>

#include "raytrace/dispersion.hpp"

namespace vespa::raytrace {

Vector sky_reference(Vector const& normal) {
    Vector const north = sum({0, 0, 1}, -normal[2], normal);
    if (dot(north, north) > 1e-12) return unit(north);
    return unit(sum({1, 0, 0}, -normal[0], normal));
}

Vector sky_stokes(Polarisation const& polarisation) {
    Vector const north = sky_reference(polarisation.normal);
    double const c = dot(polarisation.e1, north);
    double const s = dot(polarisation.e1, cross(polarisation.normal, north));
    // Position angles grow by that of e1: those of Q and U by twice as much.
    double const c2 = c * c - s * s, s2 = 2 * c * s;
    auto const& stokes = polarisation.stokes;
    return {c2 * stokes[0] - s2 * stokes[1], s2 * stokes[0] + c2 * stokes[1], stokes[2]};
}

Birefringence birefringence(MediumSample const& medium, ReferenceWave const& wave, double wavenumber,
                            Vector const& normal, Vector const& e1) {
    double const X = wave.plasma_factor * medium.density_m3;
    double const u = 1 - X;
    Vector const Y = times(wave.gyro_factor, medium.magnetic_field_T);
    double const Y1 = dot(Y, e1), Y2 = dot(Y, cross(normal, e1)), along = dot(Y, normal);
    Birefringence result;
    Vector const axis{-0.5 * (Y1 * Y1 - Y2 * Y2) / u, -Y1 * Y2 / u, along};
    double const size = norm(axis);
    double const strength = norm(Y);
    // Without a field any pair of waves will do, and none turns.
    if (!(size > 0)) return {{0, 0, 1}, 0, u > 0};
    result.axis = times(1 / size, axis);
    double const cosine = along / strength;
    double const ordinary = refractive_index_squared(X, strength, cosine, Mode::ordinary);
    double const extraordinary = refractive_index_squared(X, strength, cosine, Mode::extraordinary);
    result.coupled = u > 0 && ordinary > 0 && extraordinary > 0 && std::isfinite(ordinary + extraordinary);
    if (!result.coupled) return result;
    // The difference of the squares without cancellation in a thin plasma (README.md, eq. 12).
    double const across = Y1 * Y1 + Y2 * Y2;
    double const even = 1 - 0.5 * across / u;
    double const squares = 2 * X * size / (even * even - size * size);
    result.rate = wavenumber * squares / (std::sqrt(ordinary) + std::sqrt(extraordinary));
    return result;
}

PolarisedStep::PolarisedStep(Polarisation const& start, ReferenceWave const& wave, double wavenumber,
                             std::array<Vector, points> const& normals,
                             std::array<double, points> const& advances, std::span<MediumSample const> media)
    : start_(start), sign_(wave.mode == Mode::extraordinary ? 1 : -1) {
    std::array<Vector, points> rates, axes;
    Vector e1 = start.e1, normal = start.normal;
    for (std::size_t j = 0; j < points; ++j) {
        Vector const next = unit(normals[j]);
        e1 = carried(e1, normal, next);
        normal = next;
        e1_[j] = e1;
        normal_[j] = normal;
        auto const local = birefringence(media[j], wave, wavenumber, normal, e1);
        // t runs over twice the length of ϑ.
        rates[j] = times(0.5 * advances[j] * local.rate, local.axis);
        axes[j] = local.axis;
        coupled_ = coupled_ && local.coupled;
    }
    rate_ = VectorSeries(rates);
    axis_ = VectorSeries(axes);
}

Polarisation PolarisedStep::at(double theta, Vector const& normal) const {
    std::size_t before = 0;
    while (before + 1 < points && point(before + 1) <= theta)
        ++before;
    Polarisation result;
    result.normal = unit(normal);
    result.e1 = carried(e1_[before], normal_[before], result.normal);
    double const t = std::clamp(2 * theta - 1, -1.0, 1.0);
    result.stokes = coupled_ ? carry_stokes(rate_, start_.stokes, -1, t) : times(sign_, unit(axis_.value(t)));
    return result;
}

}  // namespace vespa::raytrace
