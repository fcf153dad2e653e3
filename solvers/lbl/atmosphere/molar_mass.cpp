#include "lbl/atmosphere/molar_mass.hpp"

#include <array>
#include <cctype>
#include <string>
#include <utility>

#include "core/errors/bad_input.hpp"

namespace vespa::lbl {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 27> weights{
    {{"H", 1.0080},  {"He", 4.0026}, {"Li", 6.94},   {"C", 12.011},  {"N", 14.007},  {"O", 15.999},
     {"F", 18.998},  {"Ne", 20.180}, {"Na", 22.990}, {"Mg", 24.305}, {"Al", 26.982}, {"Si", 28.085},
     {"P", 30.974},  {"S", 32.06},   {"Cl", 35.45},  {"Ar", 39.95},  {"K", 39.098},  {"Ca", 40.078},
     {"Ti", 47.867}, {"V", 50.942},  {"Fe", 55.845}, {"Ge", 72.630}, {"As", 74.922}, {"Br", 79.904},
     {"Kr", 83.798}, {"I", 126.90},  {"Xe", 131.29}}};

constexpr double least_sum = 0.8;

}  // namespace

std::optional<double> molar_mass_of(std::string_view formula) {
    auto const is = [&](std::size_t i, int (*kind)(int)) {
        return i < formula.size() && kind(static_cast<unsigned char>(formula[i]));
    };
    double sum = 0;
    for (std::size_t i = 0; i < formula.size();) {
        std::size_t end = i + 1;
        while (is(end, std::islower))
            ++end;
        double weight = 0;
        for (auto const& [element, value] : weights)
            if (element == formula.substr(i, end - i)) weight = value;
        if (weight == 0) return std::nullopt;
        int count = 0;
        for (i = end; is(i, std::isdigit) && count < 1000; ++i)
            count = 10 * count + (formula[i] - '0');
        sum += weight * (i == end ? 1 : count);
    }
    if (sum == 0) return std::nullopt;
    return sum;
}

std::vector<double> mean_molar_mass(Profile const& profile, std::string const& where) {
    if (profile.molar_mass > 0) return std::vector<double>(profile.levels(), profile.molar_mass);
    std::vector<double> masses;
    for (auto const& gas : profile.gases)
        masses.push_back(molar_mass_of(gas.name).value_or(0));
    std::vector<double> means(profile.levels());
    for (std::size_t i = 0; i < means.size(); ++i) {
        double sum = 0, weighted = 0;
        for (std::size_t g = 0; g < masses.size(); ++g) {
            if (masses[g] == 0) continue;
            sum += profile.gases[g].abundance[i];
            weighted += profile.gases[g].abundance[i] * masses[g];
        }
        if (sum < least_sum) {
            throw BadInput("gases of known mass make up only " + std::to_string(sum) + " of level " +
                               std::to_string(i + 1) + " from below: its molar mass is not known",
                           where, "gases of at least 0.8 in sum, or the molar mass of the mixture stated");
        }
        means[i] = weighted / sum;
    }
    return means;
}

}  // namespace vespa::lbl
