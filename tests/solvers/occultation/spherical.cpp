#include "solvers/occultation/spherical.hpp"

#include <mpi.h>

#include <algorithm>
#include <cmath>

#include "core/parallel/communicator.hpp"
#include "core/parallel/watcher.hpp"
#include "raytrace/vectors.hpp"

namespace vespa::occultation {

void SphericalMedium::evaluate(Vector const& position, raytrace::MediumSample& medium) const {
    double const r = raytrace::norm(position);
    medium.density_m3 = raytrace::unit_density() * X_(r);
    medium.density_gradient =
        r > 0 ? raytrace::times(raytrace::unit_density() * slope_(r) / r, position) : Vector{};
    medium.collision_frequency_hz = collisions_hz_;
}

Problem unit_problem(raytrace::MediumFormula const& medium, double outer_radius, double body_radius) {
    Problem problem;
    problem.rays = raytrace::unit_problem(1e-11);
    problem.rays.medium.formula = &medium;
    problem.rays.surfaces.outer_radius_m = outer_radius;
    problem.rays.surfaces.equatorial_radius_m = problem.rays.surfaces.polar_radius_m = body_radius;
    problem.frequencies_hz = {1};
    problem.modes = {Mode::ordinary};
    return problem;
}

Result solve_here(Problem const& problem) {
    parallel::Watcher quiet;
    return solve(problem, parallel::Communicator(MPI_COMM_SELF), quiet);
}

Epoch Scene::epoch(double angle) const {
    Vector const towards = raytrace::unit({2, -1, 2}), across = raytrace::unit({1, 2, 0});
    Epoch epoch;
    epoch.source_at_infinity = source_distance == 0;
    epoch.source = raytrace::times(source_distance > 0 ? source_distance : 3, towards);
    epoch.observer_m = raytrace::sum(raytrace::times(-observer_distance * std::cos(angle), towards),
                                     observer_distance * std::sin(angle), across);
    return epoch;
}

double Scene::observed_angle(double impact, std::function<double(double)> const& bending) const {
    double const launch = source_distance > 0 ? std::asin(impact / source_distance) : 0;
    return launch + std::asin(impact / observer_distance) + bending(impact);
}

double Scene::intensity(double angle, double impact, std::function<double(double)> const& bending) const {
    double const h = difference;
    auto const at = [&](double a) { return observed_angle(a, bending); };
    double const slope =
        (8 * (at(impact + h) - at(impact - h)) - (at(impact + 2 * h) - at(impact - 2 * h))) / (12 * h);
    double const cosine = std::sqrt(1 - std::pow(impact / observer_distance, 2));
    // Source: intensity per solid angle, so d² sin β dβ / (r_o² sin θ dθ cos ψ); at infinity a da above.
    double emitted = impact;
    if (source_distance > 0) {
        double const d2 = std::pow(source_distance, 2) + std::pow(observer_distance, 2) +
                          2 * source_distance * observer_distance * std::cos(angle);
        emitted *= d2 / std::pow(source_distance, 2) / std::sqrt(1 - std::pow(impact / source_distance, 2));
    }
    return emitted / (std::pow(observer_distance, 2) * std::sin(angle) * cosine * std::abs(slope));
}

std::vector<Scene::Image> Scene::images(double angle, std::function<double(double)> const& bending,
                                        double lowest) const {
    std::vector<Image> found;
    double const highest =
        0.999999 * (source_distance > 0 ? std::min(source_distance, observer_distance) : observer_distance);
    int const steps = scan;
    auto const excess = [&](double a) { return observed_angle(a, bending) - angle; };
    for (int i = 0; i < steps; ++i) {
        double a = lowest + (highest - lowest) * i / steps, b = lowest + (highest - lowest) * (i + 1) / steps;
        if ((excess(a) < 0) == (excess(b) < 0)) continue;
        for (int halving = 0; halving < 50; ++halving) {
            double const middle = 0.5 * (a + b);
            ((excess(middle) < 0) == (excess(a) < 0) ? a : b) = middle;
        }
        found.push_back({a, intensity(angle, a, bending)});
    }
    std::sort(found.begin(), found.end(),
              [](Image const& a, Image const& b) { return a.intensity > b.intensity; });
    return found;
}

}  // namespace vespa::occultation
