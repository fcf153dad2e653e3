#include "lbl/transfer/transit.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "lbl/transfer/gauss_legendre.hpp"

namespace vespa::lbl {
namespace {

constexpr double opaque = 40;  // e^-40 is below what a double adds to 1

/// 2 * integral of b (1 - e^-tau) over an interval whose ends have the optical depths t1, t2.
double annulus(Quadrature const& rule, double b1, double b2, double t1, double t2) {
    if (std::min(t1, t2) > opaque) return b2 * b2 - b1 * b1;
    if (std::max(t1, t2) == 0) return 0;
    bool const graded = std::min(t1, t2) > 0;
    double const slope = graded ? std::log(t2 / t1) : t2 - t1;
    double sum = 0;
    for (std::size_t i = 0; i < rule.node.size(); ++i) {
        double const x = rule.node[i];
        double const tau = graded ? t1 * std::exp(slope * x) : t1 + slope * x;
        sum -= rule.weight[i] * (b1 + (b2 - b1) * x) * std::expm1(-tau);
    }
    return 2 * (b2 - b1) * sum;
}

}  // namespace

void transit_radius(std::span<double const> impact, Rows optical_depth, std::span<double> radius) {
    if (impact.empty() || optical_depth.rows != impact.size() || optical_depth.points != radius.size())
        throw std::invalid_argument("transit_radius: not an optical depth for each ray and point");
    static Quadrature const rule = gauss_legendre(4, 0, 1);
    std::fill(radius.begin(), radius.end(), impact[0] * impact[0]);
    for (std::size_t j = 0; j + 1 < impact.size(); ++j) {
        if (!(impact[j] >= 0 && impact[j + 1] > impact[j])) {
            throw BadInput("ray " + std::to_string(j + 2) + " passes at " + std::to_string(impact[j + 1]) +
                               " m, the one below it at " + std::to_string(impact[j]) + " m",
                           "rays of a transit", "impacts that rise");
        }
        auto const inner = optical_depth.row(j), outer = optical_depth.row(j + 1);
        for (std::size_t i = 0; i < radius.size(); ++i)
            radius[i] += annulus(rule, impact[j], impact[j + 1], inner[i], outer[i]);
    }
    for (auto& r : radius)
        r = std::sqrt(r);
}

void transit_depth(std::span<double const> radius, double star_radius, std::span<double> depth) {
    if (radius.size() != depth.size()) throw std::invalid_argument("transit_depth: other points");
    if (!(star_radius > 0))
        throw BadInput("radius " + std::to_string(star_radius) + " m", "the star", "above 0");
    for (std::size_t i = 0; i < radius.size(); ++i)
        depth[i] = radius[i] / star_radius * (radius[i] / star_radius);
}

}  // namespace vespa::lbl
