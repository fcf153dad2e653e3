// Atmospheres that scatter: closed forms of thin and of absorbing ones, and the same through another door.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/errors/bad_input.hpp"
#include "lbl/transfer/discrete_ordinates.hpp"
#include "lbl/transfer/planck.hpp"
#include "solvers/lbl/spectrum/made_atmosphere.hpp"

namespace {

using namespace vespa;
using namespace vespa::lbl;
using vespa::testing::made_problem;
using vespa::testing::spectrum_of;

constexpr double pi = 3.14159265358979323846;

AerosolLayer haze(double optical_depth, double albedo, double asymmetry = 0) {
    return {.name = "haze",
            .optics = grey_aerosol(albedo, asymmetry),
            .optical_depth = optical_depth,
            .bottom = 0,
            .top = 9e4};
}

TEST(AerosolLayer, IsSpreadOverTheAtmosphere) {
    auto const problem = made_problem();
    auto const layers = make_layers(problem.profile, problem.sphere, problem.columns, "profile");
    auto aerosol = haze(2, 0.5);
    aerosol.bottom = 5e3;
    aerosol.top = 20e3;
    auto even = depths_in(aerosol, layers);
    EXPECT_NEAR(std::accumulate(even.begin(), even.end(), 0.0), 2, 1e-12);
    for (std::size_t k = 0; k < layers.size(); ++k) {
        if (layers[k].lower < 5e3 || layers[k].upper > 20e3) continue;
        EXPECT_NEAR(even[k], 2 * layers[k].thickness() / 15e3, 1e-12);
    }
    aerosol.scale_height = 3e3;
    auto const falling = depths_in(aerosol, layers);
    EXPECT_NEAR(std::accumulate(falling.begin(), falling.end(), 0.0), 2, 1e-12);
    double below_8_km = 0;
    double const whole = 1 - std::exp(-5.0);
    for (std::size_t k = 0; k < layers.size() && layers[k].upper <= 8e3; ++k)
        below_8_km = (1 - std::exp(-(layers[k].upper - 5e3) / 3e3)) / whole * 2;
    double sum = 0;
    for (std::size_t k = 0; k < layers.size() && layers[k].upper <= 8e3; ++k)
        sum += falling[k];
    EXPECT_NEAR(sum, below_8_km, 1e-12);
}

TEST(Scattering, OfNoneIsTheRadianceOfAnAbsorber) {
    auto problem = made_problem();
    problem.continua.aerosols = {haze(0.7, 0)};
    problem.surface = {.temperature = 150, .emissivity = 1};
    problem.views.push_back({.kind = ViewKind::nadir, .at = 60, .name = "nadir 60 deg"});
    problem.views.push_back({.kind = ViewKind::zenith, .at = 30, .name = "zenith 30 deg"});
    problem.grid = {500, 40, 50};
    check(problem);
    std::vector<std::vector<double>> plain, scattered;
    for (std::size_t view = 0; view < 3; ++view)
        plain.push_back(spectrum_of(problem, "radiance", view));
    auto const through = spectrum_of(problem, "transmittance", 1);
    problem.streams = 8;
    check(problem);
    for (std::size_t view = 0; view < 3; ++view)
        scattered.push_back(spectrum_of(problem, "radiance", view));
    EXPECT_EQ(spectrum_of(problem, "transmittance", 1), through);
    EXPECT_LT(through[0], std::exp(-1.4));
    for (std::size_t view = 0; view < 3; ++view)
        for (std::size_t i = 0; i < 50; ++i)
            EXPECT_NEAR(scattered[view][i] / plain[view][i], 1, 1e-8) << view << " " << i;
}

TEST(Scattering, OfAThinHazeIsSingleScattering) {
    auto problem = made_problem();
    problem.continua.collisions.clear();
    problem.continua.aerosols = {haze(1e-4, 0.8)};
    problem.surface = {.temperature = 100, .emissivity = 1, .is_lambert = true};
    problem.sunlight = Sunlight{.temperature = 5772, .solid_angle = 6.8e-5, .zenith_angle = 40};
    problem.views = {{.kind = ViewKind::nadir, .at = 50, .name = "nadir 50 deg"}};
    problem.streams = 16;
    problem.grid = {8000, 10, 3};
    check(problem);
    double const mu = std::cos(50 * pi / 180), sun = std::cos(40 * pi / 180), tau = 1e-4;
    double const irradiance = 6.8e-5 * planck(8000, 5772);
    double const expected =
        irradiance * 0.8 / (4 * pi) * sun / (mu + sun) * -std::expm1(-tau * (1 / mu + 1 / sun));
    EXPECT_NEAR(spectrum_of(problem, "radiance")[0] / expected, 1, 1e-3);
}

TEST(Scattering, MixesMoleculesAndParticlesAsTheColumnDoes) {
    auto problem = made_problem();
    problem.continua.collisions.clear();
    problem.continua.rayleigh = true;
    problem.continua.aerosols = {haze(1.3, 0.9, 0.7)};
    problem.surface = {.temperature = 100, .emissivity = 0.75, .is_lambert = true};
    problem.sunlight = Sunlight{.temperature = 5772, .solid_angle = 6.8e-5, .zenith_angle = 40};
    problem.views = {{.kind = ViewKind::nadir, .at = 50, .name = "nadir 50 deg", .azimuth = 70}};
    problem.streams = 12;
    problem.grid = {20000, 10, 2};
    problem.wanted.optical_depths = true;
    check(problem);
    auto const molecules = spectrum_of(problem, "optical_depth/Rayleigh")[0];
    EXPECT_GT(molecules, 0.05);
    EXPECT_NEAR(spectrum_of(problem, "optical_depth/haze")[0], 1.3, 1e-9);
    auto const layers = make_layers(problem.profile, problem.sphere, problem.columns, "profile");
    auto const depths = depths_in(problem.continua.aerosols[0], layers);
    double columns = 0;
    for (auto const& layer : layers)
        columns += layer.column;
    ScatteringColumn column;
    for (std::size_t k = 0; k < layers.size(); ++k) {
        double const air = molecules * layers[k].column / columns, dust = 0.9 * depths[k];
        column.optical_depth.push_back(air + depths[k]);
        column.albedo.push_back((air + dust) / column.optical_depth[k]);
        std::vector<double> chi;
        for (std::size_t l = 0; l <= 12; ++l)
            chi.push_back(((l == 0 ? 1 : l == 2 ? 0.1 : 0) * air + std::pow(0.7, l) * dust) / (air + dust));
        column.moments.push_back(chi);
    }
    column.surface_albedo = 0.25;
    column.sun_cosine = std::cos(40 * pi / 180);
    column.sun_irradiance = 6.8e-5 * planck(20000, 5772);
    ViewDirection const view{std::cos(50 * pi / 180), 70 * pi / 180};
    double const expected = scatter(column, std::span(&view, 1), 12).up[0];
    EXPECT_NEAR(spectrum_of(problem, "radiance")[0] / expected, 1, 1e-9);
}

TEST(Scattering, TakesFromWhatIsSeenStraightThroughAlone) {
    auto problem = made_problem();
    auto const clear = spectrum_of(problem, "radiance");
    auto const clear_through = spectrum_of(problem, "transmittance");
    problem.continua.aerosols = {haze(0.5, 1)};
    EXPECT_EQ(spectrum_of(problem, "radiance"), clear);
    EXPECT_NEAR(spectrum_of(problem, "transmittance")[0] / clear_through[0], std::exp(-0.5), 1e-9);
    problem.views.clear();
    problem.wanted.transit_radius = true;
    auto const hazy = spectrum_of(problem, "effective_radius");
    problem.continua.aerosols.clear();
    EXPECT_GT(hazy[0], spectrum_of(problem, "effective_radius")[0] + 1000);
}

TEST(Scattering, IsRefusedWhereItCannotBe) {
    auto problem = made_problem();
    problem.continua.aerosols = {haze(0.5, 0.9)};
    auto const refused = [](SpectrumProblem const& bad) { EXPECT_THROW(check(bad), BadInput); };
    check(problem);
    auto bad = problem;
    bad.streams = 7;
    refused(bad);
    bad.streams = 8;
    check(bad);
    bad.surface.emissivity = 0.5;
    refused(bad);
    bad.surface.is_lambert = true;
    check(bad);
    bad.wanted.by_temperature = true;
    refused(bad);
    bad.wanted.by_temperature = false;
    bad.views = {{.kind = ViewKind::limb, .at = 1e4, .name = "limb"}};
    refused(bad);
    bad = problem;
    bad.continua.aerosols[0].optical_depth = -1;
    refused(bad);
    bad.continua.aerosols[0] = haze(1, 0.5);
    bad.continua.aerosols[0].top = 0;
    refused(bad);
    bad.continua.aerosols[0] = haze(1, 0.5);
    bad.continua.aerosols[0].bottom = 1e7;
    bad.continua.aerosols[0].top = 2e7;
    refused(bad);
    bad.continua.aerosols[0] = haze(1, 0.5);
    bad.continua.aerosols[0].optics = {{600, 700}, {1, 1}, {0.5, 0.5}, {0, 0}};
    refused(bad);  // the table does not reach
}

}  // namespace
