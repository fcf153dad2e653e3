#include "lbl/atmosphere/layers.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/constants.hpp"
#include "lbl/atmosphere/molar_mass.hpp"

namespace vespa::lbl {
namespace {

double mixed(double share, double lower, double upper) {
    return (1 - share) * lower + share * upper;
}

/// Integral of a density over a height where its logarithm is linear.
double log_mean(double lower, double upper) {
    double const ratio = std::log(lower / upper);
    // (e^r - 1) / r for small r without the cancellation of the differences.
    return std::abs(ratio) < 1e-12 ? upper : upper * std::expm1(ratio) / ratio;
}

}  // namespace

double upper_share(double lower_pressure, double upper_pressure) {
    double const ratio = std::log(lower_pressure / upper_pressure);
    if (ratio < 1e-2) return 0.5 - ratio / 12 + ratio * ratio * ratio / 720;
    return 1 + 1 / ratio + 1 / std::expm1(-ratio);
}

std::vector<Layer> make_layers(Profile const& profile, Sphere const& sphere, ColumnFrom column,
                               std::string const& where) {
    check(profile, where);
    auto const masses = mean_molar_mass(profile, where);
    auto const heights =
        profile.height.empty() ? hydrostatic_heights(profile, masses, sphere, 0, where) : profile.height;
    std::vector<Layer> layers;
    for (std::size_t k = 0; k + 1 < profile.levels(); ++k) {
        double const p1 = profile.pressure[k], p2 = profile.pressure[k + 1];
        double const t1 = profile.temperature[k], t2 = profile.temperature[k + 1];
        Layer layer;
        layer.pressure = (p1 + p2) / 2;
        layer.upper_share = upper_share(p1, p2);
        layer.temperature = mixed(layer.upper_share, t1, t2);
        layer.lower = heights[k];
        layer.upper = heights[k + 1];
        layer.molar_mass = mixed(layer.upper_share, masses[k], masses[k + 1]);
        for (auto const& gas : profile.gases)
            layer.abundance.push_back(mixed(layer.upper_share, gas.abundance[k], gas.abundance[k + 1]));
        if (column == ColumnFrom::pressure) {
            double const g = gravity_at(sphere, mixed(layer.upper_share, layer.lower, layer.upper));
            layer.column = (p1 - p2) * avogadro / (layer.molar_mass * 1e-3 * g) * 1e-4;
        } else {
            layer.column = 1e2 * layer.thickness() * log_mean(number_density(p1, t1), number_density(p2, t2));
        }
        layers.push_back(std::move(layer));
    }
    return layers;
}

Profile at_pressures(Profile const& profile, std::span<double const> pressure, std::string const& where) {
    check(profile, where);
    Profile result;
    result.molar_mass = profile.molar_mass;
    result.pressure.assign(pressure.begin(), pressure.end());
    for (auto const& gas : profile.gases)
        result.gases.push_back({gas.name, gas.isotopologue});
    for (double const p : pressure) {
        if (!(p <= profile.pressure.front() && p >= profile.pressure.back())) {
            throw BadInput("a level at " + std::to_string(p) + " Pa", where,
                           std::to_string(profile.pressure.back()) + " to " +
                               std::to_string(profile.pressure.front()) + " Pa");
        }
        auto const above =
            std::upper_bound(profile.pressure.begin() + 1, profile.pressure.end() - 1, p, std::greater<>());
        auto const k = static_cast<std::size_t>(above - profile.pressure.begin()) - 1;
        double const share =
            std::log(profile.pressure[k] / p) / std::log(profile.pressure[k] / profile.pressure[k + 1]);
        result.temperature.push_back(mixed(share, profile.temperature[k], profile.temperature[k + 1]));
        if (!profile.height.empty())
            result.height.push_back(mixed(share, profile.height[k], profile.height[k + 1]));
        for (std::size_t g = 0; g < profile.gases.size(); ++g) {
            auto const& x = profile.gases[g].abundance;
            result.gases[g].abundance.push_back(mixed(share, x[k], x[k + 1]));
        }
    }
    check(result, where);
    return result;
}

}  // namespace vespa::lbl
