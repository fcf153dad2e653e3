#include "lbl/continuum/rayleigh.hpp"

#include <array>
#include <cmath>

#include "core/errors/bad_input.hpp"
#include "lbl/atmosphere/constants.hpp"

namespace vespa::lbl {
namespace {

// Reference states, cm-3.
constexpr double cold = number_density(101325, 273.15), warm = number_density(101325, 288.15),
                 room = number_density(101325, 293.15);

/// A gas by its refractive index.
struct Refractor {
    std::string_view gas;
    double density;                  ///< cm-3, at which n holds
    double (*index_less_1)(double);  ///< of the wavenumber squared, cm-2
    double (*king_factor)(double);
};

double per_um2(double nu2) {
    return nu2 * 1e-8;
}

constexpr std::array refractors{
    Refractor{"N2", warm, [](double q) { return 1e-8 * (6498.2 + 307.43305e12 / (14.4e9 - q)); },
              [](double q) { return 1.034 + 3.17e-12 * q; }},
    Refractor{"CO2", warm,
              [](double q) {
                  return 1.1427e3 *
                         (5799.3 / (16.618e9 - q) + 120.05 / (7.9609e9 - q) + 5.3334 / (5.6306e9 - q) +
                          4.3244 / (4.6020e9 - q) + 1.218e-5 / (5.84745e6 - q));
              },
              [](double q) { return 1.1364 + 25.3e-12 * q; }},
    Refractor{"O2", room, [](double q) { return 1.181494e-4 + 9.708931e-3 / (75.4 - per_um2(q)); },
              [](double) { return 1.096; }},
    Refractor{"CO", cold, [](double q) { return 32.7e-5 * (1 + 8.1e-3 * per_um2(q)); },
              [](double) { return 1.016; }},
    Refractor{"CH4", warm, [](double q) { return 1e-8 * (3603.09 + 4.40362e14 / (1.1741e10 - q)); },
              [](double) { return 1.0; }},
    Refractor{"NH3", cold, [](double q) { return 37e-5 * (1 + 12e-3 * per_um2(q)); },
              [](double) { return 1.0; }}};

double hydrogen(double q) {
    return q * q * (8.14e-45 + q * (1.28e-54 + q * 1.61e-64));
}

double helium(double q) {
    double const bracket = 1 + 2.44e-11 * q + 5.94e-22 * q * q / (1 - 2.9e-11 * q);
    return 5.484e-46 * q * q * bracket * bracket;
}

double refraction_factor(double n_less_1) {
    double const n2 = n_less_1 * (n_less_1 + 2) + 1;
    return (n2 - 1) / (n2 + 2);
}

[[noreturn]] void unknown(std::string_view gas) {
    std::string known;
    for (auto const& name : rayleigh_gases())
        known += (known.empty() ? "" : ", ") + name;
    throw BadInput("gas " + std::string(gas), "Rayleigh scattering", known);
}

Refractor const* find(std::string_view gas) {
    for (auto const& refractor : refractors)
        if (refractor.gas == gas) return &refractor;
    return nullptr;
}

}  // namespace

std::vector<std::string> rayleigh_gases() {
    std::vector<std::string> names;
    for (auto const& refractor : refractors)
        names.emplace_back(refractor.gas);
    names.emplace_back("H2");
    names.emplace_back("He");
    return names;
}

double rayleigh_cross_section(std::string_view gas, double wavenumber) {
    double const q = wavenumber * wavenumber, pi = units::pi;
    if (gas == "H2") return hydrogen(q);
    if (gas == "He") return helium(q);
    auto const* const refractor = find(gas);
    if (!refractor) unknown(gas);
    double const factor = refraction_factor(refractor->index_less_1(q)) * q / refractor->density;
    return 24 * pi * pi * pi * factor * factor * refractor->king_factor(q);
}

double refractivity_per_density(std::string_view gas, double wavenumber) {
    double const q = wavenumber * wavenumber;
    if (auto const* const refractor = find(gas)) return refractor->index_less_1(q) / refractor->density;
    if (gas != "H2" && gas != "He") unknown(gas);
    if (gas == "H2") return (0.0148956 / (180.7 - per_um2(q)) + 0.0049037 / (92 - per_um2(q))) / cold;
    // sigma = 128 pi^5 / 3 nu^4 alpha^2 and n - 1 = 2 pi N alpha
    double const per_nu4 = q > 0 ? helium(q) / (q * q) : 5.484e-46;
    return 2 * units::pi * std::sqrt(3 * per_nu4 / (128 * std::pow(units::pi, 5)));
}

double earth_air_rayleigh_depth(double column, double wavenumber) {
    double const q = wavenumber * wavenumber;
    return column / 2.68675e24 * q * q / (9.38076e18 - 1.08426e9 * q);
}

}  // namespace vespa::lbl
