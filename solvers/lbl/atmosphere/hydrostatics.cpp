#include "lbl/atmosphere/hydrostatics.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/constants.hpp"

namespace vespa::lbl {

double gravity_at(Sphere const& sphere, double height) {
    double const ratio = sphere.radius / (sphere.radius + height);
    return sphere.gravity * ratio * ratio;
}

std::vector<double> hydrostatic_heights(Profile const& profile, std::span<double const> molar_mass,
                                        Sphere const& sphere, double lowest, std::string const& where) {
    if (molar_mass.size() != profile.levels())
        throw std::invalid_argument("hydrostatic_heights: not a molar mass for each level");
    std::vector<double> heights{lowest};
    double geopotential = lowest * sphere.radius / (sphere.radius + lowest);
    for (std::size_t i = 1; i < profile.levels(); ++i) {
        auto const t = [&](std::size_t k) { return profile.temperature[k]; };
        double const middle = (t(i - 1) + t(i)) / (molar_mass[i - 1] + molar_mass[i]);
        double const mean = (t(i - 1) / molar_mass[i - 1] + 4 * middle + t(i) / molar_mass[i]) / 6;
        geopotential += 1e3 * gas_constant * mean / sphere.gravity *
                        std::log(profile.pressure[i - 1] / profile.pressure[i]);
        if (geopotential >= sphere.radius) {
            throw BadInput("level " + std::to_string(i + 1) +
                               " from below would lie at infinity: the body cannot hold this atmosphere",
                           where, "a higher lowest pressure, or the right radius, gravity and molar mass");
        }
        heights.push_back(geopotential * sphere.radius / (sphere.radius - geopotential));
    }
    return heights;
}

double hydrostatic_imbalance(Profile const& profile, std::span<double const> molar_mass, Sphere const& sphere,
                             std::string const& where) {
    if (profile.height.empty()) return 0;
    double worst = 0;
    auto const heights = hydrostatic_heights(profile, molar_mass, sphere, profile.height[0], where);
    for (std::size_t i = 1; i < heights.size(); ++i) {
        double const given = profile.height[i] - profile.height[i - 1];
        worst = std::max(worst, std::abs(std::log(given / (heights[i] - heights[i - 1]))));
    }
    return worst;
}

}  // namespace vespa::lbl
