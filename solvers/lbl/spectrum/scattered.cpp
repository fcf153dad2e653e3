#include "lbl/spectrum/scattered.hpp"

#include <cmath>

#include "core/units/constants.hpp"
#include "lbl/transfer/discrete_ordinates.hpp"
#include "lbl/transfer/planck.hpp"

namespace vespa::lbl {
namespace {

std::vector<double> planck_at(std::span<double const> wavenumber, double temperature) {
    std::vector<double> values(wavenumber.size());
    planck(wavenumber, temperature, values);
    return values;
}

/// What is the same for all wavenumbers of a block, and the column of each.
class Columns {
  public:
    Columns(SpectrumProblem const& problem, BlockOpacity const& opacity, std::span<double const> wavenumber)
        : problem_(problem), opacity_(opacity), wavenumber_(wavenumber) {
        for (double const t : problem.profile.temperature)
            levels_.push_back(planck_at(wavenumber, t));
        auto const& surface = problem.surface;
        surface_ = planck_at(
            wavenumber, surface.temperature > 0 ? surface.temperature : problem.profile.temperature.front());
        if (problem.sunlight) sun_ = planck_at(wavenumber, problem.sunlight->temperature);
        column_.planck.resize(levels_.size());
        column_.surface_albedo = 1 - surface.emissivity;
        auto const layers = levels_.size() - 1;
        column_.optical_depth.resize(layers);
        column_.albedo.resize(layers);
        column_.moments.resize(layers);
        rayleigh_ = rayleigh_moments(moments());
        if (!problem.sunlight) return;
        column_.sun_cosine = std::cos(problem.sunlight->zenith_angle * units::degree);
    }

    ScatteringColumn const& at(std::size_t i);

  private:
    /// As many as streams carry, and the one that delta-M scaling takes.
    std::size_t moments() const { return problem_.streams + 1; }
    void mix(std::size_t layer, std::size_t i, std::vector<std::vector<double>> const& aerosols);

    SpectrumProblem const& problem_;
    BlockOpacity const& opacity_;
    std::span<double const> wavenumber_;
    std::vector<std::vector<double>> levels_;
    std::vector<double> surface_, sun_, rayleigh_;
    ScatteringColumn column_;
};

void Columns::mix(std::size_t layer, std::size_t i, std::vector<std::vector<double>> const& aerosols) {
    std::vector<Scatterer> parts{{opacity_.depth.view().row(layer)[i], 0, {}}};
    double const molecules = opacity_.scattering.front().view().row(layer)[i];
    if (molecules > 0) parts.push_back({molecules, 1, rayleigh_});
    for (std::size_t a = 0; a < aerosols.size(); ++a) {
        double const depth = opacity_.scattering[a + 1].view().row(layer)[i];
        if (depth > 0) parts.push_back({depth, 1, aerosols[a]});
    }
    mix_into_layer(parts, moments(), column_.optical_depth[layer], column_.albedo[layer],
                   column_.moments[layer]);
}

ScatteringColumn const& Columns::at(std::size_t i) {
    std::vector<std::vector<double>> aerosols;
    for (auto const& aerosol : problem_.continua.aerosols)
        aerosols.push_back(moments_at(aerosol.optics, wavenumber_[i], moments(), "aerosol " + aerosol.name));
    for (std::size_t k = 0; k < column_.optical_depth.size(); ++k)
        mix(k, i, aerosols);
    for (std::size_t k = 0; k < levels_.size(); ++k)
        column_.planck[k] = levels_[k][i];
    column_.surface_planck = surface_[i];
    if (problem_.sunlight) column_.sun_irradiance = sun_[i] * problem_.sunlight->solid_angle;
    return column_;
}

}  // namespace

std::vector<double> scattered_radiance(SpectrumProblem const& problem, BlockOpacity const& opacity,
                                       std::span<double const> wavenumber) {
    auto const n = wavenumber.size();
    std::vector<ViewDirection> directions;
    for (auto const& view : problem.views)
        directions.push_back({std::cos(view.at * units::degree), view.azimuth * units::degree});
    std::vector<double> radiance(directions.size() * n);
    Columns columns(problem, opacity, wavenumber);
    for (std::size_t i = 0; i < n; ++i) {
        auto const light = scatter(columns.at(i), directions, problem.streams);
        for (std::size_t v = 0; v < directions.size(); ++v)
            radiance[v * n + i] = problem.views[v].kind == ViewKind::nadir ? light.up[v] : light.down[v];
    }
    return radiance;
}

}  // namespace vespa::lbl
