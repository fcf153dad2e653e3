#include "lbl/spectrum/sights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/units/constants.hpp"
#include "lbl/spectrum/scattered.hpp"
#include "lbl/transfer/planck.hpp"
#include "lbl/transfer/surface.hpp"

namespace vespa::lbl {
namespace {

constexpr std::size_t surface_directions = 8;

double surface_temperature(SpectrumProblem const& problem) {
    return problem.surface.temperature > 0 ? problem.surface.temperature
                                           : problem.profile.temperature.front();
}

/// What goes up from the surface along the mirrored way of a view, sunlight included.
std::vector<double> from_surface(SpectrumProblem const& problem, Scene const& scene,
                                 BlockOpacity const& opacity, std::span<double const> wavenumber,
                                 double cosine) {
    auto const n = wavenumber.size();
    auto const& surface = problem.surface;
    std::vector<double> const emissivity(n, surface.emissivity);
    std::vector<double> downward, upward(n);
    if (surface.emissivity < 1) {
        downward.resize(n);
        Sight const zenith{
            .path = &scene.up(), .temperature = problem.profile.temperature, .source = problem.source};
        if (surface.is_lambert) {
            mean_downward_radiance(zenith, wavenumber, opacity.depth.view(), surface_directions, downward);
        } else {
            auto mirrored = zenith_path(scene.layers(), cosine);
            Sight const sight{
                .path = &mirrored, .temperature = problem.profile.temperature, .source = problem.source};
            radiance_along(sight, wavenumber, opacity.depth.view(), {}, downward);
        }
    }
    surface_radiance(wavenumber, surface_temperature(problem), emissivity, downward, upward);
    if (problem.sunlight) {
        auto const& sun = *problem.sunlight;
        std::vector<double> irradiance(n);
        planck(wavenumber, sun.temperature, irradiance);
        for (auto& value : irradiance)
            value *= sun.solid_angle;
        std::vector<double> const albedo(n, 1 - surface.emissivity);
        add_reflected_sunlight(scene.to_sun(), std::cos(sun.zenith_angle * units::degree), lost_of(opacity),
                               irradiance, albedo, upward);
    }
    return upward;
}

/// Radiance of each layer that reaches the observer, isothermal layers: B (1 - e^-t) e^-(t before it).
void contributions(SpectrumProblem const& problem, Path const& path, BlockOpacity const& opacity,
                   std::span<double const> wavenumber, std::span<double> result) {
    auto const n = wavenumber.size();
    std::fill(result.begin(), result.end(), 0.0);
    std::vector<double> reaching(n, 1.0), source(n);
    for (auto const& segment : path.segments) {
        auto const& t = problem.profile.temperature;
        double const mean =
            (1 - segment.mean_share) * t[segment.layer] + segment.mean_share * t[segment.layer + 1];
        planck(wavenumber, mean, source);
        auto const depth = opacity.depth.view().row(segment.layer);
        auto const row = result.subspan(segment.layer * n, n);
        for (std::size_t i = 0; i < n; ++i) {
            double const absorbed = -std::expm1(-segment.factor * depth[i]);
            row[i] += source[i] * absorbed * reaching[i];
            reaching[i] -= reaching[i] * absorbed;
        }
    }
}

/// Sees one view after the other.
class Looker {
  public:
    Looker(SpectrumProblem const& problem, Scene const& scene, BlockOpacity const& opacity,
           std::span<double const> wavenumber)
        : problem_(problem), scene_(scene), opacity_(opacity), wavenumber_(wavenumber) {
        auto const views = problem.views.size(), levels = problem.profile.levels();
        sights_.radiance.resize(views * n());
        sights_.transmittance.resize(views * n());
        if (problem.wanted.contributions) sights_.contribution.resize(views * (levels - 1) * n());
        if (problem.wanted.by_temperature) sights_.by_temperature.resize(views * levels * n());
        for (std::size_t g = 0; g < problem.wanted.by_abundance.size(); ++g)
            sights_.by_abundance.emplace_back(views * levels * n());
    }

    void look(std::size_t view);
    Sights result() { return std::move(sights_); }

  private:
    std::size_t n() const { return wavenumber_.size(); }
    std::size_t levels() const { return problem_.profile.levels(); }
    bool wants_slopes() const {
        return problem_.wanted.by_temperature || !problem_.wanted.by_abundance.empty();
    }
    WritableRows rows(std::vector<double>& values, std::size_t view) {
        return {values.data() + view * levels() * n(), levels(), n()};
    }
    void look_with_slopes(Sight const& sight, std::size_t view, std::span<double const> beyond);
    std::span<double> radiance(std::size_t view) { return {sights_.radiance.data() + view * n(), n()}; }
    std::span<double> transmittance(std::size_t view) {
        return {sights_.transmittance.data() + view * n(), n()};
    }

    SpectrumProblem const& problem_;
    Scene const& scene_;
    BlockOpacity const& opacity_;
    std::span<double const> wavenumber_;
    Sights sights_;
};

void Looker::look_with_slopes(Sight const& sight, std::size_t view, std::span<double const> beyond) {
    RowsArray by_depth(levels() - 1, n()), by_temperature(levels(), n());
    auto const depth_slope = problem_.wanted.by_temperature ? opacity_.depth_slope.view() : Rows{};
    radiance_with_slopes(sight, wavenumber_, opacity_.depth.view(), beyond, depth_slope, scene_.mean_shares(),
                         radiance(view), transmittance(view),
                         {.by_optical_depth = by_depth.view(), .by_temperature = by_temperature.view()});
    if (problem_.wanted.by_temperature)
        for (std::size_t k = 0; k < levels(); ++k)
            std::copy_n(by_temperature.view().row(k).begin(), n(),
                        rows(sights_.by_temperature, view).row(k).begin());
    for (std::size_t g = 0; g < sights_.by_abundance.size(); ++g)
        abundance_slopes(std::as_const(by_depth).view(), opacity_.cross_sections[g].view(), scene_.columns(),
                         scene_.mean_shares(), rows(sights_.by_abundance[g], view));
}

void Looker::look(std::size_t view) {
    auto const& path = scene_.paths()[view];
    if (problem_.views[view].kind == ViewKind::occultation) {
        transmittance_along(path, lost_of(opacity_), transmittance(view));
        std::fill_n(radiance(view).begin(), n(), std::numeric_limits<double>::quiet_NaN());
        return;
    }
    Sight const sight{.path = &path, .temperature = problem_.profile.temperature, .source = problem_.source};
    std::vector<double> beyond;
    if (path.ends_at_surface)
        beyond = from_surface(problem_, scene_, opacity_, wavenumber_, path.surface_cosine);
    if (wants_slopes())
        look_with_slopes(sight, view, beyond);
    else
        radiance_along(sight, wavenumber_, opacity_.depth.view(), beyond, radiance(view),
                       transmittance(view));
    if (!opacity_.scattering.empty()) transmittance_along(path, lost_of(opacity_), transmittance(view));
    if (problem_.wanted.contributions)
        contributions(problem_, path, opacity_, wavenumber_,
                      {sights_.contribution.data() + view * (levels() - 1) * n(), (levels() - 1) * n()});
}

}  // namespace

Sights all_sights(SpectrumProblem const& problem, Scene const& scene, BlockOpacity const& opacity,
                  std::span<double const> wavenumber) {
    if (problem.streams > 0) {
        Sights sights;
        sights.radiance = scattered_radiance(problem, opacity, wavenumber);
        sights.transmittance.resize(problem.views.size() * wavenumber.size());
        for (std::size_t view = 0; view < problem.views.size(); ++view)
            transmittance_along(
                scene.paths()[view], lost_of(opacity),
                std::span(sights.transmittance).subspan(view * wavenumber.size(), wavenumber.size()));
        return sights;
    }
    Looker looker(problem, scene, opacity, wavenumber);
    for (std::size_t view = 0; view < problem.views.size(); ++view)
        looker.look(view);
    return looker.result();
}

}  // namespace vespa::lbl
