#include "lbl/transfer/surface.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/transfer/gauss_legendre.hpp"
#include "lbl/transfer/planck.hpp"

namespace vespa::lbl {

static void check_fraction(std::span<double const> values, char const* what) {
    for (double const v : values)
        if (!(v >= 0 && v <= 1))
            throw BadInput(std::string(what) + " " + std::to_string(v), "surface", "0 to 1");
}

void surface_radiance(std::span<double const> wavenumber, double temperature,
                      std::span<double const> emissivity, std::span<double const> downward,
                      std::span<double> radiance) {
    std::size_t const n = wavenumber.size();
    if (emissivity.size() != n || radiance.size() != n || (!downward.empty() && downward.size() != n))
        throw std::invalid_argument("surface_radiance: not a value for each wavenumber");
    check_fraction(emissivity, "emissivity");
    // The sky may stand where the result goes.
    std::vector<double> const sky(downward.begin(), downward.end());
    planck(wavenumber, temperature, radiance);
    for (std::size_t i = 0; i < n; ++i) {
        double const reflected = sky.empty() ? 0 : (1 - emissivity[i]) * sky[i];
        radiance[i] = emissivity[i] * radiance[i] + reflected;
    }
}

void mean_downward_radiance(Sight const& zenith, std::span<double const> wavenumber, Rows optical_depth,
                            std::size_t directions, std::span<double> radiance) {
    if (directions < 2)
        throw BadInput(std::to_string(directions) + " directions", "downward irradiance", ">= 2");
    if (radiance.size() != wavenumber.size())
        throw std::invalid_argument("mean_downward_radiance: not a value for each wavenumber");
    auto const rule = gauss_legendre(directions, 0, 1);
    std::vector<double> along(wavenumber.size());
    std::fill(radiance.begin(), radiance.end(), 0.0);
    for (std::size_t m = 0; m < directions; ++m) {
        Path slant = *zenith.path;
        for (auto& leg : slant.segments)
            leg.factor /= rule.node[m];
        radiance_along({&slant, zenith.temperature, zenith.source}, wavenumber, optical_depth, {}, along);
        double const weight = 2 * rule.node[m] * rule.weight[m];
        for (std::size_t i = 0; i < along.size(); ++i)
            radiance[i] += weight * along[i];
    }
}

void add_reflected_sunlight(Path const& sun, double cosine, Rows optical_depth,
                            std::span<double const> irradiance, std::span<double const> albedo,
                            std::span<double> radiance) {
    std::size_t const n = radiance.size();
    if (irradiance.size() != n || albedo.size() != n)
        throw std::invalid_argument("add_reflected_sunlight: not a value for each wavenumber");
    if (!(cosine > 0 && cosine <= 1)) {
        throw BadInput("cosine " + std::to_string(cosine), "zenith angle of the sun", "above 0, to 1");
    }
    check_fraction(albedo, "albedo");
    std::vector<double> passed(n);
    transmittance_along(sun, optical_depth, passed);
    for (std::size_t i = 0; i < n; ++i)
        radiance[i] += albedo[i] / units::pi * cosine * irradiance[i] * passed[i];
}

}  // namespace vespa::lbl
