#include "drivers/raytrace/directions.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"

namespace vespa::raytrace_driver {

using raytrace::Vector;

namespace {

double norm(Vector const& a) {
    return std::sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2]);
}

Vector scaled(double s, Vector const& a) {
    return {s * a[0], s * a[1], s * a[2]};
}

Vector cross(Vector const& a, Vector const& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}

std::vector<Vector> fixed_vectors(std::vector<double> const& numbers) {
    if (numbers.empty() || numbers.size() % 3 != 0) {
        throw BadInput(fmt::format("{} numbers are given", numbers.size()), "--direction-vectors",
                       "three numbers, x, y and z, for each direction");
    }
    std::vector<Vector> vectors;
    for (std::size_t i = 0; i < numbers.size(); i += 3) {
        Vector const vector{numbers[i], numbers[i + 1], numbers[i + 2]};
        if (norm(vector) == 0) {
            throw BadInput(fmt::format("direction {} is zero", i / 3 + 1), "--direction-vectors",
                           "vectors of any length above zero");
        }
        vectors.push_back(vector);
    }
    return vectors;
}

}  // namespace

Vector on_cone(Vector const& axis, double angle, double azimuth) {
    double const length = norm(axis);
    if (!(length > 0) || !std::isfinite(length)) return {0, 0, 0};
    Vector const along = scaled(1 / length, axis);
    bool const polar = std::abs(along[2]) > 1 - 1e-12;
    Vector const reference = polar ? Vector{1, 0, 0} : Vector{0, 0, 1};
    Vector const sideways = cross(along, reference);
    Vector const second = scaled(1 / norm(sideways), sideways);
    Vector const first = cross(second, along);
    Vector direction{};
    for (std::size_t i = 0; i < 3; ++i) {
        direction[i] = std::cos(angle) * along[i] +
                       std::sin(angle) * (std::cos(azimuth) * first[i] + std::sin(azimuth) * second[i]);
    }
    return direction;
}

Directions::Directions(Settings const& settings, planet::MagneticField const& field)
    : kind_(settings.directions), axis_(settings.cone_axis), field_(field) {
    if (kind_ == DirectionKind::fixed) {
        vectors_ = fixed_vectors(settings.direction_vectors);
        return;
    }
    if (kind_ == DirectionKind::cone && norm(axis_) == 0) {
        throw BadInput("the axis is zero", "--cone-axis", "a vector of any length above zero");
    }
    if (kind_ == DirectionKind::field_cone && settings.magnetic_field.empty()) {
        throw BadInput("cones about the magnetic field need one", "--directions",
                       "a --magnetic-field, or cone");
    }
    for (double const degrees : settings.cone_angles) {
        bool const single = degrees == 0 || degrees == 180;
        std::uint32_t const azimuths = single ? 1 : settings.cone_azimuths;
        for (std::uint32_t k = 0; k < azimuths; ++k)
            rims_.push_back({degrees * units::degree, 2 * units::pi * k / azimuths});
    }
    if (rims_.empty()) throw BadInput("no cone is given", "--cone-angles", "one or more angles in degrees");
}

Vector Directions::at(std::uint64_t index, Vector const& position_m) const {
    if (kind_ == DirectionKind::fixed) return vectors_[index];
    Vector axis = axis_;
    if (kind_ == DirectionKind::field_cone) {
        field_.evaluate({{&position_m[0], 1}, {&position_m[1], 1}, {&position_m[2], 1}},
                        planet::VectorArrays{{&axis[0], 1}, {&axis[1], 1}, {&axis[2], 1}});
    }
    return on_cone(axis, rims_[index].angle, rims_[index].azimuth);
}

}  // namespace vespa::raytrace_driver
