#include "dipole_case.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "raytrace/constants.hpp"

namespace vespa::raytrace {

constexpr double frequency = 1e6;

DipoleCase::DipoleCase() {
    auto const factors = plasma_factors(Constants::codata);
    formula_.density = 0.9 * frequency * frequency / factors.plasma;
    formula_.moment = 1.5 * frequency / factors.gyro;
    planet::MagneticFieldParts parts;
    parts.dipoles.push_back({{0, 0, formula_.moment}, {0, 0, 0}});
    field_ = planet::MagneticField(parts);
    planet::PowerLaw law;
    law.geometry.radius_m = 0;
    law.terms = {{formula_.density, -4}};
    law.unit_m = 1;
    law.floor_m = 0.01;
    plasma_ = planet::Plasma({planet::DensityModel(law)});
}

Problem DipoleCase::problem(double tolerance) const {
    Problem problem;
    problem.medium = {&field_, &plasma_, nullptr};
    problem.tolerance = tolerance;
    problem.length_scale_m = 1;
    problem.maximum_step_m = 4;
    problem.surfaces.equatorial_radius_m = problem.surfaces.polar_radius_m = 1.02;
    problem.surfaces.outer_radius_m = 8;
    return problem;
}

Problem DipoleCase::plain_problem(double tolerance) const {
    Problem result = problem(tolerance);
    result.medium = {nullptr, nullptr, &formula_};
    return result;
}

planet::Plasma DipoleCase::gridded_plasma(std::uint64_t n) {
    double const density = 0.9 * frequency * frequency / plasma_factors(Constants::codata).plasma;
    planet::GridAxis const axis{-8.2, 16.4 / static_cast<double>(n - 1), n};
    auto const square = [&](std::uint64_t i) {
        double const x = axis.first + axis.step * static_cast<double>(i);
        return x * x;
    };
    std::vector<double> values;
    for (std::uint64_t k = 0; k < n; ++k) {
        for (std::uint64_t j = 0; j < n; ++j) {
            for (std::uint64_t i = 0; i < n; ++i) {
                double const r2 = std::max(square(i) + square(j) + square(k), 0.81);
                values.push_back(density / (r2 * r2));
            }
        }
    }
    return planet::Plasma({planet::fit_density({planet::GridFrame::cartesian, {axis, axis, axis}}, values)});
}

Problem DipoleCase::gridded_problem(double tolerance, planet::Plasma const& plasma) const {
    Problem result = problem(tolerance);
    result.medium = {&field_, &plasma, nullptr};
    return result;
}

std::vector<Launch> DipoleCase::launches(std::size_t count) {
    std::mt19937_64 generator(1);
    std::normal_distribution<double> normal;
    std::vector<Launch> list;
    for (std::size_t i = 0; i < count; ++i) {
        Vector const direction{normal(generator), normal(generator), normal(generator)};
        list.push_back({{1.6 * std::cos(0.3), 0, 1.6 * std::sin(0.3)}, direction, frequency, Mode::ordinary});
    }
    return list;
}

// B = m (3z r − r² ẑ)/r⁵, ∂_i B_j = 3m [z δ_ij + x_i ẑ_j + ẑ_i x_j − 5 z x_i x_j/r²]/r⁵
void DipoleCase::Formula::evaluate(Vector const& x, MediumSample& medium) const {
    double const r2 = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
    double const inverse2 = 1 / r2;
    double const n = density * inverse2 * inverse2;
    double const strength = moment * inverse2 * inverse2 / std::sqrt(r2);
    medium.density_m3 = n;
    for (std::size_t i = 0; i < 3; ++i) {
        medium.density_gradient[i] = -4 * n * inverse2 * x[i];
        medium.magnetic_field_T[i] = strength * (3 * x[2] * x[i] - (i == 2 ? r2 : 0));
        for (std::size_t j = 0; j < 3; ++j) {
            double const unit = (i == j ? x[2] : 0) + (j == 2 ? x[i] : 0) + (i == 2 ? x[j] : 0);
            medium.magnetic_field_gradient[i][j] = 3 * strength * (unit - 5 * x[2] * x[i] * x[j] * inverse2);
        }
    }
}

}  // namespace vespa::raytrace
