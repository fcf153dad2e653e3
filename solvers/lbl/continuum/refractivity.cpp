#include "lbl/continuum/refractivity.hpp"

#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/constants.hpp"
#include "lbl/continuum/rayleigh.hpp"

namespace vespa::lbl {

std::vector<double> level_refractivity(Profile const& profile, double wavenumber, std::string const& where) {
    constexpr double least_known = 0.8;
    auto const known = rayleigh_gases();
    std::vector<double> refractivity(profile.levels());
    for (std::size_t i = 0; i < refractivity.size(); ++i) {
        double sum = 0, weighted = 0;
        for (auto const& gas : profile.gases) {
            if (std::find(known.begin(), known.end(), gas.name) == known.end()) continue;
            sum += gas.abundance[i];
            weighted += gas.abundance[i] * refractivity_per_density(gas.name, wavenumber);
        }
        if (sum < least_known) {
            throw BadInput("gases of known refractivity make up only " + std::to_string(sum) + " of level " +
                               std::to_string(i + 1) + " from below",
                           where, "at least 0.8 of N2, CO2, O2, CO, CH4, NH3, H2, He");
        }
        refractivity[i] = weighted / sum * number_density(profile.pressure[i], profile.temperature[i]);
    }
    return refractivity;
}

}  // namespace vespa::lbl
