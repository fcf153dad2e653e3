#include "exact_cases.hpp"

#include <algorithm>
#include <cmath>

#include "core/units/constants.hpp"
#include "solvers/raytrace/dipole.hpp"
#include "solvers/raytrace/ech_slab.hpp"
#include "solvers/raytrace/quasi_parabolic.hpp"

namespace vespa::raytrace {
namespace {

struct Pair {
    double way, group_path;
};

double relative(Pair const& found, Pair const& exact) {
    return std::max(std::abs(found.way / exact.way - 1), std::abs(found.group_path / exact.group_path - 1));
}

std::vector<double> evenly(double first, double last, int count) {
    std::vector<double> values;
    for (int i = 0; i < count; ++i)
        values.push_back(first + (last - first) * i / (count - 1));
    return values;
}

}  // namespace

ExactCase linear_layer() {
    double const alpha = 0.01;
    planet::Geometry const plane{planet::Geometry::Shape::plane, {}, {0, 0, 1}, 0, 1};
    auto const plasma = std::make_shared<planet::Plasma>(std::vector{planet::DensityModel(
        planet::LinearLayer{plane, 0, 0, alpha * unit_density(), planet::Edge::continued})});
    ExactCase result;
    result.name = "linear layer";
    result.compared = "range, group path";
    result.at = [plasma](double tolerance) {
        auto problem = unit_problem(tolerance);
        problem.medium.plasma = plasma.get();
        problem.length_scale_m = 100;
        problem.surfaces.box_lower_m[2] = 0;
        return problem;
    };
    std::vector<Pair> exact;
    for (double const degrees : evenly(20, 70, 32)) {
        double const phi = degrees * units::degree;
        result.launches.push_back(unit_launch({0, 0, 0}, {std::sin(phi), 0, std::cos(phi)}));
        exact.push_back({2 * std::sin(2 * phi) / alpha, 4 * std::cos(phi) / alpha});
    }
    result.end = StopReason::box;
    result.error = [exact](std::size_t i, RaySummary const& ray) {
        return relative({ray.end_position_m[0], ray.group_path_m}, exact[i]);
    };
    result.medium = plasma;
    return result;
}

ExactCase toy_model_1() {
    double const km = 1e3, z0 = 12800 * km, start = z0 + 1000 * km, end = z0 + 10000 * km, f = 100e3;
    planet::PowerLaw law;
    law.geometry = {planet::Geometry::Shape::plane, {}, {0, 0, 1}, 0, 1};
    law.terms = {{115e6, -3}};
    law.unit_m = z0;
    law.floor_m = km;
    auto const plasma = std::make_shared<planet::Plasma>(std::vector{planet::DensityModel(law)});
    ExactCase result;
    result.name = "toy model 1";
    result.compared = "x, group path";
    result.at = [=](double tolerance) {
        auto problem = unit_problem(tolerance);
        problem.medium.plasma = plasma.get();
        problem.length_scale_m = z0;
        problem.surfaces.box_upper_m[2] = end;
        return problem;
    };
    double const K = plasma_factors(Constants::codata).plasma * 115e6 / (f * f);
    std::vector<Pair> exact;
    for (double const degrees : evenly(-50, 50, 32)) {
        double const angle = degrees * units::degree;
        result.launches.push_back({{0, 0, start}, {std::cos(angle), 0, std::sin(angle)}, f, Mode::ordinary});
        double const C = std::sqrt(1 - K * std::pow(z0 / start, 3)) * std::cos(angle), D = 1 - C * C;
        double const turning = z0 * std::cbrt(K / D);
        // group path from the turning point to z, with z = turning + s²
        auto const to = [&](double height) {
            auto const rate = [&](double s) {
                double const z = turning + s * s;
                return 2 * std::sqrt(z * z * z / (D * (z * z + z * turning + turning * turning)));
            };
            return integrate(rate, 0, std::sqrt(height - turning));
        };
        double const group_path = to(end) + (angle < 0 ? 1 : -1) * to(start);
        exact.push_back({C * group_path, group_path});
    }
    result.end = StopReason::box;
    result.error = [exact](std::size_t i, RaySummary const& ray) {
        return relative({ray.end_position_m[0], ray.group_path_m}, exact[i]);
    };
    result.medium = plasma;
    return result;
}

ExactCase quasi_parabolic() {
    double const f = 15;
    QuasiParabolic const layer(f, 0.2);
    double const base = layer.r_m - layer.y_m;
    planet::Geometry const centre{planet::Geometry::Shape::sphere, {}, {0, 0, 1}, 0, 1};
    double const peak = unit_density() * std::pow(layer.critical / f, 2);
    auto const plasma = std::make_shared<planet::Plasma>(std::vector{planet::DensityModel(
        planet::QuasiParabolicLayer{centre, layer.r_m, peak, layer.y_m, planet::Edge::continued})});
    ExactCase result;
    result.name = "quasi-parabolic layer";
    result.compared = "angle, group path";
    result.at = [=](double tolerance) {
        auto problem = unit_problem(tolerance);
        problem.medium.plasma = plasma.get();
        problem.length_scale_m = 100;
        problem.maximum_step_m = 50;
        // below the launch by some rounding errors
        problem.surfaces.equatorial_radius_m = problem.surfaces.polar_radius_m = base * (1 - 1e-15);
        return problem;
    };
    std::vector<Pair> exact;
    for (double const degrees : evenly(6, 24, 32)) {
        double const elevation = degrees * units::degree;
        QuasiParabolic const whole(f, elevation);
        double const at_base = std::acos(whole.r0 * std::cos(elevation) / base);
        result.launches.push_back(unit_launch({base, 0, 0}, {std::sin(at_base), std::cos(at_base), 0}));
        // less the straight parts below
        exact.push_back({whole.range / whole.r0 - 2 * (at_base - elevation),
                         whole.group_path - 2 * (base * std::sin(at_base) - whole.r0 * std::sin(elevation))});
    }
    result.end = StopReason::body;
    result.error = [exact](std::size_t i, RaySummary const& ray) {
        double const angle = std::atan2(ray.end_position_m[1], ray.end_position_m[0]);
        return relative({angle, ray.group_path_m}, exact[i]);
    };
    result.medium = plasma;
    return result;
}

ExactCase slab(Mode mode) {
    auto const ech = std::make_shared<Ech>();
    ExactCase result;
    result.name = mode == Mode::ordinary ? "slab, O mode" : "slab, X mode";
    result.compared = "way along B, group path";
    result.at = [ech](double tolerance) { return ech->problem(tolerance); };
    std::vector<Pair> exact;
    for (double const n_z : evenly(0.1, 0.55, 32)) {
        result.launches.push_back(ech->launch_with(0, n_z, mode));
        auto const [way, group_path] = ech->there_and_back(n_z, mode);
        exact.push_back({way, group_path});
    }
    result.end = StopReason::box;
    result.error = [exact](std::size_t i, RaySummary const& ray) {
        return relative({ray.end_position_m[2] + 0.6, ray.group_path_m}, exact[i]);
    };
    result.medium = ech;
    return result;
}

ExactCase dipole() {
    auto const medium = std::make_shared<Dipole>();
    ExactCase result;
    result.name = "dipole, O mode";
    result.compared = "end against 1e-13";
    result.at = [medium](double tolerance) { return medium->problem(tolerance); };
    result.launches = Dipole::launches(256);
    auto const sharp = fly_here(medium->problem(1e-13), result.launches).rays;
    for (auto const& ray : sharp)
        result.ends.push_back(ray.stop_reason);
    result.error = [sharp](std::size_t i, RaySummary const& ray) {
        double squares = 0;
        for (std::size_t k = 0; k < 3; ++k)
            squares += std::pow(ray.end_position_m[k] - sharp[i].end_position_m[k], 2);
        return std::sqrt(squares) / 8;
    };
    result.medium = medium;
    return result;
}

}  // namespace vespa::raytrace
