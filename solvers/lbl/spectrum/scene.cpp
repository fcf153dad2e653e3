#include "lbl/spectrum/scene.hpp"

#include <cmath>

#include "core/errors/bad_input.hpp"
#include "core/units/constants.hpp"
#include "lbl/continuum/refractivity.hpp"

namespace vespa::lbl {
namespace {

constexpr char where[] = "profile";
/// Rays of a transit in each layer: the error of the radius falls with the square of their spacing.
constexpr int rays_a_layer = 4;

double cosine_of(double degrees) {
    return std::cos(degrees * units::degree);
}

Shells shells_of(SpectrumProblem const& problem, std::vector<Layer> const& layers) {
    auto const densities = level_densities(problem.profile);
    auto const refractivity =
        problem.refraction
            ? level_refractivity(problem.profile, 0.5 * (problem.grid.first + problem.grid.last()), where)
            : std::vector<double>();
    return {layers, problem.sphere.radius, ShellDensity::exponential, densities, refractivity, where};
}

bool is_through_shells(View const& view) {
    return view.kind == ViewKind::limb || view.kind == ViewKind::occultation;
}

}  // namespace

Scene::Scene(SpectrumProblem const& problem)
    : layers_(make_layers(problem.profile, problem.sphere, problem.columns, where)) {
    for (auto const& layer : layers_) {
        states_.push_back(
            {.temperature = layer.temperature, .pressure = layer.pressure, .abundance = layer.abundance});
        mean_shares_.push_back(layer.upper_share);
        columns_.push_back(layer.column);
    }
    up_ = zenith_path(layers_);
    if (problem.sunlight) to_sun_ = zenith_path(layers_, cosine_of(problem.sunlight->zenith_angle));
    bool needs_shells = problem.wanted.transit_radius;
    for (auto const& view : problem.views)
        needs_shells = needs_shells || is_through_shells(view);
    std::optional<Shells> shells;
    if (needs_shells) shells.emplace(shells_of(problem, layers_));
    for (auto const& view : problem.views) {
        if (is_through_shells(view)) {
            paths_.push_back(shells->limb(view.at).path);
        } else {
            paths_.push_back(view.kind == ViewKind::nadir ? nadir_path(layers_, cosine_of(view.at))
                                                          : zenith_path(layers_, cosine_of(view.at)));
        }
    }
    if (!problem.wanted.transit_radius) return;
    for (auto const& layer : layers_) {
        for (int i = 0; i < rays_a_layer; ++i) {
            auto limb = shells->limb(layer.lower + layer.thickness() * i / rays_a_layer);
            impacts_.push_back(limb.impact);
            transit_paths_.push_back(std::move(limb.path));
        }
    }
}

}  // namespace vespa::lbl
