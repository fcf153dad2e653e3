#include <fmt/format.h>

#include <algorithm>

#include "core/errors/bad_input.hpp"
#include "lbl/line_sum/check.hpp"
#include "lbl/spectrum/opacity.hpp"
#include "lbl/spectrum/scene.hpp"
#include "lbl/spectrum/spectrum.hpp"

namespace vespa::lbl {
namespace {

bool has_gas(Profile const& profile, std::string const& name) {
    return find_gas(profile, name) != nullptr;
}

void check_temperatures(SpectrumProblem const& problem, Scene const& scene) {
    for (auto const& gas : problem.gases)
        for (auto const& state : scene.states())
            gas.check_temperature(state.temperature, fmt::format("layer at {:.3g} Pa", state.pressure));
}

void check_continua(SpectrumProblem const& problem) {
    for (auto const& table : problem.continua.collisions)
        for (auto const& name : {table.first, table.second})
            if (!has_gas(problem.profile, name))
                throw BadInput("the atmosphere has no " + name,
                               "collision-induced absorption of " + table.first + "-" + table.second,
                               "pairs of its gases");
    if (!problem.continua.water) return;
    if (!has_gas(problem.profile, "H2O"))
        throw BadInput("the atmosphere has no H2O", "water continuum", "a profile with H2O");
    for (auto const& gas : problem.gases)
        if (gas.name == "H2O" && gas.wings.convention != WingConvention::pedestal)
            throw BadInput("the lines of H2O have other wings than the continuum is made for",
                           "water continuum", "wings=pedestal, cut=25");
}

void check_wanted(SpectrumProblem const& problem) {
    auto const& wanted = problem.wanted;
    bool const slopes = wanted.by_temperature || !wanted.by_abundance.empty();
    for (auto const& view : problem.views)
        if (slopes && view.kind == ViewKind::occultation)
            throw BadInput("view " + view.name + " has no radiance", "Jacobians",
                           "views nadir, zenith and limb");
    for (auto const& name : wanted.by_abundance)
        if (std::none_of(problem.gases.begin(), problem.gases.end(),
                         [&](auto const& gas) { return gas.name == name; }))
            throw BadInput(name + " has no lines", "Jacobians", "gases with lines");
    if (problem.views.empty() && !wanted.transit_radius && !wanted.optical_depths)
        throw BadInput("nothing is looked at", "views", "a view, a transit or the optical depths");
}

void check_scattering(SpectrumProblem const& problem, Scene const& scene) {
    for (auto const& aerosol : problem.continua.aerosols) {
        check(aerosol, scene.layers());
        for (double const nu : {problem.grid.first, problem.grid.last()})
            moments_at(aerosol.optics, nu, 1, "aerosol " + aerosol.name);
    }
    if (problem.streams == 0) return;
    if (problem.streams % 2 != 0 || problem.streams > 64)
        throw BadInput(fmt::format("{} streams", problem.streams), "streams", "even, 2 to 64; 0: none");
    for (auto const& view : problem.views)
        if (view.kind != ViewKind::nadir && view.kind != ViewKind::zenith)
            throw BadInput("view " + view.name + " goes through a sphere", "streams",
                           "nadir and zenith views alone: multiple scattering is plane-parallel");
    auto const& wanted = problem.wanted;
    if (wanted.by_temperature || !wanted.by_abundance.empty() || wanted.contributions)
        throw BadInput("Jacobians and contributions know no multiple scattering", "streams",
                       "neither of them with streams");
    if (problem.surface.emissivity < 1 && !problem.surface.is_lambert)
        throw BadInput("the surface reflects as a mirror", "streams", "a Lambert surface");
}

}  // namespace

void check(SpectrumProblem const& problem) {
    check(problem.grid);
    check(problem.profile, "profile");
    auto const& surface = problem.surface;
    if (!(surface.emissivity >= 0 && surface.emissivity <= 1))
        throw BadInput(fmt::format("emissivity {}", surface.emissivity), "surface", "0 to 1");
    if (problem.sunlight && !(problem.sunlight->zenith_angle >= 0 && problem.sunlight->zenith_angle < 90))
        throw BadInput(fmt::format("zenith angle of the sun {} degrees", problem.sunlight->zenith_angle),
                       "sunlight", "0 to below 90");
    for (auto const& gas : problem.gases)
        check(gas.wings);
    check_continua(problem);
    check_wanted(problem);
    Scene const scene(problem);
    check_temperatures(problem, scene);
    check_scattering(problem, scene);
}

}  // namespace vespa::lbl
